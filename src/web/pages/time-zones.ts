import { rawTimeZones } from '@vvo/tzdb';
import { html, raw } from 'hono/html';
import type { Html, PageContext } from './layout.ts';

/** A time zone to choose: all its names, and the option of it. */
type Choice = { names: readonly string[]; where: string; option: string };

/** Made once a language: that takes longer than the rest of a page. */
const choices = new Map<string, readonly Choice[]>();

/** Every time zone by its country, in the order of a language's alphabet; with a city where a country has several. */
function choicesIn(language: string): readonly Choice[] {
  const known = choices.get(language);
  if (known !== undefined) return known;
  const countries = new Intl.DisplayNames([language], { type: 'region' });
  const { compare } = new Intl.Collator(language);
  const made = [...Map.groupBy(rawTimeZones, ({ countryCode }) => countryCode)]
    .flatMap(([code, zones]) =>
      zones.map(({ name, group, countryName, mainCities: [city = name] }) => {
        const country = countries.of(code) ?? countryName;
        const where = zones.length === 1 ? country : `${country} (${city})`;
        return { names: [name, ...group], where, option: String(html`<option value="${name}">${where}</option>`) };
      }),
    )
    .sort((a, b) => compare(a.where, b.where));
  choices.set(language, made);
  return made;
}

const optionChosen = (timeZone: string, where: string): string =>
  String(html`<option value="${timeZone}" selected>${where}</option>`);

/** The time zones to choose from, for issues that go by the reader's clock; first that of the newsletter. */
export function timeZoneChoice({ locale }: PageContext, chosen: string | undefined): Html {
  const t = (key: string): string => locale.t(`pages.preferences.${key}`);
  const known = choicesIn(locale.language);
  const at = chosen === undefined ? -1 : known.findIndex(({ names }) => names.includes(chosen));
  const options = known.map(({ option, where }, i) =>
    i === at && chosen !== undefined ? optionChosen(chosen, where) : option,
  );
  // One that came by an import and has no country of its own.
  const other = chosen === undefined || at !== -1 ? '' : optionChosen(chosen, chosen);
  return html`<label for="time-zone">${t('time_zone')}</label>
<p class="hint" id="time-zone-hint">${t('time_zone_hint')}</p>
<select id="time-zone" name="time_zone" aria-describedby="time-zone-hint"><option value="">${t('time_zone_usual')}</option>${raw(other + options.join(''))}</select>`;
}
