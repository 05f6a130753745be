import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The commands by their full names (`subscribers import`), with their options. */
function commandsOf(program: Command, prefix = ''): { name: string; description: string; options: string[] }[] {
  return program.commands.flatMap(command => {
    const name = `${prefix}${command.name()}`;
    const options = command.options.flatMap(({ long }) => long ?? []);
    return [{ name, description: command.description(), options }, ...commandsOf(command, `${name} `)];
  });
}

/** A completion script for a shell: commands, their options, and the weeks of the issues in this folder. */
export function completionScript(program: Command, shell: Shell): string {
  const commands = commandsOf(program);
  const top = commands.filter(({ name }) => !name.includes(' '));
  const nested = commands.filter(({ name }) => name.includes(' '));
  const weeks = 'ls issues 2>/dev/null | sed -n "s/\\.yaml$//p"';
  const cases = (join: (words: string[]) => string): string =>
    commands
      .map(({ name, options }) => {
        const below = nested.filter(one => one.name.startsWith(`${name} `)).map(one => one.name.split(' ')[1] ?? '');
        return `    ${JSON.stringify(name)}) words=${join([...below, ...options])} ;;`;
      })
      .join('\n');
  if (shell === 'fish')
    return `${[
      'complete -c hebdo -f',
      ...top.map(
        ({ name, description }) => `complete -c hebdo -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
      ),
      ...nested.map(({ name, description }) => {
        const [parent, child] = name.split(' ');
        return `complete -c hebdo -n "__fish_seen_subcommand_from ${parent}" -a ${child} -d ${quote(description)}`;
      }),
      ...top.flatMap(({ name, options }) =>
        options.map(option => `complete -c hebdo -n "__fish_seen_subcommand_from ${name}" -l ${option.slice(2)}`),
      ),
      ...['check', 'build', 'preview', 'send', 'status'].map(
        name => `complete -c hebdo -n "__fish_seen_subcommand_from ${name}" -a '(${weeks})'`,
      ),
    ].join('\n')}\n`;
  const body = `  local words command
  command="\${COMP_WORDS[1]}"
  case "$command" in ${[...new Set(nested.map(({ name }) => name.split(' ')[0]))].join('|')})
    [[ $COMP_CWORD -gt 2 ]] && command="$command \${COMP_WORDS[2]}" ;; esac
  if [[ $COMP_CWORD -eq 1 ]]; then words="${top.map(({ name }) => name).join(' ')}"; else
  case "$command" in
${cases(words => JSON.stringify(words.join(' ')))}
  esac
  case "$command" in check|build|preview|send|status) words="$words $(${weeks})" ;; esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))`;
  const bash = `_hebdo() {\n${body}\n}\ncomplete -F _hebdo hebdo\n`;
  return shell === 'bash' ? bash : `autoload -U +X bashcompinit && bashcompinit\n${bash}`;
}

const quote = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
