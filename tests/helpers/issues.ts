import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { root, sampleWeek } from './newsletter.ts';

/** The week of issues that are odd: the sample newsletter's, without its own issues. */
export const oddWeek = '2026-W40';

/** An article with a title and a paragraph. */
export const article = (id: string, more: Record<string, unknown>) => ({
  id,
  title: { fr: `Le titre ${id}`, en: `The title ${id}` },
  url: `https://example.com/${id}`,
  body: { fr: 'Un paragraphe qui suffit.', en: 'A paragraph that will do.' },
  ...more,
});

/** The text of an issue's file. */
export const oddIssue = (articles: readonly unknown[], more: Record<string, unknown> = {}): string =>
  stringify({ week: oddWeek, subject: { fr: 'Sujet', en: 'Subject' }, articles, ...more });

/** All parts that an issue can have beside its articles. */
export const allParts = {
  number: { value: { fr: '41 000', en: '41,000' }, text: { fr: 'courriels échangés', en: 'emails exchanged' } },
  event: {
    title: { fr: 'Le café des lecteurs', en: 'Coffee with our readers' },
    starts: '2026-10-09 18:30',
    place: { fr: 'Lyon', en: 'Lyon' },
    url: 'https://news.example.com/cafe',
  },
  question: { text: { fr: 'Que lisez-vous ?', en: 'What do you read?' } },
  sponsor: {
    name: 'Banque',
    url: 'https://bank.example.com',
    text: { fr: 'Ouvrez un compte.', en: 'Open an account.' },
  },
  outro: { fr: 'À bientôt.', en: 'See you soon.' },
  signature: { name: 'Camille', portrait: `./images/${sampleWeek}/bank.jpg` },
  next: { fr: 'une imprimante.', en: 'a printer.' },
};

const sentence = 'Une phrase de longueur moyenne, qui dit ce qui est arrivé cette semaine, et à qui. '.repeat(5);

/** Twelve articles with a picture and two paragraphs each. */
export const twelveArticles = Array.from({ length: 12 }, (_, i) =>
  article(`a${i}`, {
    categories: ['ai', 'tech'],
    image: { src: `./images/${sampleWeek}/bank.jpg`, alt: { fr: 'Une banque', en: 'A bank' } },
    standfirst: { fr: 'Un chapeau qui tient en une ligne.', en: 'A standfirst on one line.' },
    body: { fr: `${sentence}\n\n${sentence}`, en: `${sentence}\n\n${sentence}` },
    pull_quote: { fr: 'Une citation qui frappe.', en: 'A quotation that strikes.' },
    source: { name: 'TechCrunch', url: 'https://techcrunch.com' },
    written_by: 'ai',
  }),
);

/** Writes a newsletter in languages from right to left, Arabic and Hebrew, with every kind of part; its week is the sample's. */
export async function writeRightToLeft(folder: string): Promise<void> {
  const image = {
    src: './images/a.jpg',
    alt: 'مصرف ذو أعمدة تحت مطر من النقود.',
    credit: { author: 'كاميليا', source: 'أنسبلاش' },
  };
  const article = {
    categories: ['news'],
    image,
    standfirst: 'نقل البائع بضاعته إلى الخزنة؛ والخزنة نفسها معروضة للبيع.',
    body: [
      'مراكز البيانات جائعة، وتأكل *وهي واقفة*. لذلك تختفي الشرائح من الرفوف، ثم تعود أغلى ثمنًا.',
      '- شريحة واحدة لكل زبون؛\n- لا دفع بالرموز.',
      '1. أولًا: الصبر.',
      '> «لم يعد لدينا مكان للتفكير.»',
      'هكذا أجابنا نموذج سألناه (ثم اعتذر).',
    ].join('\n\n'),
    pull_quote: 'مراكز البيانات جائعة: تأكل وهي واقفة.',
    source: { name: 'جريدة السيليكون', url: 'https://example.com/source' },
    comments: { url: 'https://example.com/c', count: 3 },
    written_by: 'ai',
  };
  const titles = [
    ['lead', 'سوق الذاكرة: تُباع الآن بالغرام كالزعفران'],
    ['standard', 'مكنسة تكتب يومياتها: «فتات، ثم فتات».'],
    ['brief', 'روبوت البلدية تعلّم أن يتنهد'],
    ['brief', 'لوحة مفاتيح بزر «اشرح»: بلي الزر'],
    ['lead', 'رسالتا غياب تتراسلان منذ آب'],
  ];
  await mkdir(join(folder, 'issues/images'), { recursive: true });
  await mkdir(join(folder, 'locales'));
  await copyFile(join(root, `issues/images/${sampleWeek}/bank.jpg`), join(folder, 'issues/images/a.jpg'));
  for (const language of ['ar', 'he'])
    await copyFile(join(root, 'tests/edition/fixtures/ar.json'), join(folder, `locales/${language}.json`));
  const sender = { name: 'أسبوعية الذكاء', address: 'hello@example.com' };
  await writeFile(
    join(folder, 'hebdo.yaml'),
    stringify({
      name: 'أسبوعية الذكاء',
      languages: ['ar', 'he'],
      url: 'https://news.example.com',
      time_zone: 'Europe/Paris',
      from: { ar: sender, he: sender },
      list_id: 'news.example.com',
      publisher: { name: 'ناشر', address: 'شارع 1، مدينة' },
      categories: { news: 'عتاد' },
    }),
  );
  await writeFile(
    join(folder, `issues/${sampleWeek}.yaml`),
    stringify({
      week: sampleWeek,
      subject: 'الذاكرة تباع بالغرام',
      preheader: 'وأيضًا: مكنسة تكتب يومياتها.',
      intro: 'صباح الخير: أمضى محررونا الآليون الأسبوع في العدّ.',
      articles: titles.map(([layout, title], i) => ({
        id: `a${i}`,
        layout,
        title,
        url: `https://example.com/${i}`,
        ...article,
      })),
      number: { value: '٤١ ألف', text: 'رسالة: متبادلة.' },
      question: { text: 'هل تكتب المكنسة؟' },
      sponsor: { name: 'مصرف', url: 'https://example.com/s', text: 'نص: إعلان.' },
      outro: 'خاتمة.',
      signature: { name: 'كاميليا', portrait: './images/a.jpg' },
      next: 'طابعة: متعبة.',
    }),
  );
}
