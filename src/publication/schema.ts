import { z } from 'zod';
import { schemaError, strictObject } from '../source/validate.ts';
import { isTimeZone, languageTag, line, link, localized } from '../source/values.ts';
import { t } from '../wording/wording.ts';
import { declaredFieldsSchema } from './declared-fields.ts';

/** An address of the publication: ASCII characters only. Subscribers' addresses may contain other characters. */
/** The address of a sender, as hebdo.yaml may have it. */
export const senderAddress = z
  .string()
  .regex(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
    schemaError(t('This is not an email address.'), t('Write it as name@example.com.')),
  );

const unitSeconds = { m: 60, h: 3_600, d: 86_400 };

/** A duration such as `36h`, `90m` or `7d`, read as seconds. */
const duration = z
  .string()
  .regex(/^\d{1,5}[mhd]$/, schemaError(t('This is not a span of time.'), t('Write it as 90m, 36h or 7d.')))
  .transform(text => Number(text.slice(0, -1)) * unitSeconds[z.enum(['m', 'h', 'd']).parse(text.at(-1))]);

const timeZone = z
  .string()
  .refine(
    isTimeZone,
    schemaError(t('This time zone is not known.'), t('Use a name of the IANA list, such as Europe/Paris.')),
  );

const colour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, schemaError(t('This is not a colour.'), t('Write six hex digits in quotes: "#b3261e".')));

/** The source of a logo: a web address, or a file of the newsletter. */
const imageSource = z
  .string()
  .refine(
    src => /^https?:\/\//.test(src) || (/^[^:\\]+$/.test(src) && !src.startsWith('/')),
    schemaError(
      t('This is neither a web link nor a file of the newsletter.'),
      t('Write ./images/name.jpg or https://…'),
    ),
  );

/** The domain of subscribers' addresses, or `*` for all other domains. */
const recipientDomain = z
  .string()
  .regex(
    /^(\*|[a-z0-9-]+(\.[a-z0-9-]+)+)$/,
    schemaError(
      t('This is not a domain.'),
      t('Write it in small letters, as gmail.com, or "*" for all other domains.'),
    ),
  );

/** `hebdo.yaml`, section 2 of the design. */
export const publicationSchema = strictObject({
  name: localized(line).describe('The name readers see'),
  languages: z
    .array(languageTag)
    .min(1, schemaError(t('There is no language.'), t('Name at least one: [fr, en].')))
    .refine(
      tags => new Set(tags).size === tags.length,
      schemaError(t('A language stands here twice.'), t('Keep one of them.')),
    )
    .describe('BCP 47 tags; the first is the default'),
  url: link
    .transform(url => url.replace(/(?<!\/)\/+$/, ''))
    .describe('Where the sign-up, preference and archive pages live'),
  time_zone: timeZone.describe('An IANA name'),
  from: z
    .record(languageTag, strictObject({ name: line, address: senderAddress }))
    .describe('The sender, per language'),
  reply_to: senderAddress.optional(),
  list_id: z
    .string()
    .regex(
      /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
      schemaError(t('This is not a list id.'), t('Write it like a domain: hebdo.example.com.')),
    )
    .describe('RFC 2919'),
  publisher: strictObject({ name: localized(line), address: localized(line) }).describe('Shown in every footer'),
  missing_translation: z
    .enum(['skip', 'fallback', 'error'])
    .default('skip')
    .describe('What to do with a text that has no translation'),
  ai_disclosure: strictObject({ url: localized(link) }).optional(),
  categories: z
    .record(
      z
        .string()
        .regex(
          /^[a-z0-9][a-z0-9_-]*$/,
          schemaError(t('A category key has small letters, digits and dashes.'), t('Rename it.')),
        ),
      localized(line),
    )
    .default({})
    .describe('Keys used by articles, named per language'),
  fields: declaredFieldsSchema.default({}).describe('Fields of subscribers that texts may name: {city|your city}'),
  theme: strictObject({
    accent: colour.default('#b3261e'),
    second: colour.optional().describe('Of the contents and headings; by default the accent colour'),
    accent_dark: colour.optional().describe('The accent colour in dark mode; by default a readable shade of it'),
    fonts: z.enum(['serif', 'sans', 'book', 'modern']).default('serif').describe('A pair of fonts that systems have'),
    logo: strictObject({
      src: imageSource,
      alt: localized(z.string()),
      width: z.number().int().min(16).max(600).default(160),
    }).optional(),
  }).prefault({}),
  template: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]*$/,
      schemaError(t('A template is named by its folder.'), t('Write its name only: weekly.')),
    )
    .default('weekly')
    .describe('A folder in templates/'),
  images: z.enum(['embed', 'hosted']).default('embed').describe('By Content-ID, or linked under url'),
  rules_for_ready: z
    .enum(['no-errors', 'no-warnings'])
    .default('no-errors')
    .describe('Whether an issue is sent while check finds warnings'),
  test_readers: z
    .record(
      z
        .string()
        .regex(
          /^[a-z0-9][a-z0-9_-]{0,40}$/,
          schemaError(t('The name of a group has small letters, digits and dashes.'), t('Rename it.')),
        ),
      z
        .array(senderAddress)
        .min(1, schemaError(t('The group has no address.'), t('Write at least one, or remove the group.')))
        .max(50, schemaError(t('The group has more than 50 addresses.'), t('Make two groups of it.'))),
    )
    .default({})
    .describe('Groups of addresses for test copies: hebdo send ISSUE --to GROUP'),
  rules: z
    .record(z.string(), z.enum(['off', 'warning', 'error']))
    .default({})
    .describe('The severity of each rule of check: off, warning or error'),
  sending: strictObject({
    connections: z.number().int().min(1).max(100).optional().describe('SMTP connections at the same time'),
    rate: z.number().positive().max(100_000).optional().describe('At most this many messages per second, sent evenly'),
    domains: z
      .record(
        recipientDomain,
        strictObject({
          rate: z.number().positive().max(100_000).optional().describe('Messages per second'),
          connections: z.number().int().min(1).max(100).optional().describe('Messages in transfer at the same time'),
        }),
      )
      .default({})
      .describe('Limits by recipient domain; "*" is for each other domain'),
    give_up_after: duration
      .default(5 * unitSeconds.d)
      .describe('How long a deferred delivery is retried after its first attempt: 5d'),
    warm_up: strictObject({
      start: z.iso.date(schemaError(t('This is not a date.'), t('Write it as 2026-11-30.'))).describe('The first day'),
      per_day: z.array(z.number().int().positive()).min(1).describe('Messages on the first day, the second, …'),
    })
      .optional()
      .describe('For a new sending domain: messages per day, until the list ends'),
  }).prefault({}),
  approvals: z
    .number()
    .int()
    .min(0)
    .max(20)
    .default(0)
    .describe('How many people must run `hebdo approve` before an issue is sent'),
  count_clicks: z.boolean().default(false).describe('Count clicks per link, not per person'),
  bounces: strictObject({
    soft: z.number().int().min(1).max(100).default(5).describe('This many bounced issues suppress an address …'),
    within: duration.default(60 * unitSeconds.d).describe('… in this time'),
  })
    .prefault({})
    .describe('When an address is suppressed whose mailbox is full or whose server does not answer'),
  sign_up: strictObject({
    sites: z
      .array(link.transform(site => new URL(site).origin))
      .default([])
      .describe('Other sites, as https://www.example.com, that may contain the sign-up form'),
  }).prefault({}),
  schedule: strictObject({ max_lateness: duration.default(36 * unitSeconds.h) }).prefault({}),
});

/** The newsletter as a whole. `url` has no slash at its end; `schedule.max_lateness` and `bounces.within` are in seconds. */
export type Publication = z.output<typeof publicationSchema>;
