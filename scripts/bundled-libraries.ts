/**
 * The libraries that the package carries in `vendor/`, since they bring far more than hebdo uses: by the specifier under which the
 * sources import them, with the names that are imported. Each is a dev dependency. What parses mail, pages and requests is no such library:
 * a correction of its security then needs no release of hebdo (docs/decisions/0003-libraries.md).
 */
export const bundledLibraries: Readonly<Record<string, readonly string[]>> = {
  '@clack/prompts': ['cancel', 'confirm', 'intro', 'isCancel', 'multiselect', 'outro', 'text'],
  '@opentelemetry/exporter-metrics-otlp-http': ['OTLPMetricExporter'],
  '@opentelemetry/resources': ['detectResources', 'envDetector', 'resourceFromAttributes'],
  '@opentelemetry/sdk-metrics': ['MeterProvider', 'PeriodicExportingMetricReader'],
  caniemail: ['caniemail', 'formatIssue', 'getAllFeatures', 'rawData'],
  'colorjs.io/dist/color.js': ['default'],
  'fast-string-width': ['default'],
  'mailauth/lib/spf/index.js': ['spf'],
  mjml: ['default'],
  'mjml/package.json': ['default'],
  open: ['default'],
  tinyld: ['detectAll'],
  'tinyld/light': ['detectAll'],
  turndown: ['default'],
};

/** The file of a library in `vendor/`. @example vendorFile('tinyld/light') // 'tinyld-light.js' */
export const vendorFile = (specifier: string): string =>
  `${specifier
    .replace(/^@/, '')
    .replaceAll('/', '-')
    .replace(/\.js(on)?$/, '')}.js`;
