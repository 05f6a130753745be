import { metadata } from '../source/metadata.ts';
import { fileStart, type Problem, type Span } from '../source/problem.ts';
import { t } from '../wording/wording.ts';

/**
 * Problems as GitHub's workflow commands, which show them at their lines in a pull request. Values are escaped as
 * GitHub asks: no text of an issue can forge a command.
 */
export function githubAnnotations(problems: readonly Problem[]): string {
  const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return problems
    .map(({ severity, file, span = fileStart, other, rule, message, hint }) => {
      const also =
        other === undefined || other.line === span.line
          ? ''
          : ` ${t('The other language is in line %{line}.', { line: other.line })}`;
      const place = `file=${property(file)},line=${span.line},endLine=${span.endLine},col=${span.column},endColumn=${span.endColumn}`;
      return `::${severity} ${place},title=${property(rule)}::${data(`${message} ${hint}${also}`)}\n`;
    })
    .join('');
}

/** Problems as SARIF 2.1.0, for code scanning. */
export function sarif(problems: readonly Problem[]): Record<string, unknown> {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'hebdo',
            version: metadata.version,
            rules: [...new Set(problems.map(({ rule }) => rule))].map(id => ({ id })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: problems.map(({ rule, severity, message, values, hint, file, span = fileStart, other }) => ({
          ruleId: rule,
          level: severity,
          message: { text: `${message} ${hint}` },
          ...(values === undefined ? {} : { properties: { values } }),
          locations: [locationOf(file, span)],
          ...(other === undefined
            ? {}
            : {
                relatedLocations: [{ id: 1, message: { text: t('the other language') }, ...locationOf(file, other) }],
              }),
        })),
      },
    ],
  };
}

const locationOf = (file: string, { line, column, endLine, endColumn }: Span) => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(file) },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  },
});
