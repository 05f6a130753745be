// In a file of its own: `check` needs it, and no database.
/** How long a change of address can be undone from the address before. */
export const undoLifeMs = 7 * 86_400_000;
