/** A header field's value, without its comments. @param head unfolded */
export function fieldIn(head: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim();
}

/** Joins folded lines. */
export const unfold = (text: string): string => text.replace(/\r\n/g, '\n').replace(/\n[ \t]+/g, ' ');

/** The part before the first empty line. */
export const headOf = (text: string): string => /^[\s\S]*?(?=\r?\n\r?\n|$(?![\s\S]))/.exec(text)?.[0] ?? text;
