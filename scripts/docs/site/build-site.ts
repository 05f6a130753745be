import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentOf } from './frame.ts';
import { inOtherLanguage, maps, readPages } from './pages.ts';
import { type Rendered, render } from './render.ts';
import { sidebarOf } from './sidebar.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Writes the documentation as a static site.
 * @param out the folder; what it held is deleted
 * @returns the number of pages
 * @throws if a link leads nowhere
 */
export async function buildSite(out: string): Promise<number> {
  const pages = await readPages(root);
  const addresses = new Map(pages.map(({ source, address }) => [source, address]));
  const rendered = new Map(pages.map(page => [page.source, render(page, addresses)]));
  refuseBroken(pages.map(({ source, address }) => [source, address, rendered.get(source)]));
  const sidebarIn = (language: 'en' | 'fr') =>
    sidebarOf(pages.find(({ source }) => source === maps[language])?.text ?? '', maps[language]);
  const sidebars = { en: sidebarIn('en'), fr: sidebarIn('fr') };
  await rm(out, { recursive: true, force: true });
  for (const page of pages) {
    const content = rendered.get(page.source);
    if (content === undefined) continue;
    const file = join(out, page.address);
    await mkdir(dirname(file), { recursive: true });
    const frame = { page, parts: sidebars[page.language], addresses, other: inOtherLanguage(page) };
    await writeFile(file, documentOf(content, frame));
  }
  await cp(join(root, 'docs/images'), join(out, 'images'), { recursive: true });
  await cp(fileURLToPath(new URL('style.css', import.meta.url)), join(out, 'style.css'));
  return pages.length;
}

function refuseBroken(
  pages: readonly (readonly [source: string, address: string, content: Rendered | undefined])[],
): void {
  const targets = new Set(
    pages.flatMap(([, address, content]) => [
      address,
      ...(content?.anchors ?? []).map(anchor => `${address}#${anchor}`),
    ]),
  );
  const broken = pages.flatMap(([source, , content]) =>
    (content?.links ?? [])
      .filter(link => !targets.has(decodeURI(link)) && !link.startsWith('images/'))
      .map(link => `${source}: ${link}`),
  );
  if (broken.length > 0) throw new Error(`links that lead nowhere:\n${broken.join('\n')}`);
}
