/**
 * Makes anchors of headings as GitHub does: small letters, without punctuation, spaces as dashes, `-1` after the second of a kind.
 * @example slugger()('hebdo.yaml') // 'hebdoyaml'
 */
export function slugger(): (heading: string) => string {
  const seen = new Map<string, number>();
  return heading => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  };
}
