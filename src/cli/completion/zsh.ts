/** Completion for zsh, in the form of its own `_arguments`: descriptions beside every command and option. */
import {
  allCommands,
  nameOf,
  type ArgumentLine,
  type CommandLine,
  type OptionLine,
  type Values,
} from './command-line.ts';

/** The script. It works from a folder of `fpath` and when it is sourced. */
export function zshCompletion(main: CommandLine): string {
  return `#compdef iamwatch
# Completion of iamwatch for zsh, printed by: iamwatch completion zsh
__iamwatch_rule_names() {
  local -a names
  names=(\${(f)"$(iamwatch rule-names 2>/dev/null)"})
  compadd -a names
}
${allCommands(main).map(commandFunction).join('\n')}
if [[ $funcstack[1] == _iamwatch ]]; then
  _iamwatch "$@"
else
  compdef _iamwatch iamwatch
fi
`;
}

function commandFunction(command: CommandLine): string {
  const specs = command.options.map(optionSpec);
  if (command.commands.length === 0) {
    return `${functionName(command)}() {
  _arguments -S ${[...specs, ...command.arguments.map(argumentSpec)].join(' ')}
}`;
  }
  const words = command.commands.map((one) => quote(`${nameOf(one)}:${escape(one.description)}`));
  const cases = command.commands.map((one) => `      ${nameOf(one)}) ${functionName(one)} ;;`);
  return `${functionName(command)}() {
  local state line
  local -a commands
  commands=(${words.join(' ')})
  _arguments -C ${specs.join(' ')} '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $words[1] in
${cases.join('\n')}
      esac ;;
  esac
}`;
}

function functionName({ path }: CommandLine): string {
  return ['_iamwatch', ...path.split(' ').filter((word) => word !== '')].join('_').replaceAll('-', '_');
}

function optionSpec({ names, description, value, values, isRepeatable }: OptionLine): string {
  // `--option=` takes its value as the next word or after the sign.
  const action = value === undefined ? '' : `:${value}:${completing(values)}`;
  const exclusive = isRepeatable ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
  return names
    .map((name) => quote(`${exclusive}${name}${value === undefined ? '' : '='}[${escape(description)}]${action}`))
    .join(' ');
}

function argumentSpec({ name, values, isVariadic, isRequired }: ArgumentLine, index: number): string {
  const place = isVariadic ? '*' : String(index + 1);
  return quote(`${place}:${isRequired || isVariadic ? '' : ':'}${escape(name)}:${completing(values)}`);
}

function completing(values: Values): string {
  switch (values.kind) {
    case 'choices':
      return `(${values.choices.join(' ')})`;
    case 'files':
      return '_files';
    case 'rules':
      return '__iamwatch_rule_names';
    case 'text':
      return ' ';
  }
}

/** Signs that mean something inside a specification of `_arguments`. */
function escape(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
