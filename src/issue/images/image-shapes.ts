import type { Layout } from '../schema.ts';

/** How an image is shown: its width in CSS pixels on a wide screen, and its width divided by its height. */
export type ImageShape = { width: number; ratio?: number };

/** The shapes of the articles' images, by layout. A file of another shape is cropped around its focus. */
export const imageShapes: Record<Layout, ImageShape> = {
  lead: { width: 640, ratio: 16 / 9 },
  standard: { width: 560, ratio: 3 / 2 },
  brief: { width: 96, ratio: 1 },
};

/** The shape of the portrait beside the signature. */
export const portraitShape: ImageShape = { width: 64, ratio: 1 };

/** The part of an image that matters, in fractions of its width and height from the top left. */
export type Focus = readonly [x: number, y: number];

/**
 * The largest part of an image that has a shape, as near as possible to the focus.
 * @returns pixels of the image
 * @example cropBox({ width: 400, height: 400 }, 2, [0.5, 0]) // { left: 0, top: 0, width: 400, height: 200 }
 */
export function cropBox(
  { width, height }: { width: number; height: number },
  ratio: number | undefined,
  [x, y]: Focus = [0.5, 0.5],
): { left: number; top: number; width: number; height: number } {
  if (ratio === undefined) return { left: 0, top: 0, width, height };
  const cropped = {
    width: Math.max(1, Math.min(width, Math.round(height * ratio))),
    height: Math.max(1, Math.min(height, Math.round(width / ratio))),
  };
  const start = (at: number, whole: number, part: number): number =>
    Math.round(Math.min(whole - part, Math.max(0, at * whole - part / 2)));
  return { left: start(x, width, cropped.width), top: start(y, height, cropped.height), ...cropped };
}
