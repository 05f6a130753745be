import type { Path } from '../../source/yaml/parse-yaml.ts';
import type { Issue } from '../schema.ts';

/** The image files of an issue, each with its path in the file: those of the articles, and the portrait. Images on the web are left out. */
export const imageFilesOf = ({ articles, signature }: Issue): { path: Path; src: string }[] =>
  [
    ...articles.map(({ image }, i) => ({ path: ['articles', i, 'image', 'src'], src: image?.src })),
    { path: ['signature', 'portrait'], src: signature?.portrait },
  ].flatMap(({ path, src }) => (src === undefined || /^https?:/.test(src) ? [] : [{ path, src }]));
