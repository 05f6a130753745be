import { z } from 'zod';
import { isDateTime, mondayOf } from '../publication/send-time.ts';
import { schemaError, strictObject } from '../source/validate.ts';
import { languageTag, line, link, localized, markdownText, tagShape } from '../source/values.ts';
import { t } from '../wording/wording.ts';

const layout = z.enum(['lead', 'standard', 'brief']);

const localFile = /^(?!\/)(?![A-Za-z][A-Za-z0-9+.-]*:)[^\\\p{Cc}]+$/u;

const count = z
  .int(schemaError(t('This is not a whole number.'), t('Write the number of comments: 0, 1, 2 …')))
  .min(0, schemaError(t('There cannot be fewer than 0 comments.'), t('Write the number of comments: 0, 1, 2 …')));

const imageSource = z
  .string()
  .refine(
    src => /^https?:\/\/\S+$/.test(src) || localFile.test(src),
    schemaError(
      t('This is neither a web link nor a file of the newsletter.'),
      t('Write ./images/name.jpg or https://…'),
    ),
  )
  .describe('A file beside the issue, or an https link');

const image = strictObject({
  src: imageSource,
  alt: localized(z.string().trim()).describe('What the image shows; "" says decorative'),
  focus: z
    .tuple([z.number().min(0).max(1), z.number().min(0).max(1)])
    .optional()
    .describe('What stays in view where the image is cropped: [0.5, 0] is the middle of its upper edge'),
  generated_by: z.enum(['ai', 'ai_assisted']).optional().describe('Readers see a label, and the sent file is marked'),
  credit: strictObject({
    author: localized(line).optional(),
    author_url: link.optional(),
    source: localized(line).optional(),
    source_url: link.optional(),
  }).optional(),
});

const dateTime = z
  .string()
  .refine(isDateTime, schemaError(t('This is not a date and time.'), t('Write them like 2026-12-04 18:30.')))
  .describe("In the publication's time zone");

const article = strictObject({
  id: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,63}$/,
      schemaError(t('An id has small letters, digits and dashes.'), t('Write it like openai-830.')),
    )
    .describe('Unique in the issue; anchors and tracking use it'),
  layout: layout.optional().describe('By default lead for the first article, standard for the others'),
  title: localized(line),
  url: localized(link),
  author: localized(line).optional().describe('Who wrote it'),
  categories: z.array(z.string()).default([]),
  image: image.optional(),
  standfirst: localized(line).optional().describe('The lead quote under the title'),
  body: localized(markdownText).optional().describe('Markdown'),
  pull_quote: localized(line).optional(),
  source: strictObject({ name: localized(line), url: localized(link).optional() }).optional(),
  comments: strictObject({ url: localized(link), count: count.default(0) }).optional(),
  written_by: z.enum(['ai', 'ai_assisted', 'human']).optional().describe('ai and ai_assisted are disclosed to readers'),
});

/** `issues/<week>.yaml`, section 2 of the design. */
export const issueSchema = strictObject({
  week: z
    .string()
    .refine(
      week => mondayOf(week) !== undefined,
      schemaError(t('This is not an ISO 8601 week.'), t('Write it like 2026-W48.')),
    ),
  status: z.enum(['draft', 'ready']).default('draft').describe('Only ready issues are ever sent'),
  send_at: z
    .string()
    .optional()
    .describe("In the publication's time zone, or with an offset; followed by local, in each reader's time zone"),
  audience: strictObject({
    tags: z
      .array(
        z
          .string()
          .regex(
            tagShape,
            schemaError(t('This is not a tag.'), t('Write it in small letters, as `hebdo subscribers list` shows it.')),
          ),
      )
      .default([])
      .describe('Only subscribers with any of these tags'),
    languages: z.array(languageTag).default([]).describe('Only subscribers to one of these editions'),
  })
    .optional()
    .describe('The recipients of the issue; all subscribers by default'),
  subject: localized(line),
  preheader: localized(line).optional(),
  intro: localized(markdownText).optional().describe('Markdown'),
  articles: z
    .array(article)
    .min(1, schemaError(t('There is no article.'), t('Write at least one, with id, title and url.'))),
  number: strictObject({ value: localized(line), text: localized(line) })
    .optional()
    .describe('The number of the week: 830 billion, and what it counts'),
  question: strictObject({ text: localized(line) })
    .optional()
    .describe('A question that readers answer by email, to reply_to'),
  event: strictObject({
    title: localized(line),
    starts: dateTime,
    ends: dateTime.optional(),
    place: localized(line).optional(),
    url: localized(link).optional(),
  })
    .optional()
    .describe('An event that readers may put into their calendar'),
  sponsor: strictObject({ name: localized(line), url: localized(link), text: localized(line).optional() })
    .optional()
    .describe('An advertisement, labelled as one; it is no article'),
  outro: localized(markdownText).optional().describe('Markdown'),
  signature: strictObject({ name: localized(line), portrait: imageSource.optional() })
    .optional()
    .describe('Who signs the outro'),
  next: localized(line).optional().describe('What the next issue will bring'),
});

/** One week's file. */
export type Issue = z.output<typeof issueSchema>;
export type Article = Issue['articles'][number];
export type Layout = z.output<typeof layout>;
