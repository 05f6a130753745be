import { type Command, Help, type Option } from 'commander';
import { metadata } from '../../source/metadata.ts';
import { type PlainWording, t, translated, type Wording } from '../../wording/wording.ts';

/** Makes commander's own words those of the language of this process. Commands made afterwards inherit them. */
export const translateCommander = (program: Command): Command =>
  program
    .version(metadata.version, '-V, --version', t('show the version'))
    .helpOption('-h, --help', t('show this help'))
    .helpCommand('help [command]', t('show the help of a command'))
    .showHelpAfterError(t('(hebdo --help shows the commands)'))
    .configureOutput({ outputError: (message, write) => write(errorWords(message)) })
    .configureHelp({
      styleTitle: title => {
        const known = titles.find(one => one === title);
        return known === undefined ? title : t(known);
      },
      commandUsage: command => named(help.commandUsage(command)),
      subcommandTerm: command => named(help.subcommandTerm(command)),
      optionTerm: option => named(help.optionTerm(option)),
      optionDescription,
    });

const help = new Help();

const titles: readonly PlainWording[] = ['Usage:', 'Options:', 'Commands:', 'Arguments:'];

/** The names of arguments, as flags and usage lines have them. */
const argumentNames: readonly PlainWording[] = [
  'address',
  'addresses',
  'colour',
  'column',
  'command',
  'day',
  'dir',
  'domain',
  'field',
  'file',
  'group',
  'issue',
  'kinds',
  'language',
  'name',
  'names',
  'number',
  'options',
  'order',
  'program',
  'scheme',
  'shell',
  'span',
  'tag',
  'tags',
  'week',
  'words',
];

/** A usage line or a flag with the names of its arguments translated: `--out <file>`, in French `--out <fichier>`. */
const named = (usage: string): string => usage.replace(/(?<=[<[|=])[a-z]{1,20}(?=[|=]|\.{0,3}[>\]])/g, argumentName);

const argumentName = (name: string): string => {
  const known = argumentNames.find(one => one === name);
  return known === undefined ? name : t(known);
};

function optionDescription(option: Option): string {
  const { argChoices, defaultValue } = option;
  const notes = [
    ...(argChoices === undefined ? [] : [t('choices: %{choices}', { choices: argChoices.join(', ') })]),
    ...(defaultValue === undefined || option.isBoolean() || defaultValue === ''
      ? []
      : [t('default: %{value}', { value: String(defaultValue) })]),
  ];
  return `${option.description}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}

/** What commander says of a wrong command line. */
const errors: readonly Wording[] = [
  "error: unknown option '%{option}'",
  "error: unknown command '%{command}'",
  "error: missing required argument '%{argument}'",
  "error: option '%{option}' argument missing",
  "error: required option '%{option}' not specified",
  "error: option '%{option}' argument '%{value}' is invalid. Allowed choices are %{choices}.",
  "error: option '%{option}' argument '%{value}' is invalid. %{why}",
  "error: too many arguments for '%{command}'. Expected %{expected} argument but got %{received}: %{given}.",
  "error: too many arguments for '%{command}'. Expected %{expected} arguments but got %{received}: %{given}.",
  '(Did you mean one of %{names}?)',
  '(Did you mean %{name}?)',
];

const errorWords = (message: string): string =>
  message
    .split('\n')
    .map(line => named(translated(line.replace(/(?<=required argument ')[a-z]{1,20}(?=')/, argumentName), errors)))
    .join('\n');
