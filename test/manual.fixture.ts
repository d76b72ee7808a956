/**
 * A manual as what a reader does with it: files to write, rules to read, commands to type, in the order in which they
 * stand. The first words behind the three backticks say what a block is:
 *
 * - `yaml`: documents of a rule file that load without a word; `yaml wrong`: ones that do not, the block behind says why.
 * - `yaml search`: search identifiers of a detection. `yaml keys`: keys of a rule.
 * - `yaml file=NAME`, `json file=NAME`: a file to write.
 * - `console`: behind each `$` a command, then what it prints: standard output, then standard error. `# exits with N`
 *   behind a command is its exit code where that is not 0.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';

/** One block of the manual. */
export type Step =
  | { readonly kind: 'file'; readonly line: number; readonly name: string; readonly text: string }
  | { readonly kind: 'rule'; readonly line: number; readonly text: string; readonly says: string | undefined }
  | { readonly kind: 'command'; readonly line: number; readonly run: Command };

/** A command and what it shall print. */
export interface Command {
  /** The line behind the `$`, as it stands in the manual. */
  readonly typed: string;
  readonly args: readonly string[];
  readonly code: number;
  readonly prints: string;
}

/** The steps of a manual, in their order. A block that is none of them is a mistake of the manual's. */
export function stepsOf(markdown: string): readonly Step[] {
  const blocks = fromMarkdown(markdown).children.filter((node) => node.type === 'code');
  return blocks.flatMap(({ lang, meta, value, position }, index): readonly Step[] => {
    const line = position?.start.line ?? 0;
    const kind = [lang, meta].filter((word) => word !== null && word !== undefined).join(' ');
    const name = /^(?:yaml|json) file=(\S+)$/u.exec(kind)?.[1];
    const text = `${value}\n`;
    if (name !== undefined) return [{ kind: 'file', line, name, text }];
    switch (kind) {
      case 'yaml':
        return [{ kind: 'rule', line, text, says: undefined }];
      case 'yaml search':
        return [
          { kind: 'rule', line, text: `${HEAD}detection:\n${indented(text)}  condition: 1 of them\n`, says: undefined },
        ];
      case 'yaml keys':
        return [
          {
            kind: 'rule',
            line,
            text: `${HEAD}detection:\n  selection: { eventName: x }\n  condition: selection\n${text}`,
            says: undefined,
          },
        ];
      case 'yaml wrong': {
        const next = blocks[index + 1];
        if (next?.lang !== 'text') throw new Error(`line ${line}: behind "yaml wrong" stands what iamwatch says`);
        return [{ kind: 'rule', line, text, says: `${next.value}\n` }];
      }
      case 'text':
        if (blocks[index - 1]?.meta !== 'wrong') throw new Error(`line ${line}: nothing checks this text`);
        return [];
      case 'console':
        return commandsOf(value, line).map((run) => ({ kind: 'command', line, run }));
      default:
        throw new Error(`line ${line}: a block of code must be one that is checked, not "${kind}"`);
    }
  });
}

const HEAD = 'title: Example\nlogsource: { product: aws, service: cloudtrail }\n';

function indented(text: string): string {
  return text.replace(/^(?=.)/gmu, '  ');
}

function commandsOf(text: string, line: number): readonly Command[] {
  const [before = '', ...rest] = `\n${text}`.split(/\n\$ /u);
  if (before.trim() !== '' || rest.length === 0) throw new Error(`line ${line}: a console block begins with "$ "`);
  return rest.map((part) => {
    const [typed = '', ...printed] = part.split('\n');
    const [command = '', exit] = typed.split(/\s+# exits with /u);
    const [program, ...args] = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/gu)].map(
      ([, single, double, plain]) => single ?? double ?? plain ?? '',
    );
    if (program !== 'iamwatch') throw new Error(`line ${line}: only iamwatch is run, not "${command}"`);
    return { typed, args, code: Number(exit ?? 0), prints: printed.length === 0 ? '' : `${printed.join('\n')}\n` };
  });
}
