import process from 'node:process';
import type { Command, Option } from 'commander';
import { addCommands } from '../../src/cli/commands/add-commands.ts';
import { exit } from '../../src/cli/exit-codes.ts';
import { makeProgram } from '../../src/cli/program.ts';
import { speak } from '../../src/wording/wording.ts';
import { table } from './table.ts';

const exitCodes: Record<keyof typeof exit, { means: string; when: string }> = {
  done: { means: 'done', when: 'also if there was nothing to do' },
  problems: {
    means: 'the input has errors; nothing was sent',
    when: '`check`, `send` and `doctor` with errors; a file of which no line could be imported',
  },
  usage: { means: 'wrong usage', when: 'an unknown command or option, a missing argument' },
  partly: {
    means: 'sent in part; run the command again',
    when: '`send`: deliveries are deferred or uncertain, or the limit of a day is reached',
  },
  world: {
    means: 'SMTP, database, network or disk failure; no delivery is lost',
    when: 'also if another process sends this issue, and for unexpected errors',
  },
  interrupted: { means: 'interrupted; the same command resumes', when: 'Ctrl-C, SIGTERM, a closed terminal' },
};

/** Options that every command has; they are described once. */
const common = ['--cwd', '--format', '--lang', '--verbose'];

/** All commands of hebdo, in English. */
export function hebdoCommands(): Command {
  speak('en');
  const { program, cli } = makeProgram(process, () => undefined);
  addCommands(program, cli);
  return program;
}

/** docs/commands.md: every command with its options, from the program itself. `npm run docs` writes it. */
export function commandsPage(): string {
  const program = hebdoCommands();
  const codes = Object.entries(exitCodes).map(([name, { means, when }]) => [
    String(Object.entries(exit).find(([known]) => known === name)?.[1]),
    means,
    when,
  ]);
  const groups = Map.groupBy(program.commands, command => command.helpGroup());
  return `# Commands

To look up a command, find it here or run \`npx hebdo help COMMAND\`. This page is written from the program.
In the folder of a newsletter, \`hebdo\` is \`npx hebdo\`.

## Exit codes

${table([['code', 'means', 'when'], ...codes])}

## Options of all commands

${optionsOf(program.commands[0] ?? program, true)}

\`--format json\` writes one JSON value to standard output ([JSON output](json.md)); \`github\` and \`sarif\` are for CI. Each command lists its formats.

${[...groups].map(([heading, commands]) => `## ${heading}\n\n${commands.flatMap(leaves).map(section).join('\n\n')}`).join('\n\n')}
`;
}

/** The commands that do something: those of a group instead of the group. */
const leaves = (command: Command): Command[] => (command.commands.length > 0 ? [...command.commands] : [command]);

function section(command: Command): string {
  const group = command.parent?.parent ? `${command.parent.name()} ` : '';
  const name = `${group}${command.name()}`;
  const words = command.registeredArguments.map(one => {
    const text = `${one.name()}${one.variadic ? '...' : ''}`;
    return one.required ? `<${text}>` : `[${text}]`;
  });
  const formats = command.options.find(({ long }) => long === '--format');
  const formatNames = /<(.*)>/
    .exec(formats?.flags ?? '')?.[1]
    ?.split('|')
    .join(', ');
  const options = optionsOf(command, false);
  return [
    `### ${name}`,
    `\`hebdo ${[name, ...words].join(' ')}\`: ${plain(command.description())}.`,
    ...(options === '' ? [] : [options]),
    ...(formatNames === undefined ? [] : [`Formats: ${formatNames}.`]),
  ].join('\n\n');
}

function optionsOf(command: Command, ofAll: boolean): string {
  const options = command.options.filter(({ long }) => common.includes(long ?? '') === ofAll);
  if (options.length === 0) return '';
  return table([['option', 'does'], ...options.map(option => [`\`${option.flags}\``, described(option, ofAll)])]);
}

function described({ description, defaultValue, mandatory, argChoices, long }: Option, ofAll: boolean): string {
  const choices = argChoices === undefined ? '' : `; ${argChoices.join(' or ')}`;
  const isSaid = defaultValue === undefined || defaultValue === '' || defaultValue === true;
  const value = isSaid || (ofAll && long === '--cwd') ? '' : ` (default: \`${defaultValue}\`)`;
  return `${plain(description)}${choices}${mandatory ? ' (required)' : value}`;
}

/** Text that Markdown shows as it is. */
const plain = (text: string): string => text.replaceAll('<', '&lt;');
