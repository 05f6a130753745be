import { pathToFileURL } from 'node:url';

/** Makes the address that opens a place of a file in the text editor. */
export type EditorLink = (path: string, line: number, column: number) => string;

const bySchemeOf =
  (scheme: string): EditorLink =>
  (path, line, column) =>
    `${scheme}://file${pathToFileURL(path).pathname}:${line}:${column}`;

/** Opens a place in Visual Studio Code. */
export const vscodeLink = bySchemeOf('vscode');

/**
 * How an editor opens a place: the scheme of Visual Studio Code, or that of an editor made from it (`vscodium`, `cursor`, `zed`:
 * code.visualstudio.com/docs/configure/command-line); or a pattern with `{file}`, `{line}` and `{column}`.
 * @returns undefined for any other text
 * @example editorLink('idea://open?file={file}&line={line}')
 */
export function editorLink(text: string): EditorLink | undefined {
  if (/^[a-z][a-z0-9+-]{0,40}$/.test(text)) return bySchemeOf(text);
  // A link of the page must not run a script or open a file as a page.
  if (!/^(?!javascript:|data:|file:|vbscript:)[a-z][a-z0-9+-]{0,40}:/i.test(text) || !text.includes('{file}'))
    return undefined;
  return (path, line, column) =>
    text
      .replaceAll('{file}', encodeURIComponent(path))
      .replaceAll('{line}', String(line))
      .replaceAll('{column}', String(column));
}
