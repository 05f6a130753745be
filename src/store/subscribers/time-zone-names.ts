import { isTimeZone } from '../../source/values.ts';

/**
 * Names that are no cities and mean one time zone: those of Rails (ActiveSupport::TimeZone) and of Windows (CLDR, windowsZones.xml) for
 * Europe and North America, which programs write into exports.
 */
const zones: Readonly<Record<string, string>> = {
  'eastern time': 'America/New_York',
  'eastern standard time': 'America/New_York',
  'central time': 'America/Chicago',
  'central standard time': 'America/Chicago',
  'mountain time': 'America/Denver',
  'mountain standard time': 'America/Denver',
  'pacific time': 'America/Los_Angeles',
  'pacific standard time': 'America/Los_Angeles',
  alaska: 'America/Anchorage',
  'alaskan standard time': 'America/Anchorage',
  hawaii: 'Pacific/Honolulu',
  'hawaiian standard time': 'Pacific/Honolulu',
  'atlantic time': 'America/Halifax',
  'atlantic standard time': 'America/Halifax',
  newfoundland: 'America/St_Johns',
  'newfoundland standard time': 'America/St_Johns',
  'gmt standard time': 'Europe/London',
  'romance standard time': 'Europe/Paris',
  'w. europe standard time': 'Europe/Berlin',
  'central europe standard time': 'Europe/Budapest',
  'central european standard time': 'Europe/Warsaw',
  'gtb standard time': 'Europe/Bucharest',
  'fle standard time': 'Europe/Kiev',
};

let known: Map<string, string> | undefined;

/** The time zones by their name in lower case, and by the city in it: `new york`. No two zones have the same city. */
function knownZones(): Map<string, string> {
  known ??= new Map(
    Intl.supportedValuesOf('timeZone').flatMap(zone => {
      const name = zone.toLowerCase();
      const city = name.slice(name.lastIndexOf('/') + 1).replaceAll('_', ' ');
      return [name, city].map(key => [key, zone] as const);
    }),
  );
  return known;
}

/** No name of a time zone is longer. */
const maxNameChars = 80;

/**
 * The time zone that a text names: an IANA name, also as HubSpot writes it; a name of Rails or Windows, with or without its offset; a city.
 * An offset alone names none, since it does not say when summer time begins.
 * @returns an IANA name, or undefined
 * @example timeZoneNamed('(GMT-05:00) Eastern Time (US & Canada)') // 'America/New_York'
 * @example timeZoneNamed('europe_slash_paris') // 'Europe/Paris'
 */
export function timeZoneNamed(text: string): string | undefined {
  if (text.length > maxNameChars) return undefined;
  const withoutOffset = text.trim().replace(/^\((?:GMT|UTC)[^)]{0,8}\) ?/i, '');
  const [name = ''] = withoutOffset.split(' (');
  const plain = name.toLowerCase();
  const iana = plain.replaceAll('_slash_', '/').replaceAll(' ', '_');
  const found = knownZones().get(iana) ?? knownZones().get(plain.replaceAll('_', ' '));
  if (found !== undefined) return found;
  if (Object.hasOwn(zones, plain)) return zones[plain];
  // Former names, such as `US/Eastern`, are not listed and are understood.
  return isTimeZone(name) ? name : undefined;
}
