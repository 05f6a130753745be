import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../wording/wording.ts';
import { type Checked, fileStart, type Problem } from './problem.ts';

/** The text of a file; `path` is relative to the newsletter's folder. */
export type SourceText = { path: string; text: string };

/** An issue has some tens of kilobytes. A larger file is a mistake or an attack. */
const maxFileBytes = 1024 * 1024;

/**
 * Reads a text file of the newsletter.
 * @param folder the newsletter's folder
 * @param path the file, relative to it
 * @returns the text without its byte order mark, or a problem: the file is missing, too large or not UTF-8
 */
export async function readSource(folder: string, path: string): Promise<Checked<SourceText>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT')
      return failed(path, 'file-missing', t('%{path} does not exist.', { path }), t('Check the name and folder.'));
    if (code === 'EISDIR') return failed(path, 'file-missing', t('%{path} is a folder.', { path }), 'Name a file.');
    return failed(
      path,
      'file-unreadable',
      t('%{path} cannot be read (%{code}).', { path, code: String(code) }),
      t('Check its permissions.'),
    );
  }
  if (bytes.length > maxFileBytes)
    return failed(
      path,
      'file-too-large',
      t('%{path} is larger than 1 MiB.', { path }),
      t('Move images and long texts out of it.'),
    );
  const span = invalidUtf8(bytes);
  if (span !== undefined) {
    const hint = t('Save the file as UTF-8 in your editor (often under “Save with encoding”).');
    return {
      problems: [{ ...error(path, 'encoding', t('%{path} is not encoded in UTF-8 here.', { path }), hint), span }],
    };
  }
  return { value: { path, text: bytes.toString('utf8').replace(/^\uFEFF/, '') }, problems: [] };
}

/**
 * The place of the first byte that is not UTF-8. A NUL byte, which UTF-16 and binary files contain, counts as invalid.
 * @returns undefined if all bytes are valid
 */
export function invalidUtf8(bytes: Buffer): Problem['span'] | undefined {
  if (isUtf8(bytes) && !bytes.includes(0)) return undefined;
  let start = 0;
  for (let line = 1; ; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    const part = bytes.subarray(start, end);
    if (!isUtf8(part) || part.includes(0)) {
      const column = part.toString('utf8').search(/[\uFFFD\0]/) + 1 || 1;
      return { line, column, endLine: line, endColumn: column + 1 };
    }
    if (newline === -1) return fileStart;
    start = newline + 1;
  }
}

const error = (file: string, rule: string, message: string, hint: string): Problem => ({
  rule,
  severity: 'error',
  message,
  hint,
  file,
  span: fileStart,
});

const failed = (file: string, rule: string, message: string, hint: string): Checked<never> => ({
  problems: [error(file, rule, message, hint)],
});
