/** The manual page in the man(7) macros, which every formatter of manual pages knows. */
import { allCommands, type ArgumentLine, type CommandLine, type OptionLine } from '../completion/command-line.ts';
import { ALERTS, CONFIGURATION, DONE, NOTHING_READABLE, PARTLY_READABLE, USAGE } from '../exit-code.ts';

const EXIT_CODES: readonly (readonly [number, string])[] = [
  [DONE, 'Done. Alerts alone never change it.'],
  [ALERTS, 'There are alerts at or above --fail-on.'],
  [USAGE, 'Wrong use of the command line.'],
  [CONFIGURATION, 'Configuration or rules that do not load, or no place to write to.'],
  [NOTHING_READABLE, 'Nothing could be read.'],
  [PARTLY_READABLE, 'Something could be read and something could not.'],
];

/** Command lines as one types them; a test runs what it can of them through the parser. */
export const EXAMPLES: readonly (readonly [string, string])[] = [
  ['iamwatch scan logs/', 'What is in a folder of logs, as a table.'],
  ['iamwatch scan --output csv --min-level medium logs/ > alerts.csv', 'The same for a spreadsheet.'],
  ['iamwatch scan --output ocsf logs/ | your-collector', 'The same for a system that reads OCSF.'],
  ['aws cloudtrail lookup-events | iamwatch scan -', 'What the last events of an account say.'],
  ['iamwatch scan --fail-on high logs/', 'Exit with 1 where there is anything of level high or critical.'],
  ['iamwatch rules show aws-iam-access-key-for-another-user', 'What a rule looks for, and what to do when it speaks.'],
];

const FILES: readonly (readonly [string, string])[] = [
  ['rules/', 'The shipped rules, each with its tests.'],
  ['docs/', 'The rule language, the outputs, the organisation profile, the shapes of logs.'],
];

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['COLUMNS', 'Width of the table where standard output is no terminal; 80 without it.'],
  ['NO_COLOR', 'If it is set, nothing is coloured.'],
];

/** The page of a command line. */
export function manualPage(main: CommandLine, version: string): string {
  const commands = allCommands(main).filter(({ commands: below, path }) => path !== '' && below.length === 0);
  return `${[
    // No date: the page would change each day though nothing did.
    `.TH IAMWATCH 1 "" "iamwatch ${roff(version)}" "User Commands"`,
    '.SH NAME',
    'iamwatch \\- notices what attackers and insiders do to IAM, from cloud audit logs',
    '.SH SYNOPSIS',
    ...commands.flatMap((command, index) => [...(index === 0 ? [] : ['.br']), synopsis(command)]),
    '.SH DESCRIPTION',
    roff(main.description),
    'Data goes to standard output, everything for people to standard error.',
    'Every command has',
    '.BR \\-\\-help .',
    '.SH COMMANDS',
    ...commands.flatMap(commandSection),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, meaning]) => entry(String(code), meaning)),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, meaning]) => entry(name, meaning)),
    '.SH FILES',
    'In the folder of the program:',
    ...FILES.flatMap(([name, meaning]) => entry(name, meaning)),
    '.SH EXAMPLES',
    ...EXAMPLES.flatMap(exampleLines),
    '.SH SEE ALSO',
    'The manual in docs/, and',
    '.BR jq (1).',
  ].join('\n')}\n`;
}

function exampleLines([line, meaning]: readonly [string, string], index: number): string[] {
  return [...(index === 0 ? [] : ['.PP']), roff(meaning), '.PP', '.RS 4', '.nf', roff(line), '.fi', '.RE'];
}

function synopsis({ path, options, arguments: args }: CommandLine): string {
  const some = options.some(({ names }) => !names.includes('--help')) ? ' [\\fIoption\\fR ...]' : '';
  return `\\fBiamwatch ${roff(path)}\\fR${some}${args.map((one) => ` ${argumentText(one)}`).join('')}`;
}

function argumentText({ name, isVariadic, isRequired }: ArgumentLine): string {
  const text = `\\fI${roff(name)}\\fR${isVariadic ? ' ...' : ''}`;
  return isRequired ? text : `[${text}]`;
}

function commandSection(command: CommandLine): string[] {
  return [
    `.SS ${roff(command.path)}`,
    roff(sentence(command.description)),
    ...command.arguments.flatMap(argumentEntry),
    ...command.options.filter(({ names }) => !names.includes('--help')).flatMap(optionEntry),
  ];
}

function argumentEntry({ name, description, values }: ArgumentLine): string[] {
  return ['.TP', `\\fI${roff(name)}\\fR`, roff(describe(description, values))];
}

function optionEntry(option: OptionLine): string[] {
  const names = option.names.map((name) => `\\fB${roff(name)}\\fR`).join(', ');
  const value = option.value === undefined ? '' : ` \\fI${roff(option.value)}\\fR`;
  const standard = option.default === undefined ? '' : ` Default: ${option.default}.`;
  return ['.TP', `${names}${value}`, roff(`${describe(option.description, option.values)}${standard}`)];
}

function describe(description: string, values: OptionLine['values']): string {
  const choices = values.kind === 'choices' ? `One of: ${values.choices.join(', ')}.` : '';
  return [sentence(description), choices].filter((part) => part !== '').join(' ');
}

function entry(name: string, meaning: string): string[] {
  return ['.TP', `\\fB${roff(name)}\\fR`, roff(meaning)];
}

/** Descriptions are written for `--help`, without a capital and a full stop. */
function sentence(description: string): string {
  if (description === '') return '';
  return `${description.slice(0, 1).toUpperCase()}${description.slice(1)}${description.endsWith('.') ? '' : '.'}`;
}

/** Text in which nothing is a command of roff: backslashes, hyphens, quotes, and a dot or quote that begins a line. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/^(?=[.'])/gm, '\\&');
}
