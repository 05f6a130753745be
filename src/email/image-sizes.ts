import { imageSizeFromFile } from 'image-size/fromFile';
import type { Layout } from '../issue/schema.ts';
import type { EmailImage } from './email.ts';

/** CSS pixels an image is shown at on a wide screen, by its article's layout. Templates get it as `image.width`. */
export const shownWidth: Record<Layout, number> = { lead: 640, standard: 560, brief: 176 };

/** An image ready to be sent; `height` fits the `width` it is shown at. */
export type ReadyImage = { file: EmailImage; width: number; height: number };

/** Readies images, each once however many editions show it. */
export type ImageConverter = (path: string, width: number) => Promise<ReadyImage | { unreadable: string }>;

/** Measures images and leaves their bytes alone: for `check`, which needs an email's size and shape only. */
export const measureImages: ImageConverter = async (path, width) => {
  const size = await imageSizeFromFile(path).catch(() => undefined);
  // The rule `image-file` tells of one that cannot be read.
  const { width: own, height } = size ?? { width, height: width };
  const shown = Math.min(width, own);
  const file = {
    cid: 'measured@hebdo.invalid',
    filename: 'measured.jpg',
    contentType: 'image/jpeg',
    bytes: Buffer.alloc(0),
  } as const;
  return { file, width: shown, height: Math.round((height * shown) / own) };
};
