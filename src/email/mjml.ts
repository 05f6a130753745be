import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { errorText } from '../source/error-text.ts';

export type MjmlError = { message: string; tagName: string };

/** MJML bundled in one file, which loads four times as fast. scripts/bundle-mjml.ts writes it after the install. */
const bundle = new URL('../../vendor/mjml.js', import.meta.url);
const load = (): Promise<{ default: typeof import('mjml') }> =>
  existsSync(bundle) ? import(bundle.href) : import('mjml');

/** The version of MJML, which is part of the cache's key. */
export async function mjmlVersion(): Promise<string> {
  const file = createRequire(import.meta.url).resolve('mjml/package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version;
}

const mjmlErrors = z.object({ errors: z.array(z.object({ message: z.string(), tagName: z.string() })) });

/**
 * Compiles MJML to HTML.
 * @returns the HTML; or MJML's errors about tags, which may be empty, and the whole error message
 */
export async function compileMjml(mjml: string): Promise<{ html: string } | { errors: MjmlError[]; why: string }> {
  const { default: mjml2html } = await load();
  try {
    const { html } = await mjml2html(mjml, {
      validationLevel: 'strict',
      // Liquid includes partials. MJML's own includes fail silently and could read any file.
      ignoreIncludes: true,
      // No web fonts: they would show a third party who reads the email.
      fonts: {},
    });
    return { html };
  } catch (cause) {
    const { data } = mjmlErrors.safeParse(cause);
    return { errors: data?.errors ?? [], why: errorText(cause) };
  }
}
