/** Completion for fish: one line a command, an option and an argument, each with the command under which it holds. */
import { allCommands, nameOf, type CommandLine, type OptionLine, type Values } from './command-line.ts';

/** The script. */
export function fishCompletion(main: CommandLine): string {
  const commands = allCommands(main);
  const valued = [...new Set(commands.flatMap(({ options }) => options.filter(({ value }) => value !== undefined)))];
  return `# Completion of iamwatch for fish, printed by: iamwatch completion fish
# Prints the command that the line has come to, then how many arguments of it there are.
function __iamwatch_at
    set -l at ''
    set -l place 0
    set -l skip ''
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip ''
            continue
        end
        switch $word
            case ${unique(valued.flatMap(({ names }) => names))
              .map(quote)
              .join(' ')}
                set skip yes
            case '-?*'
            case '*'
                switch "$at|$word"
${commands.flatMap(belowCases).join('\n')}
                    case '*'
                        set place (math $place + 1)
                end
        end
    end
    printf '%s\\n%s\\n' "$at" $place
end
function __iamwatch_is
    set -l at (__iamwatch_at)
    test "$at[1]" = "$argv[1]"
end
function __iamwatch_place
    set -l at (__iamwatch_at)
    test "$at[1]" = "$argv[1]"; and test $at[2] -ge $argv[2]; and test $at[2] -le $argv[3]
end
complete -c iamwatch -f
${commands.flatMap(lines).join('\n')}
`;
}

function belowCases({ path, commands }: CommandLine): string[] {
  return commands.flatMap((one) => [
    `                    case ${quote(`${path}|${nameOf(one)}`)}`,
    `                        set at ${quote(one.path)}`,
  ]);
}

/** A variadic argument ends nowhere; no command line is this long. */
const LAST_PLACE = 100_000;

function lines({ path, commands, options, arguments: args }: CommandLine): string[] {
  return [
    ...commands.map(
      (one) => `complete -c iamwatch -n ${place(path, 0, 0)} -a ${nameOf(one)} -d ${quote(one.description)}`,
    ),
    ...args
      .map(({ values, isVariadic }, index) => ({
        values: completing(values, '-a'),
        where: place(path, index, isVariadic ? LAST_PLACE : index),
      }))
      .filter(({ values }) => values !== '')
      .map(({ values, where }) => `complete -c iamwatch -n ${where} ${values}`),
    ...options.map((option) => optionCompletion(path, option)),
  ];
}

function optionCompletion(path: string, { names, description, value, values }: OptionLine): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
  const takes = value === undefined ? '' : ` -r ${completing(values, '-a')}`;
  return `complete -c iamwatch -n ${quote(`__iamwatch_is '${path}'`)} ${flags}${takes} -d ${quote(description)}`;
}

function place(path: string, from: number, to: number): string {
  return quote(`__iamwatch_place '${path}' ${from} ${to}`);
}

function completing(values: Values, flag: string): string {
  switch (values.kind) {
    case 'choices':
      return `-f ${flag} ${quote(values.choices.join(' '))}`;
    case 'files':
      return '-F';
    case 'rules':
      return `-f ${flag} '(iamwatch rule-names 2>/dev/null)'`;
    case 'text':
      return '';
  }
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
