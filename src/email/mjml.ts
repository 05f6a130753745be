import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { errorText } from '../source/error-text.ts';

export type MjmlError = { message: string; tagName: string };

/** Written at install by scripts/bundle-mjml.ts: MJML in one file, which loads four times as fast. */
const bundle = new URL('../../vendor/mjml.js', import.meta.url);
const load = (): Promise<{ default: typeof import('mjml') }> =>
  existsSync(bundle) ? import(bundle.href) : import('mjml');

/** Which MJML compiles; what one has compiled is not another's. */
export async function mjmlVersion(): Promise<string> {
  const file = createRequire(import.meta.url).resolve('mjml/package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version;
}

const faults = z.object({ errors: z.array(z.object({ message: z.string(), tagName: z.string() })) });

/**
 * MJML to HTML, not yet tidied.
 * @returns the HTML; or what MJML says of its tags, and where that is nothing, why else it fails
 */
export async function compileMjml(mjml: string): Promise<{ html: string } | { errors: MjmlError[]; why: string }> {
  const { default: mjml2html } = await load();
  try {
    const { html } = await mjml2html(mjml, {
      validationLevel: 'strict',
      // Partials come by Liquid: an include of MJML's own fails without an error, and reads any file.
      ignoreIncludes: true,
      // No font is fetched from elsewhere: it would tell a third party who reads what.
      fonts: {},
    });
    return { html };
  } catch (cause) {
    const { data } = faults.safeParse(cause);
    return { errors: data?.errors ?? [], why: errorText(cause) };
  }
}
