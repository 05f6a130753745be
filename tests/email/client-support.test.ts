import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../src/app/write/check.ts';
import { edit, root, sampleNewsletter, sampleWeek } from '../helpers/newsletter.ts';

/** What client-support says of the weekly template with some HTML in its footer. */
async function saidOf(html: string): Promise<string[]> {
  const folder = await sampleNewsletter();
  await edit(folder, 'hebdo.yaml', 'template: weekly', 'template: mine');
  await mkdir(join(folder, 'templates'));
  await cp(join(root, 'templates/weekly'), join(folder, 'templates/mine'), { recursive: true });
  await edit(folder, 'templates/mine/footer.mjml', '<p>{% unless web %}', `${html}<p>{% unless web %}`);
  const { problems } = await checkNewsletter(folder, [sampleWeek], false, new Date('2026-11-24T10:00:00Z'));
  return problems.filter(({ rule }) => rule === 'client-support').map(({ message }) => message);
}

describe('client-support', () => {
  it.each([
    ['a padded paragraph', '<p style="padding-top: 16px">x</p>', /`padding` on <p>: outlook\.windows/],
    ['a padded list', '<ul style="padding: 0 0 0 22px"><li>x</li></ul>', /`padding` on <ul>: outlook\.windows/],
    [
      'a padded link and span',
      '<p><a href="https://a.example" style="padding:12px">x</a><span style="padding:1px">y</span></p>',
      /`padding` on <a>, <span>: outlook\.windows/,
    ],
    [
      'a picture behind a cell',
      '<table role="presentation"><tr><td style="background: url(https://a.example/a.png)">x</td></tr></table>',
      /`background` on <td>: outlook\.windows/,
    ],
    ['a grid', '<div style="display: grid">x</div>', /grid.*outlook/],
  ])('names the programs that ignore %s', async (_, html, message) => {
    expect((await saidOf(html)).join('\n')).toMatch(message);
  });

  it('is silent about padded cells, padding of nothing, margins and plain backgrounds', async () => {
    const html =
      '<p style="margin: 16px 0 0; padding: 0 0px">x</p><table role="presentation"><tr><td style="padding: 12px; background: #ffffff">x</td></tr></table>';
    expect(await saidOf(html)).toEqual([]);
  });
});
