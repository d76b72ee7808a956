/** Completion for bash 3.2 and later (macOS has that one): no associative arrays, no bash-completion package needed. */
import { allCommands, nameOf, type CommandLine, type Values } from './command-line.ts';

/** The script. */
export function bashCompletion(main: CommandLine): string {
  const commands = allCommands(main);
  return `# Completion of iamwatch for bash, printed by: iamwatch completion bash
_iamwatch_rules() { COMPREPLY+=($(compgen -W "$("\${COMP_WORDS[0]}" rule-names 2>/dev/null)" -- "$cur")); }
_iamwatch_words() { COMPREPLY+=($(compgen -W "$1" -- "$cur")); }
_iamwatch_files() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY+=($(compgen -f -- "$cur"))
}
# Whether an option of a command takes a value.
_iamwatch_takes() {
  case "$1|$2" in
${commands.flatMap(takesCases).join('\n')}
  *) return 1 ;;
  esac
}
# Completes the value of an option of a command.
_iamwatch_value() {
  case "$1|$2" in
${commands.flatMap(valueCases).join('\n')}
  esac
}
# Says which command a word leads to from a command, if any.
_iamwatch_below() {
  case "$1|$2" in
${commands.flatMap(belowCases).join('\n')}
  *) return 1 ;;
  esac
}
# Completes what stands at a place of a command: its commands, or its argument of that number.
_iamwatch_place() {
  case "$1" in
${commands.map(placeCase).join('\n')}
  esac
}
_iamwatch_options() {
  case "$1" in
${commands.map(optionsCase).join('\n')}
  esac
}
_iamwatch() {
  local cur=\${COMP_WORDS[COMP_CWORD]} at='' place=0 option='' word next plain='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $option ]]; then
      if [[ $word != '=' ]]; then option=''; fi # bash cuts --option=value in three
      continue
    fi
    if [[ $word == -- && -z $plain ]]; then
      plain=yes
    elif [[ $word == -?* && -z $plain ]]; then
      if _iamwatch_takes "$at" "$word"; then option=$word; fi
    elif next=$(_iamwatch_below "$at" "$word"); then
      at=$next
    else
      place=$((place + 1))
    fi
  done
  if [[ -n $option ]]; then
    if [[ $cur == '=' ]]; then cur=''; fi
    _iamwatch_value "$at" "$option"
  elif [[ $cur == -* && -z $plain ]]; then
    _iamwatch_options "$at"
  else
    _iamwatch_place "$at" "$place"
  fi
}
complete -F _iamwatch iamwatch
`;
}

function takesCases({ path, options }: CommandLine): string[] {
  const names = options.filter(({ value }) => value !== undefined).flatMap((option) => option.names);
  return names.length === 0 ? [] : [`  ${names.map((name) => `'${path}|${name}'`).join(' | ')}) return 0 ;;`];
}

function valueCases({ path, options }: CommandLine): string[] {
  return options
    .filter(({ value, values }) => value !== undefined && values.kind !== 'text')
    .map(({ names, values }) => `  ${names.map((name) => `'${path}|${name}'`).join(' | ')}) ${completing(values)} ;;`);
}

function belowCases({ path, commands }: CommandLine): string[] {
  return commands.map((one) => `  '${path}|${nameOf(one)}') echo '${one.path}' ;;`);
}

function placeCase({ path, commands, arguments: args }: CommandLine): string {
  if (commands.length > 0)
    return `  '${path}') [[ $2 -gt 0 ]] || _iamwatch_words '${commands.map(nameOf).join(' ')}' ;;`;
  const places = args.map(({ values, isVariadic }, index) => `${isVariadic ? '*' : index}) ${completing(values)} ;;`);
  return `  '${path}') case "$2" in ${places.join(' ')} esac ;;`;
}

function optionsCase({ path, options }: CommandLine): string {
  return `  '${path}') _iamwatch_words '${options.flatMap(({ names }) => names).join(' ')}' ;;`;
}

function completing(values: Values): string {
  switch (values.kind) {
    case 'choices':
      return `_iamwatch_words '${values.choices.join(' ')}'`;
    case 'files':
      return '_iamwatch_files';
    case 'rules':
      return '_iamwatch_rules';
    case 'text':
      return ':';
  }
}
