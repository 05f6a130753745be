import { basename } from 'node:path';
import { imageFault, imageHeader } from '../../issue/images/decode-image.ts';
import { cropBox, type Focus, type ImageShape } from '../../issue/images/image-shapes.ts';
import { t } from '../../wording/wording.ts';
import type { EmailImage } from '../email.ts';

/** An image ready to be sent; `width` and `height` are the size in CSS pixels at which it is shown. */
export type ReadyImage = { file: EmailImage; width: number; height: number };

/** What an issue says of an image: the part that stays in view, and whether an AI made it. */
export type ImageWish = { focus?: Focus; generatedBy?: 'ai' | 'ai_assisted' };

/** Converts an image file for emails: cropped to a shape, at most as wide. @returns the image, or why it cannot be read */
export type ImageConverter = (
  path: string,
  shape: ImageShape,
  wish?: ImageWish,
) => Promise<ReadyImage | { unreadable: string }>;

/** Decodes and measures images without converting them: for `check`, which needs their sizes only. */
export const measureImages: ImageConverter = async (path, { width, ratio }, { focus } = {}) => {
  const fault = await imageFault(path);
  if (fault !== undefined)
    return { unreadable: t('%{name} cannot be read as an image: %{fault}', { name: basename(path), fault }) };
  const box = cropBox(await imageHeader(path), ratio, focus);
  const shownWidth = Math.min(width, box.width);
  const file = {
    cid: 'measured@hebdo.invalid',
    filename: 'measured.jpg',
    contentType: 'image/jpeg',
    bytes: Buffer.alloc(0),
  } as const;
  return { file, width: shownWidth, height: Math.round((box.height * shownWidth) / box.width) };
};
