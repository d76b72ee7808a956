/** `iamwatch rules new`: the first draft of a rule, with its tests and its page. */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { reasonOf } from '../ingest/input-file.ts';
import type { Level } from '../rule-language/rule.ts';
import { stringAt } from '../std/json.ts';
import type { MemoryKind } from '../workshop/new-rule/memory-draft.ts';
import { platforms } from '../workshop/new-rule/platform.ts';
import { baseDraft, type DraftOrder, ruleDraft } from '../workshop/new-rule/rule-draft.ts';
import { eventOfFile } from './chosen-event.ts';
import { CommandError, CONFIGURATION, DONE, USAGE } from './exit-code.ts';
import { writePages } from './rules-pages.ts';
import type { Streams } from './streams.ts';

/** Options of the command. */
export interface NewRuleOptions {
  /** Folder of the rule; its page goes to `pages` below it. */
  readonly dir: string;
  readonly cloud?: 'aws' | 'gcp';
  readonly service?: string;
  readonly action?: string;
  /** A file of logs with an event that the rule shall alert on. */
  readonly from?: string;
  /** Which event of it. */
  readonly event?: string;
  readonly title?: string;
  readonly level: Level;
  /** What it remembers of its events. */
  readonly memory?: MemoryKind;
}

/** Writes the draft. Nothing that exists is overwritten. */
export async function newRule(name: string, options: NewRuleOptions, streams: Streams): Promise<number> {
  if (!/^[a-z\d]+(?:-[a-z\d]+)*$/u.test(name)) {
    const near = (name.toLowerCase().match(/[a-z\d]+/gu) ?? ['my-rule']).join('-');
    throw new CommandError(`A rule is named in lower case with hyphens, such as ${near}.`, USAGE);
  }
  const order = await orderOf(name, options, streams);
  const ruleFile = path.join(options.dir, `${name}.yaml`);
  const baseFile = path.join(options.dir, `base-events-${name}.yaml`);
  await write(ruleFile, ruleDraft(order));
  if (order.event !== undefined) await write(baseFile, baseDraft(name, order.event));
  const pages = path.join(options.dir, 'pages');
  const ownRules = { rules: [options.dir], builtin: false, strictRules: false, pipeline: [], builtinPipelines: true };
  await writePages({ ...ownRules, out: pages, check: false }, { ...streams, err: () => undefined });
  const files = [ruleFile, ...(order.event === undefined ? [] : [baseFile]), path.join(pages, `${name}.md`)];
  await streams.out(files.map((file) => `${file}\n`).join(''));
  streams.err(`Next: replace what says TODO, then

  iamwatch rules lint ${ruleFile}
  iamwatch rules test ${ruleFile}
  iamwatch rules mutate ${ruleFile}
  iamwatch rules pages --no-builtin --rules ${options.dir} --out ${pages}
`);
  return DONE;
}

/** What the draft is made from: the event where one is given, else what the options say. */
async function orderOf(name: string, options: NewRuleOptions, streams: Streams): Promise<DraftOrder> {
  const { title, level, memory } = options;
  if (options.from === undefined ? options.event !== undefined : isNamed(options)) {
    throw new CommandError(
      'A rule begins with an event (--from, --event) or with what it looks for (--service, --action, --cloud), not with both.',
      USAGE,
    );
  }
  const common = { name, title, level, memory, id: randomUUID(), date: new Date().toISOString().slice(0, 10) };
  if (options.from !== undefined) {
    const view = await eventOfFile(options.from, options.event, streams);
    const { cloud, raw } = view;
    const { serviceField, actionField } = platforms[cloud];
    const [service, action] = [serviceField, actionField].map((field) => stringAt(raw, ...field.split('.')));
    if (service === undefined || action === undefined) {
      throw new CommandError(
        `The event has no ${serviceField} or no ${actionField}; no rule can begin with it.`,
        USAGE,
      );
    }
    return { ...common, cloud, service, action, event: raw, hasFailed: view.audit().outcome !== 'success' };
  }
  const { service, action } = options;
  if (service === undefined || action === undefined) {
    throw new CommandError(
      'A rule begins with what it looks for: --service and --action, or --from with a file of logs. For example:\n' +
        `  iamwatch rules new ${name} --service iam.amazonaws.com --action CreateUser\n` +
        `  iamwatch rules new ${name} --from events.json --event EVENT-ID`,
      USAGE,
    );
  }
  const cloud = options.cloud ?? (service.endsWith('.googleapis.com') ? 'gcp' : 'aws');
  return { ...common, cloud, service, action, event: undefined, hasFailed: false };
}

/** Whether the options say what the rule looks for; an event would say it itself. */
function isNamed({ service, action, cloud }: NewRuleOptions): boolean {
  return service !== undefined || action !== undefined || cloud !== undefined;
}

async function write(file: string, text: string): Promise<void> {
  function refusal(why: string): CommandError {
    return new CommandError(`Cannot write ${file}: ${why}.`, CONFIGURATION);
  }
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw refusal(isThere(error) ? `${folder} is no folder; choose another --dir` : reasonOf(error));
  });
  await writeFile(file, text, { flag: 'wx' }).catch((error: unknown) => {
    throw refusal(isThere(error) ? 'it is there already; choose another name or --dir' : reasonOf(error));
  });
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
