/**
 * The libraries that the package carries in `vendor/`, since they bring far more than hebdo uses, or are many files that take long to
 * load: by the specifier under which the sources import them, with the names that are imported. Each is a dev dependency, but for zod,
 * whose types the public API has. What parses mail, pages and requests is no such library:
 * a correction of its security then needs no release of hebdo (docs/decisions/0003-libraries.md).
 */
export const bundledLibraries: Readonly<Record<string, readonly string[]>> = {
  '@clack/prompts': ['cancel', 'confirm', 'intro', 'isCancel', 'multiselect', 'outro', 'text'],
  '@opentelemetry/exporter-metrics-otlp-http': ['OTLPMetricExporter'],
  '@opentelemetry/resources': ['detectResources', 'envDetector', 'resourceFromAttributes'],
  '@opentelemetry/sdk-metrics': ['MeterProvider', 'PeriodicExportingMetricReader'],
  commander: ['Command', 'CommanderError', 'Help', 'InvalidArgumentError', 'Option'],
  caniemail: ['caniemail', 'formatIssue', 'getAllFeatures', 'rawData'],
  'colorjs.io/dist/color.js': ['default'],
  'fast-string-width': ['default'],
  'mailauth/lib/spf/index.js': ['spf'],
  'markdown-it': ['default'],
  mjml: ['default'],
  'mjml/package.json': ['default'],
  open: ['default'],
  tinyld: ['detectAll'],
  turndown: ['default'],
  yaml: [
    'Document',
    'isAlias',
    'isCollection',
    'isMap',
    'isNode',
    'isPair',
    'isScalar',
    'isSeq',
    'parseDocument',
    'Scalar',
    'visit',
    'YAMLMap',
  ],
  zod: ['z'],
};

/** The file of a library in `vendor/`. @example vendorFile('mailauth/lib/spf/index.js') // 'mailauth-lib-spf-index.js' */
export const vendorFile = (specifier: string): string =>
  `${specifier
    .replace(/^@/, '')
    .replaceAll('/', '-')
    .replace(/\.js(on)?$/, '')}.js`;
