import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkNewsletter } from '../../../src/app/write/check.ts';
import { newsletterWith } from '../../helpers/newsletter.ts';

const now = new Date('2026-11-24T10:00:00Z');
const article = (id: string, more = ''): string =>
  `  - id: ${id}\n    title: { fr: "Titre ${id}", en: "Title ${id}" }\n    url: https://news.example.com/${id}\n${more}`;
const issue = (week: string, top: string, articles: string): string =>
  `week: ${week}\nsubject: { fr: Objet de la lettre, en: Subject of the letter }\n${top}\narticles:\n${articles}`;

/** The messages of a rule about 2026-W48. */
async function told(rule: string, files: Record<string, string | Buffer>): Promise<string[]> {
  const folder = await newsletterWith(files);
  const { problems } = await checkNewsletter(folder, ['2026-W48'], false, now);
  return problems.filter(one => one.rule === rule).map(({ message, span }) => `${span?.line}: ${message}`);
}

describe('send_at', () => {
  const at = (sendAt: string, status = 'ready', week = '2026-W48') =>
    told('send-at', { 'issues/2026-W48.yaml': issue(week, `status: ${status}\nsend_at: ${sendAt}`, article('one')) });

  it.each([
    ['2025-11-27 08:00', 'far from the week'],
    ['2026-01-27 08:00', 'far from the week'],
    ['2026-12-27 08:00', 'far from the week'],
    ['2026-11-14 08:00', 'far from the week'],
  ])('%s is told: %s', async (sendAt, words) => {
    expect(await at(sendAt)).toEqual([expect.stringMatching(`^4: .*${words}`)]);
  });

  it('without a time of day is told so', async () => {
    expect(await at('2026-11-27')).toEqual(['4: `2026-11-27` has no time of day.']);
  });

  it('that is over is told of a draft, and not of an issue that may have been sent', async () => {
    expect(await at('2026-11-23 08:00', 'draft')).toEqual(['4: `2026-11-23 08:00` is over.']);
    expect(await at('2026-11-23 08:00', 'ready')).toEqual([]);
  });

  it.each(['2026-11-27 08:00', '2026-11-27 08:00 local', '08:00 local', '2026-11-29 23:59', '2026-12-02 08:00'])(
    '%s is right',
    async sendAt => {
      expect(await at(sendAt)).toEqual([]);
    },
  );

  it('in the hour that the end of summer time repeats is told', async () => {
    const twice = (sendAt: string) =>
      told('send-at', {
        'issues/2026-W48.yaml': issue('2026-W43', `status: ready\nsend_at: ${sendAt}`, article('one')),
      });
    expect(await twice('2026-10-25 02:30')).toEqual([expect.stringContaining('occurs twice')]);
    expect(await twice('2026-10-25 02:30+01:00')).toEqual([]);
    expect(await twice('2026-10-25 03:30')).toEqual([]);
  });
});

describe('a time and an event', () => {
  it('are told if an issue near by has the same time', async () => {
    const files = (other: string) => ({
      'issues/2026-W48.yaml': issue('2026-W48', 'status: ready\nsend_at: 2026-11-27 08:00', article('one')),
      'issues/2026-W49.yaml': issue('2026-W49', `status: ready\nsend_at: "${other}"`, article('two')),
    });
    expect(await told('send-at', files('2026-11-27 08:00'))).toEqual(['4: The issue 2026-W49 has this `send_at` too.']);
    expect(await told('send-at', files('2026-12-04 08:00'))).toEqual([]);
  });

  it('are told if the event is over when the issue is sent', async () => {
    const files = (starts: string) => ({
      'issues/2026-W48.yaml': issue(
        '2026-W48',
        `status: ready\nsend_at: 2026-11-27 08:00\nevent: { title: { fr: Bal, en: Ball }, starts: ${starts} }`,
        article('one'),
      ),
    });
    expect(await told('send-at', files('2025-12-16 18:30'))).toEqual([
      '5: The event begins before the issue is sent (2026-11-27 08:00).',
    ]);
    expect(await told('send-at', files('2026-12-16 18:30'))).toEqual([]);
  });
});

describe('an article that stands twice', () => {
  it('is told if its image is a copy of that of an earlier issue, or of another article', async () => {
    const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const other = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'blue' } })
      .png()
      .toBuffer();
    const image = (src: string) => `    image: { src: ./images/${src}, alt: { fr: Un chat, en: A cat } }\n`;
    const files = {
      'issues/images/a.png': picture,
      'issues/images/copy.png': picture,
      'issues/images/again.png': picture,
      'issues/images/b.png': other,
      'issues/2026-W47.yaml': issue('2026-W47', '', article('old', image('a.png'))),
      'issues/2026-W48.yaml': issue(
        '2026-W48',
        '',
        article('new', image('copy.png')) + article('third', image('again.png')) + article('blue', image('b.png')),
      ),
    };
    expect(await told('repeated-article', files)).toEqual([
      '12: `third` has the same image as `new`.',
      '8: The issue 2026-W47 had this image already.',
      '12: The issue 2026-W47 had this image already.',
    ]);
  });

  it('is told, by its link or title', async () => {
    const same = `  - id: two\n    title: { fr: "Autre", en: "Other" }\n    url: https://news.example.com/one?from=x#top\n`;
    expect(
      await told('repeated-article', { 'issues/2026-W48.yaml': issue('2026-W48', '', article('one') + same) }),
    ).toEqual(['10: `two` is the same article as `one`.']);
  });

  it('is told if another article of the issue has its image', async () => {
    const image = (name: string) =>
      `    image: { src: "https://img.example.com/${name}.jpg", alt: { fr: Un chat, en: A cat } }\n`;
    const articles = article('one', image('a')) + article('two', image('b')) + article('three', image('a'));
    expect(await told('repeated-article', { 'issues/2026-W48.yaml': issue('2026-W48', '', articles) })).toEqual([
      '16: `three` has the same image as `one`.',
    ]);
  });

  it('is told if an earlier issue had its link or image', async () => {
    const image = '    image: { src: "https://img.example.com/a.jpg", alt: { fr: Un chat, en: A cat } }\n';
    const files = {
      'issues/2026-W47.yaml': issue('2026-W47', '', article('one') + article('other', image)),
      'issues/2026-W48.yaml': issue('2026-W48', '', article('one') + article('new', image)),
    };
    expect(await told('repeated-article', files)).toEqual([
      '7: The issue 2026-W47 had this link already.',
      '11: The issue 2026-W47 had this image already.',
    ]);
  });

  it('is told if an earlier issue had its title', async () => {
    const titled = (id: string) =>
      `  - id: ${id}\n    title: { fr: "Un café quantique, chaud et froid", en: "A quantum coffee, hot and cold" }\n    url: https://news.example.com/${id}\n`;
    const files = {
      'issues/2026-W47.yaml': issue('2026-W47', '', titled('one')),
      'issues/2026-W48.yaml': issue('2026-W48', '', titled('two')),
    };
    expect(await told('repeated-article', files)).toEqual([
      expect.stringContaining('The issue 2026-W47 had this title already.'),
    ]);
  });

  it('is not seen in links that only begin alike, in the front page, or in later issues', async () => {
    const front = '  - id: front\n    title: { fr: Le site, en: The site }\n    url: https://news.example.com/\n';
    const files = {
      'issues/2026-W46.yaml': issue('2026-W46', '', `${article('one-more')}${article('one/two')}${front}`),
      'issues/2026-W48.yaml': issue('2026-W48', '', article('one') + front),
      'issues/2026-W49.yaml': issue('2026-W49', '', article('one')),
    };
    expect(await told('repeated-article', files)).toEqual([]);
  });
});

describe('a copyright notice', () => {
  it('of an earlier year is told', async () => {
    const year = (text: string) =>
      told('old-year', { 'issues/2026-W48.yaml': `${issue('2026-W48', '', article('one'))}outro: "${text}"\n` });
    expect(await year('© 2025 Example')).toEqual([expect.stringContaining('2025')]);
    expect(await year('© 2020–2025 Example')).toHaveLength(1);
    for (const right of ['© 2026 Example', '© 2020–2026 Example', 'In 2025 all was better', '© Example'])
      expect(await year(right)).toEqual([]);
  });
});

describe('a date of these days with the year before', () => {
  const dates = (fr: string, en: string) =>
    told('old-year', {
      'issues/2026-W48.yaml': `${issue('2026-W48', '', article('one'))}outro: { fr: "${fr}", en: "${en}" }\n`,
    });
  it('is told in each language', async () => {
    expect(await dates('Le salon ouvre le 27 novembre 2025.', 'The fair opens on 27 November 2025.')).toHaveLength(2);
    expect(await dates('Rendez-vous le 04/12/2025.', 'See you on December 4, 2025.')).toHaveLength(2);
    expect(await dates('Écrivez avant le 31 décembre 2025.', 'Write before 31 December 2025.')).toHaveLength(2);
  });

  it.each([
    ['Il y a un an, le 27 novembre 2025, il neigeait.', 'A year ago, on 27 November 2025, it snowed.'],
    ['Le 31 décembre 2025, il a plu.', 'On 31 December 2025 it rained.'],
    ['Le 3 mars 2025, il a plu.', 'On 3 March 2025 it rained.'],
    ['Le salon ouvre le 27 novembre 2026.', 'The fair opens on 27 November 2026.'],
    ['En novembre 2025, tout allait bien.', 'In November 2025 all was well.'],
  ])('is not told of %j', async (fr, en) => {
    expect(await dates(fr, en)).toEqual([]);
  });
});

describe('an article without a title in one language', () => {
  it('is told if its other texts are written', async () => {
    const body = '    body: { fr: "Un texte.", en: "A text." }\n';
    const half = `  - id: half\n    title: { fr: "Titre seul" }\n    url: https://news.example.com/half\n${body}`;
    const skip = { 'issues/2026-W48.yaml': issue('2026-W48', '', article('one') + half) };
    expect(await told('missing-translation', skip)).toEqual([expect.stringContaining('leaves out the article')]);
    const french = half.replace('en: "A text."', '').replace('",  }', '" }');
    expect(
      await told('missing-translation', { 'issues/2026-W48.yaml': issue('2026-W48', '', article('one') + french) }),
    ).toEqual([]);
  });
});

describe('an image', () => {
  const withImage = (src: string) =>
    article('one', `    image: { src: ./images/${src}, alt: { fr: Un chat, en: A cat } }\n`);

  it('that is missing names the nearest file', async () => {
    const png = await sharp({ create: { width: 1_300, height: 700, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const folder = await newsletterWith({ 'issues/2026-W48.yaml': issue('2026-W48', '', withImage('bank-nigth.png')) });
    await mkdir(join(folder, 'issues/images'), { recursive: true });
    await writeFile(join(folder, 'issues/images/bank-night.png'), png);
    const { problems } = await checkNewsletter(folder, ['2026-W48'], false, now);
    expect(problems.find(({ rule }) => rule === 'image-file')?.hint).toBe('Did you mean `bank-night.png`?');
  });

  it('is measured as it will be shown: turned as its camera says', async () => {
    const tall = await sharp({ create: { width: 1_300, height: 500, channels: 3, background: 'red' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const files = { 'issues/2026-W48.yaml': issue('2026-W48', '', withImage('a.jpg')), 'issues/images/a.jpg': tall };
    expect(await told('image-size', files)).toEqual([expect.stringContaining('500')]);
  });
});
