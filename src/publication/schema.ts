import { z } from 'zod';
import { object, say } from '../source/schema.ts';
import { isTimeZone, languageTag, line, link, localized } from '../source/values.ts';

/** An email address of ASCII characters, as a publication's own addresses are. Reader addresses may be wider. */
const ownAddress = z
  .string()
  .regex(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
    say('This is not an email address.', 'Write it as name@example.com.'),
  );

const unit = { m: 60, h: 3600, d: 86_400 };

/** `36h`, `90m` or `7d`, as seconds. */
const duration = z
  .string()
  .regex(/^\d{1,5}[mhd]$/, say('This is not a span of time.', 'Write it as 90m, 36h or 7d.'))
  .transform(text => Number(text.slice(0, -1)) * unit[z.enum(['m', 'h', 'd']).parse(text.at(-1))]);

const timeZone = z
  .string()
  .refine(isTimeZone, say('This time zone is not known.', 'Use a name of the IANA list, such as Europe/Paris.'));

/** A logo is a web address, or a file of the newsletter. */
const imageSource = z
  .string()
  .refine(
    src => /^https?:\/\//.test(src) || (/^[^:\\]+$/.test(src) && !src.startsWith('/')),
    say('This is neither a web link nor a file of the newsletter.', 'Write ./images/name.jpg or https://…'),
  );

/** What stands behind the @ of readers, or `*`. */
const recipientDomain = z
  .string()
  .regex(
    /^(\*|[a-z0-9-]+(\.[a-z0-9-]+)+)$/,
    say('This is not a domain.', 'Write it in small letters, as gmail.com, or "*" for all that are not named.'),
  );

/** `hebdo.yaml`, section 2 of the design. */
export const publicationSchema = object({
  name: localized(line).describe('The name readers see'),
  languages: z
    .array(languageTag)
    .min(1, say('There is no language.', 'Name at least one: [fr, en].'))
    .refine(tags => new Set(tags).size === tags.length, say('A language stands here twice.', 'Keep one of them.'))
    .describe('BCP 47 tags; the first is the default'),
  url: link.transform(url => url.replace(/\/+$/, '')).describe('Where the sign-up, preference and archive pages live'),
  time_zone: timeZone.describe('An IANA name'),
  from: z.record(languageTag, object({ name: line, address: ownAddress })).describe('The sender, per language'),
  reply_to: ownAddress.optional(),
  list_id: z
    .string()
    .regex(
      /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
      say('This is not a list id.', 'Write it like a domain: hebdo.example.com.'),
    )
    .describe('RFC 2919'),
  publisher: object({ name: localized(line), address: localized(line) }).describe('Shown in every footer'),
  missing_translation: z
    .enum(['skip', 'fallback', 'error'])
    .default('skip')
    .describe("What to do with what lacks an edition's language"),
  ai_disclosure: object({ url: localized(link) }).optional(),
  categories: z
    .record(
      z
        .string()
        .regex(/^[a-z0-9][a-z0-9_-]*$/, say('A category key has small letters, digits and dashes.', 'Rename it.')),
      localized(line),
    )
    .default({})
    .describe('Keys used by articles, named per language'),
  theme: object({
    accent: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, say('This is not a colour.', 'Write six hex digits in quotes: "#b3261e".'))
      .default('#b3261e'),
    logo: object({
      src: imageSource,
      alt: localized(z.string()),
      width: z.number().int().min(16).max(600).default(160),
    }).optional(),
  }).prefault({}),
  template: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, say('A template is named by its folder.', 'Write its name only: weekly.'))
    .default('weekly')
    .describe('A folder in templates/'),
  images: z.enum(['embed', 'hosted']).default('embed').describe('By Content-ID, or linked under url'),
  rules: z
    .record(z.string(), z.enum(['off', 'warning', 'error']))
    .default({})
    .describe('How bad each rule of check is here: off, warning or error'),
  sending: object({
    connections: z.number().int().min(1).max(100).optional().describe('SMTP connections at once'),
    rate: z.number().positive().max(100_000).optional().describe('Messages a second, at most, sent evenly'),
    domains: z
      .record(
        recipientDomain,
        object({
          rate: z.number().positive().max(100_000).optional().describe('Messages a second'),
          connections: z.number().int().min(1).max(100).optional().describe('Messages under way at once'),
        }),
      )
      .default({})
      .describe('Limits by recipient domain; "*" is for each that is not named'),
    give_up_after: duration
      .default(432_000)
      .describe('A delivery that servers put off is given up so long after its first attempt: 5d'),
    warm_up: object({
      start: z.iso.date(say('This is not a date.', 'Write it as 2026-11-30.')).describe('The first day'),
      per_day: z.array(z.number().int().positive()).min(1).describe('Messages on the first day, the second, …'),
    })
      .optional()
      .describe('For a new sending domain: so many messages a day, until the list ends'),
  }).prefault({}),
  approvals: z
    .number()
    .int()
    .min(0)
    .max(20)
    .default(0)
    .describe('How many have to say `hebdo approve` before an issue is sent'),
  count_clicks: z.boolean().default(false).describe('Count how often each link is followed, without telling by whom'),
  bounces: object({
    soft: z.number().int().min(1).max(100).default(5).describe('So many issues that came back suppress an address …'),
    within: duration.default(5_184_000).describe('… in this time'),
  })
    .prefault({})
    .describe('When an address is given up whose mailbox is full or whose server is away'),
  sign_up: object({
    sites: z
      .array(link.transform(site => new URL(site).origin))
      .default([])
      .describe('Other sites, as https://www.example.com, that may hold the sign-up form'),
  }).prefault({}),
  schedule: object({ max_lateness: duration.default(129_600) }).prefault({}),
});

/** The newsletter as a whole. `url` has no slash at its end; `schedule.max_lateness` and `bounces.within` are in seconds. */
export type Publication = z.output<typeof publicationSchema>;
