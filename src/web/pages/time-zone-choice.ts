import { rawTimeZones } from '@vvo/tzdb';
import { html, raw } from 'hono/html';
import type { Html, PageContext } from './layout.ts';

/** A time zone to choose: all its names, its name in the page's language, and its HTML option. */
type Choice = { names: readonly string[]; where: string; option: string };

/** Cached by language, since making them takes longer than the rest of a page. */
const choices = new Map<string, readonly Choice[]>();

/** All time zones by country in alphabetical order, with a city if a country has several. */
function choicesIn(language: string): readonly Choice[] {
  const cached = choices.get(language);
  if (cached !== undefined) return cached;
  const countries = new Intl.DisplayNames([language], { type: 'region' });
  const { compare } = new Intl.Collator(language);
  const zoneChoices = [...Map.groupBy(rawTimeZones, ({ countryCode }) => countryCode)]
    .flatMap(([code, zones]) =>
      zones.map(({ name, group, countryName, mainCities: [city = name] }) => {
        const country = countries.of(code) ?? countryName;
        const where = zones.length === 1 ? country : `${country} (${city})`;
        return { names: [name, ...group], where, option: String(html`<option value="${name}">${where}</option>`) };
      }),
    )
    .sort((a, b) => compare(a.where, b.where));
  choices.set(language, zoneChoices);
  return zoneChoices;
}

const optionChosen = (timeZone: string, where: string): string =>
  String(html`<option value="${timeZone}" selected>${where}</option>`);

/** The choice of a time zone, for issues that are sent at the reader's local time. The first option is the newsletter's. */
export function timeZoneChoice({ locale }: PageContext, chosen: string | undefined): Html {
  const t = (key: string): string => locale.t(`pages.preferences.${key}`);
  const zones = choicesIn(locale.language);
  const at = chosen === undefined ? -1 : zones.findIndex(({ names }) => names.includes(chosen));
  const options = zones.map(({ option, where }, i) =>
    i === at && chosen !== undefined ? optionChosen(chosen, where) : option,
  );
  // An imported time zone may belong to no country.
  const other = chosen === undefined || at !== -1 ? '' : optionChosen(chosen, chosen);
  return html`<label for="time-zone">${t('time_zone')}</label>
<p class="hint" id="time-zone-hint">${t('time_zone_hint')}</p>
<select id="time-zone" name="time_zone" aria-describedby="time-zone-hint"><option value="">${t('time_zone_usual')}</option>${raw(other + options.join(''))}</select>`;
}
