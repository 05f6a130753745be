/** The version of all outputs in JSON: outputs.ts says when it changes. */
export const outputVersion = 1;
