import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Sharp } from 'sharp';
import { faultText, imageHeader, openImage } from '../../issue/images/decode-image.ts';
import { cropBox, type ImageShape } from '../../issue/images/image-shapes.ts';
import { provenanceOf, xmpOf } from '../../issue/images/provenance.ts';
import { t } from '../../wording/wording.ts';
import type { ImageConverter, ImageWish } from './image-sizes.ts';
import { transparencyOf } from './transparency.ts';

/** Images are resized to at most this many pixels per CSS pixel, for screens of double density. */
const maxPixelDensity = 2;

/**
 * Makes a converter of image files. It reduces images to twice their width in the email, and converts formats that mail
 * programs do not show (WebP, AVIF, SVG, HEIC) to JPEG, or to PNG if there is transparency. Credit, copyright and the mark of an AI stay
 * in the file; the place and the camera do not. Each file is converted once.
 * @param domain the right side of the Content-IDs
 */
export function imageConverter(domain: string): ImageConverter {
  const converted = new Map<string, ReturnType<ImageConverter>>();
  return (path, shape, wish = {}) => {
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    const key = [shape.width, shape.ratio, wish.focus, wish.generatedBy, path, written].join(' ');
    const image = converted.get(key) ?? convert(path, { shape, wish, domain });
    converted.set(key, image);
    return image;
  };
}

async function convert(
  path: string,
  { shape: { width, ratio }, wish, domain }: { shape: ImageShape; wish: ImageWish; domain: string },
): ReturnType<ImageConverter> {
  try {
    const { format, hasAlpha, ...size } = await imageHeader(path);
    const animated = format === 'gif';
    // The frames of an animation stay as they are.
    const box = cropBox(size, animated ? undefined : ratio, wish.focus);
    const oriented = (await openImage(path, { animated })).autoOrient();
    const resized = (animated ? oriented : oriented.extract(box)).resize({
      width: width * maxPixelDensity,
      withoutEnlargement: true,
    });
    const { encoded, type } = encode(resized, animated ? 'gif' : hasAlpha ? 'png' : 'jpeg');
    const known = await provenanceOf(path);
    const xmp = xmpOf({ ...known, generatedBy: wish.generatedBy ?? known.generatedBy });
    const { data, info } = await (xmp === undefined ? encoded : encoded.withXmp(xmp)).toBuffer({
      resolveWithObject: true,
    });
    const hash = createHash('sha256').update(data).digest('hex').slice(0, 16);
    const shownWidth = Math.min(width, info.width);
    return {
      file: {
        cid: `${hash}@${domain}`,
        filename: `${hash}.${type === 'jpeg' ? 'jpg' : type}`,
        contentType: `image/${type}`,
        bytes: data,
      },
      width: shownWidth,
      height: Math.round(((info.pageHeight ?? info.height) * shownWidth) / info.width),
      ...(await transparencyOf(path)),
    };
  } catch (cause) {
    return {
      unreadable: t('%{name} cannot be read as an image: %{fault}', { name: basename(path), fault: faultText(cause) }),
    };
  }
}

function encode(image: Sharp, type: 'jpeg' | 'png' | 'gif') {
  if (type === 'png') return { encoded: image.png({ palette: true, quality: 90 }), type } as const;
  if (type === 'gif') return { encoded: image.gif(), type } as const;
  return { encoded: image.flatten({ background: '#ffffff' }).jpeg({ quality: 78, mozjpeg: true }), type } as const;
}
