/**
 * The evaluator's slow twin: the steps of AWS's flow charts, one after the other, on the documents as they were
 * written. It shares no code with the evaluator, knows only yes and no, and needs to be told everything.
 *
 * From the IAM User Guide: "How AWS enforcement code logic evaluates requests to allow or deny access", "Cross-account
 * policy evaluation logic", "IAM JSON policy elements reference".
 */
import type { AccessRequest } from './request.ts';

/** A statement as the generators write it. */
export interface RawStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Principal?: '*' | Readonly<Record<string, readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A document of version 2012-10-17. */
export type RawDocument = readonly RawStatement[];

/** All documents that bear on a request. */
export interface RawPolicies {
  readonly identity: readonly RawDocument[];
  readonly boundary: RawDocument | undefined;
  readonly session: RawDocument | undefined;
  readonly resource: RawDocument | undefined;
  readonly serviceControls: readonly RawDocument[];
  readonly resourceControls: readonly RawDocument[];
}

/** The twin's answer. */
export type NaiveOutcome = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

/** Decides a request of which everything is known. */
export function naivelyEvaluate(request: AccessRequest, given: RawPolicies): NaiveOutcome {
  const { principal } = request;
  const isCaller =
    principal.kind === 'user' || principal.kind === 'role-session' || principal.kind === 'federated-user';
  const inAccount = isCaller || principal.kind === 'root';
  const identity = isCaller ? given.identity.flat() : [];
  const boundary = isCaller ? given.boundary : undefined;
  const session = isCaller ? given.session : undefined;
  const controls = [...given.resourceControls, ...(inAccount ? given.serviceControls : [])];

  // Step 1: deny evaluation, over all policies.
  const plain = [...controls.flat(), ...identity, ...(boundary ?? []), ...(session ?? [])];
  if (plain.some((one) => one.Effect === 'Deny' && concerns(one, request))) return 'explicitly-denied';
  for (const one of given.resource ?? [])
    if (one.Effect === 'Deny' && concerns(one, request) && names(one, request) !== '') return 'explicitly-denied';

  // Steps 2 and 3: every level of the resource and service controls has to allow.
  for (const level of controls) if (!allows(level, request)) return 'implicitly-denied';

  // Step 4: the resource's own policy.
  let named = '';
  for (const one of given.resource ?? []) {
    if (one.Effect !== 'Allow' || !concerns(one, request)) continue;
    const how = names(one, request);
    if (how === 'itself') named = how;
    else if (how === 'role' && named !== 'itself') named = how;
    else if (how === 'account' && named === '') named = how;
  }
  if (!inAccount) return named === 'itself' ? 'allowed' : 'implicitly-denied';
  const isSameAccount = 'account' in principal && principal.account === request.resourceAccount;
  if (isSameAccount && named === 'itself') return 'allowed';

  // Steps 5 to 7: identity, boundary, session.
  const isGrantedByRole = isSameAccount && named === 'role';
  if (principal.kind !== 'root' && !isGrantedByRole && !allows(identity, request)) return 'implicitly-denied';
  if (boundary !== undefined && !allows(boundary, request)) return 'implicitly-denied';
  if (session !== undefined && !allows(session, request)) return 'implicitly-denied';
  if (principal.kind === 'federated-user' && session === undefined) return 'implicitly-denied';
  if (isSameAccount) {
    const isGuarded = request.action.toLowerCase().startsWith('sts:assumerole');
    return isGuarded && named === '' ? 'implicitly-denied' : 'allowed';
  }
  return named === '' ? 'implicitly-denied' : 'allowed';
}

function allows(document: RawDocument, request: AccessRequest): boolean {
  return document.some((one) => one.Effect === 'Allow' && concerns(one, request));
}

function names({ Principal }: RawStatement, { principal }: AccessRequest): '' | 'itself' | 'role' | 'account' {
  if (Principal === undefined || Principal === '*') return 'itself';
  const listed = Principal.AWS ?? [];
  if (listed.includes('*')) return 'itself';
  if (principal.kind === 'service') return Principal.Service?.includes(principal.name) ? 'itself' : '';
  if (principal.kind === 'anonymous') return '';
  if ('arn' in principal && listed.includes(principal.arn)) return 'itself';
  if (principal.kind === 'role-session' && listed.includes(principal.roleArn)) return 'role';
  if (principal.kind === 'federated-user' && listed.includes(principal.userArn)) return 'role';
  return listed.some((one) => one === principal.account || one === `arn:aws:iam::${principal.account}:root`)
    ? 'account'
    : '';
}

function concerns(one: RawStatement, request: AccessRequest): boolean {
  const isAction = (pattern: string): boolean => glob(pattern, 'i').test(request.action);
  const isResource = (pattern: string): boolean => {
    const filled = fill(pattern, request);
    // ListAllMyBuckets has no resource of its own.
    const asked = request.action.toLowerCase() === 's3:listallmybuckets' ? '*' : request.resource;
    return filled?.test(asked) === true;
  };
  if (one.Action !== undefined && !one.Action.some(isAction)) return false;
  if (one.NotAction?.some(isAction)) return false;
  if (one.Resource !== undefined && !one.Resource.some(isResource)) return false;
  if (one.NotResource?.some(isResource)) return false;
  for (const [operator, keys] of Object.entries(one.Condition ?? {}))
    for (const [key, values] of Object.entries(keys)) if (!isTrue(operator, key, values, request)) return false;
  return true;
}

function glob(pattern: string, flags = ''): RegExp {
  const source = pattern
    .replace(/[\\^$+.()|[\]{}/-]/gu, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, flags);
}

/** A pattern with its variables, as an expression; undefined where a variable has no value. */
function fill(pattern: string, request: AccessRequest, split = (text: string): string => text): RegExp | undefined {
  let source = '';
  for (const [, variable, plain] of pattern.matchAll(/\$\{([^}]*)\}|([^$]+|\$)/gu)) {
    if (variable === undefined) {
      source += glob(split(plain ?? '')).source.slice(1, -1);
      continue;
    }
    const value = ['*', '?', '$'].includes(variable) ? [variable] : valuesIn(request, variable);
    if (value?.length !== 1) return undefined;
    source += (value[0] ?? '').replace(/[\\^$+.()|[\]{}/*?-]/gu, '\\$&');
  }
  return new RegExp(`^${source}$`);
}

function valuesIn({ context }: AccessRequest, key: string): readonly string[] | undefined {
  const values = context.values.get(key.toLowerCase());
  return values?.length === 0 ? undefined : values;
}

function isTrue(written: string, key: string, expected: readonly string[], request: AccessRequest): boolean {
  const actual = valuesIn(request, key);
  const every = written.startsWith('ForAllValues:');
  const some = written.startsWith('ForAnyValue:');
  let operator = written.replace(/^For\w+:/u, '');
  if (operator === 'Null') return expected.some((one) => (one === 'true') === (actual === undefined));
  const optional = operator.endsWith('IfExists');
  operator = operator.replace(/IfExists$/u, '');
  const negative = operator.includes('Not');
  operator = operator.replace('Not', '');
  if (actual === undefined) {
    if (optional || every) return true;
    return some ? false : negative;
  }
  const one = (value: string): boolean => expected.some((want) => isEqual(operator, want, value, request)) !== negative;
  return some ? actual.some(one) : actual.every(one);
}

function isEqual(operator: string, want: string, value: string, request: AccessRequest): boolean {
  switch (operator) {
    case 'StringEquals':
      return literal(want, request) === value;
    case 'StringEqualsIgnoreCase':
      return literal(want, request)?.toLowerCase() === value.toLowerCase();
    case 'StringLike':
      return fill(want, request)?.test(value) === true;
    case 'ArnLike':
    case 'ArnEquals': {
      const parts = want.split(/:(?![^{]*\})/u);
      const asked = value.split(':');
      const join = (list: readonly string[]): readonly string[] => [...list.slice(0, 5), list.slice(5).join(':')];
      return join(parts).every((part, i) => fill(part, request)?.test(join(asked)[i] ?? '') === true);
    }
    case 'NumericEquals':
      return Number(value) === Number(want);
    case 'NumericLessThan':
      return Number(value) < Number(want);
    case 'NumericLessThanEquals':
      return Number(value) <= Number(want);
    case 'NumericGreaterThan':
      return Number(value) > Number(want);
    case 'NumericGreaterThanEquals':
      return Number(value) >= Number(want);
    case 'DateEquals':
      return Date.parse(value) === Date.parse(want);
    case 'DateLessThan':
      return Date.parse(value) < Date.parse(want);
    case 'DateLessThanEquals':
      return Date.parse(value) <= Date.parse(want);
    case 'DateGreaterThan':
      return Date.parse(value) > Date.parse(want);
    case 'DateGreaterThanEquals':
      return Date.parse(value) >= Date.parse(want);
    case 'Bool':
      return value.toLowerCase() === want.toLowerCase();
    case 'IpAddress':
      return isInside(value, want);
    default:
      throw new Error(`The twin does not know ${operator}`);
  }
}

function literal(want: string, request: AccessRequest): string | undefined {
  const variables = [...want.matchAll(/\$\{([^}]*)\}/gu)].map(([, name = '']) => name);
  let text = want;
  for (const name of variables) {
    const values = ['*', '?', '$'].includes(name) ? [name] : valuesIn(request, name);
    if (values?.length !== 1) return undefined;
    text = text.split(`\${${name}}`).join(values[0]);
  }
  return text;
}

/** IPv4 only, by counting. */
function isInside(address: string, network: string): boolean {
  const [base = '', bits = '32'] = network.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numeric(address) / size) === Math.floor(numeric(base) / size);
}

function numeric(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
