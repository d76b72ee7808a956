/**
 * The objects of OCSF 1.9.0 that stand in a Detection Finding of ours: their published attributes as far as we write
 * them, with requirement, type and constraint. Everything else is refused, so that no attribute is made up.
 *
 * Derived by hand from the published definitions; docs/outputs.md says from which, and how to do it again.
 */
import { z } from 'zod';
import {
  ACCOUNT_TYPE,
  ANALYTIC_TYPE,
  OBSERVABLE_TYPE,
  RESOURCE_ROLE,
  USER_TYPE,
  type Enumeration,
} from './enumeration.ts';

/** `string_t`. */
export const string = z.string();
/** `timestamp_t`: milliseconds since the epoch. */
export const timestamp = z.number().int();
/**
 * `ip_t`: IPv4 or IPv6, at most 40 characters. By patterns alone, so that what this check lets through the JSON Schema
 * lets through; the published type has one too. An IPv4 address inside of an IPv6 one is known in its mapped form.
 */
export const ip = z.union([
  z.string().regex(z.regexes.ipv4),
  z.string().regex(z.regexes.ipv6),
  z.string().regex(/^::(?:ffff:)?(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/),
]);
/** `json_t`. */
const json = z.json();

/** An attribute that the published schema recommends: it may be absent, and the schema says that it is wanted. */
export function recommended<T extends z.ZodType>(type: T): z.ZodOptional<T> {
  return type.optional().meta({ 'x-ocsf-requirement': 'recommended' });
}

/** A number of an enumeration. */
export function idOf(enumeration: Enumeration): z.ZodLiteral<number> {
  return z.literal(Object.keys(enumeration).map(Number));
}

/** The caption beside a number; where 99 is one of them, it may be any text. */
export function captionOf(enumeration: Enumeration): z.ZodType<string> {
  return 99 in enumeration ? string : z.literal(Object.values(enumeration));
}

/** A published object, closed; `atLeastOne` is its constraint of that name. */
export function object<S extends z.ZodRawShape>(
  name: string,
  shape: S,
  atLeastOne: readonly (keyof S & string)[] = [],
): z.ZodObject<S, z.core.$strict> {
  const constraint = atLeastOne.length === 0 ? {} : { anyOf: atLeastOne.map((one) => ({ required: [one] })) };
  return z.strictObject(shape).meta({ id: name, ...constraint });
}

const account = object(
  'account',
  {
    name: recommended(string),
    uid: recommended(string),
    type: captionOf(ACCOUNT_TYPE).optional(),
    type_id: recommended(idOf(ACCOUNT_TYPE)),
  },
  ['name', 'uid'],
);

const credential = object('programmatic_credential', { uid: string, type: recommended(string) });

const user = object(
  'user',
  {
    name: recommended(string),
    uid: recommended(string),
    uid_alt: string.optional(),
    type: captionOf(USER_TYPE).optional(),
    type_id: recommended(idOf(USER_TYPE)),
    account: account.optional(),
    programmatic_credentials: z.array(credential).optional(),
  },
  ['account', 'name', 'uid'],
);

const role = object('iam_role', { name: recommended(string), uid: recommended(string), account: account.optional() }, [
  'name',
  'uid',
]);

const session = object('session', {
  uid_alt: string.optional(),
  created_time: recommended(timestamp),
  credential_uid: string.optional(),
  issuer: recommended(string),
  is_mfa: z.boolean().optional(),
});

const application = object('application', { name: recommended(string), uid: recommended(string) }, ['uid', 'name']);

/** Who acted. The published list of which one must be there also has `process` and three deprecated attributes. */
export const actor = object(
  'actor',
  {
    user: recommended(user),
    iam_role: role.optional(),
    session: session.optional(),
    application: recommended(application),
  },
  ['user', 'iam_role', 'session', 'application'],
);

/** In which cloud, account and region. */
export const cloud = object('cloud', {
  provider: string,
  account: account.optional(),
  region: recommended(string),
});

/** What was acted on. */
export const resource = object(
  'resource_details',
  {
    name: recommended(string),
    uid: recommended(string),
    type: string.optional(),
    role: captionOf(RESOURCE_ROLE).optional(),
    role_id: recommended(idOf(RESOURCE_ROLE)),
    owner: recommended(user),
  },
  ['name', 'uid'],
);

const tactic = object('tactic', { uid: recommended(string), name: recommended(string) }, ['name', 'uid']);
const technique = object('technique', { uid: recommended(string), name: recommended(string) }, ['name', 'uid']);
const subTechnique = object('sub_technique', { uid: recommended(string), name: recommended(string) }, ['name', 'uid']);

/** One mapping to ATT&CK. */
export const attack = object(
  'attack',
  {
    tactic: recommended(tactic),
    technique: recommended(technique),
    sub_technique: recommended(subTechnique),
    version: recommended(string),
  },
  ['tactic', 'technique', 'sub_technique'],
);

/** The rule. */
export const analytic = object(
  'analytic',
  {
    name: recommended(string),
    uid: recommended(string),
    category: string.optional(),
    version: string.optional(),
    type: captionOf(ANALYTIC_TYPE).optional(),
    type_id: idOf(ANALYTIC_TYPE),
  },
  ['name', 'uid'],
);

const service = object('service', { name: recommended(string), uid: recommended(string) }, ['name', 'uid']);
const api = object('api', { operation: string, service: service.optional() });
const endpoint = object('network_endpoint', { ip: recommended(ip), svc_name: recommended(string) }, ['ip', 'svc_name']);
const httpRequest = object('http_request', { user_agent: recommended(string) });

/** One event. That its id alone is not enough is the published constraint, shortened to what we write. */
export const evidence = object(
  'evidences',
  {
    uid: string.optional(),
    api: recommended(api),
    src_endpoint: recommended(endpoint),
    http_request: recommended(httpRequest),
    data: json.optional(),
  },
  ['api', 'data', 'src_endpoint'],
);

/** What to do. */
export const remediation = object('remediation', { desc: string });

/** A value to search for, with its place in the finding. */
export const observable = object('observable', {
  name: recommended(string),
  type: captionOf(OBSERVABLE_TYPE).optional(),
  type_id: idOf(OBSERVABLE_TYPE),
  value: string.optional(),
});

const product = object(
  'product',
  { name: recommended(string), vendor_name: recommended(string), version: recommended(string) },
  ['name'],
);

/** Who wrote the finding, in which version of OCSF. */
export const metadata = object('metadata', {
  version: string,
  product,
  profiles: z.array(string).optional(),
  uid: string.optional(),
});
