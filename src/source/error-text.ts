/** The words of anything that was thrown. */
export const errorText = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
