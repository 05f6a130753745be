import type { Layout } from '../schema.ts';

/** The width in CSS pixels at which an image is shown on a wide screen, by its article's layout. */
export const imageWidths: Record<Layout, number> = { lead: 640, standard: 560, brief: 176 };
