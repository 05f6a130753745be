import { existsSync } from 'node:fs';
import mjmlPackage from 'mjml/package.json' with { type: 'json' };
import { z } from 'zod';
import { errorText } from '../source/error-text.ts';

/** An error about a tag. `line` is that of its MJML. */
export type MjmlError = { message: string; tagName: string; line?: number };

/** MJML bundled in one file, which loads four times as fast; the published package has no other. npm writes it after an install. */
const bundle = new URL('../../vendor/mjml.js', import.meta.url);
const load = (): Promise<{ default: typeof import('mjml') }> =>
  existsSync(bundle) ? import(bundle.href) : import('mjml');

/** The version of MJML, which is part of the cache's key. */
export const mjmlVersion: string = mjmlPackage.version;

const mjmlErrors = z.object({
  errors: z.array(z.object({ message: z.string(), tagName: z.string(), line: z.number().optional() })),
});

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
