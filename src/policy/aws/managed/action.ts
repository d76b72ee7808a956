/**
 * What is known of the actions of AWS: that they exist, what they do, and whether they are authorised on single
 * resources.
 *
 * The table is one text, one line a service; a service is taken apart when it is first asked for, so that loading costs
 * nothing. Each action is written as a letter for its access level (a capital one: it has resource-level permissions),
 * how many characters it shares with the one before (base 36), and the rest of its name.
 */
import { ACTION_TABLE } from '../data/action-table.ts';

/** What an action does, as the Service Authorization Reference classifies it. `iam:PassRole` is a `write` there. */
export type AccessLevel = 'list' | 'read' | 'tagging' | 'write' | 'permissions-management';

/** What is known of one action. */
export interface ActionFacts {
  readonly service: string;
  /** The name as AWS spells it: `PassRole`. */
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /**
   * Whether policies can name resources for it; otherwise it is authorised on `*`, and a statement for an ARN is not
   * about it.
   */
  readonly hasResourceLevel: boolean;
}

/** What is known of an action such as `iam:PassRole`, in any case; undefined where there is none of that name. */
export function actionFacts(action: string): ActionFacts | undefined {
  const colon = action.indexOf(':');
  return colon < 0
    ? undefined
    : serviceOf(action.slice(0, colon).toLowerCase())?.get(action.slice(colon + 1).toLowerCase());
}

/** The actions of a service by its prefix in policies (`iam`), in any case; none where there is no such service. */
export function actionsOf(service: string): Iterable<ActionFacts> {
  return serviceOf(service.toLowerCase())?.values() ?? [];
}

/** The prefixes of all services. */
export function serviceNames(): Iterable<string> {
  return lines().keys();
}

type Service = ReadonlyMap<string, ActionFacts>;

const LEVELS: ReadonlyMap<string, AccessLevel> = new Map([
  ['l', 'list'],
  ['r', 'read'],
  ['t', 'tagging'],
  ['w', 'write'],
  ['p', 'permissions-management'],
]);

/** Services taken apart so far. Only those that exist, so asking for invented ones does not make it grow. */
const services = new Map<string, Service>();
let linesFound: ReadonlyMap<string, string> | undefined;

function serviceOf(service: string): Service | undefined {
  const known = services.get(service);
  if (known !== undefined) return known;
  const line = lines().get(service);
  if (line === undefined) return undefined;
  const actions = readLine(service, line);
  services.set(service, actions);
  return actions;
}

/** The line of each service, not yet taken apart. */
function lines(): ReadonlyMap<string, string> {
  linesFound ??= new Map(
    ACTION_TABLE.trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const),
  );
  return linesFound;
}

function readLine(service: string, line: string): Service {
  const actions = new Map<string, ActionFacts>();
  let before = '';
  for (const entry of line.split(',')) {
    const letter = entry.charAt(0);
    const name = before.slice(0, Number.parseInt(entry.charAt(1), 36)) + entry.slice(2);
    const accessLevel = LEVELS.get(letter.toLowerCase());
    if (accessLevel === undefined) throw new Error(`Cannot read the action table: ${service} has the entry ${entry}`);
    actions.set(name.toLowerCase(), { service, name, accessLevel, hasResourceLevel: letter !== letter.toLowerCase() });
    before = name;
  }
  return actions;
}
