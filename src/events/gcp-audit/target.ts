/**
 * What a call acted on. Google Cloud names things by resource names, so the name decides the type; the primary target
 * is the identity before what belongs to it (a service account before its key), else the innermost thing of the name.
 */
import { canonicalPrincipal } from '../../identity/gcp-principal.ts';
import { isArray, isObject, property, stringAt, type JsonObject } from '../../std/json.ts';
import type { AuditEvent, Target, WorkspaceEvent } from '../audit-event.ts';
import type { GcpCall } from './call.ts';
import { lastSegment } from './method.ts';
import { nameParts, type NamePart } from './resource-name.ts';
import { workspaceText } from './workspace.ts';

/** Types of targets by collection, where they are not simply its singular. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['serviceAccounts', 'service-account'],
  ['roles', 'role'],
  ['workloadIdentityPools', 'workload-identity-pool'],
  ['workforcePools', 'workforce-pool'],
  ['providers', 'identity-provider'],
  ['oauthClients', 'oauth-client'],
  ['scimTenants', 'scim-tenant'],
  ['sinks', 'log-sink'],
  ['exclusions', 'log-exclusion'],
  ['policies', 'policy'],
  ['denypolicies', 'deny-policy'],
  ['hmacKeys', 'hmac-key'],
  ['cryptoKeys', 'crypto-key'],
  ['projects', 'project'],
  ['folders', 'folder'],
  ['organizations', 'organization'],
  ['billingAccounts', 'billing-account'],
]);

/** What merely says where a thing is. */
const PLACES: ReadonlySet<string> = new Set(['locations', 'zones', 'regions', 'attachmentPoints']);
const CONTAINERS: ReadonlySet<string> = new Set(['projects', 'folders', 'organizations', 'billingAccounts']);

/** Where creations say the name of what they make, before the answer does; a first entry of two has no answer yet. */
interface Naming {
  /** Field of the request that holds the id, in one of its spellings. */
  readonly id: readonly (readonly string[])[];
  readonly collection: string;
  /** What the name begins with where the request names no parent. */
  readonly root?: string;
}
const CREATIONS: ReadonlyMap<string, Naming> = new Map<string, Naming>([
  ['CreateRole', { id: [['role_id'], ['roleId']], collection: 'roles' }],
  ['CreateWorkloadIdentityPool', { id: [['workloadIdentityPoolId']], collection: 'workloadIdentityPools' }],
  ['CreateWorkloadIdentityPoolProvider', { id: [['workloadIdentityPoolProviderId']], collection: 'providers' }],
  ['CreateWorkforcePool', { id: [['workforcePoolId']], collection: 'workforcePools', root: 'locations/global' }],
  ['CreateWorkforcePoolProvider', { id: [['workforcePoolProviderId']], collection: 'providers' }],
  ['CreateOauthClient', { id: [['oauthClientId']], collection: 'oauthClients' }],
  ['CreatePolicy', { id: [['policy', 'name']], collection: 'policies' }],
  ['CreateSink', { id: [['sink', 'name']], collection: 'sinks' }],
  ['CreateExclusion', { id: [['exclusion', 'name']], collection: 'exclusions' }],
]);

/** Targets of a call, the primary one first. Empty where the record names none. */
export function targetsOf(call: GcpCall, workspace: readonly WorkspaceEvent[]): readonly Target[] {
  if (call.service === 'login') return [selfOf(call, workspace)];
  const named = workspaceTargets(workspace);
  if (named.length > 0) return named;
  const found = targetsNamed(primaryName(call), call);
  const targets = withServiceAccount(found, call);
  const isInvitation = call.method === 'InsertProjectOwnershipInvite';
  const invited = isInvitation ? stringAt(call.payload, 'request', 'member') : undefined;
  return invited === undefined ? targets : [...targets, principalTarget(invited)];
}

/** Whether the primary target is the actor. A service account known by its number may or may not be. */
export function actorIsTarget(call: GcpCall, target: Target | undefined): AuditEvent['actorIsTarget'] {
  if (target === undefined || call.actor.kind === 'unknown') return 'unknown';
  if (target.id === call.actor.principal) return 'yes';
  const isNumbered = target.type === 'service-account' && /^serviceAccount:\d+$/.test(target.id);
  return isNumbered && call.actor.principal.startsWith('serviceAccount:') ? 'unknown' : 'no';
}

/** The answer names what was made; else the entry names what was asked for. */
function primaryName(call: GcpCall): string | undefined {
  const { payload } = call;
  const verb = lastSegment(call.action ?? '');
  const answered = stringAt(payload, 'response', 'name');
  if (/^(?:Create|Upload)/.test(verb) && answered?.includes('/') === true && !answered.includes('operations/')) {
    return answered;
  }
  const created = createdName(call, verb);
  if (created !== undefined) return created;
  const asked = stringAt(payload, 'resourceName');
  const requested = stringAt(payload, 'request', 'name') ?? stringAt(payload, 'request', 'resource');
  return asked ?? requested ?? stringAt(firstAuthorization(payload), 'resource') ?? labelledContainer(call);
}

/** The container whose own resource the entry is about, by its labels. */
function labelledContainer(call: GcpCall): string | undefined {
  const type = stringAt(call.entry, 'resource', 'type') ?? '';
  const id = stringAt(call.entry, 'resource', 'labels', `${type}_id`);
  return id !== undefined && CONTAINERS.has(`${type}s`) ? `${type}s/${id}` : undefined;
}

function firstAuthorization(payload: JsonObject): JsonObject | undefined {
  const list = property(payload, 'authorizationInfo');
  const first = isArray(list) ? list[0] : undefined;
  return isObject(first) ? first : undefined;
}

function createdName(call: GcpCall, verb: string): string | undefined {
  const naming = CREATIONS.get(verb);
  if (naming === undefined) return undefined;
  const id = naming.id.map((path) => stringAt(call.payload, 'request', ...path)).find((found) => found !== undefined);
  const parent = stringAt(call.payload, 'request', 'parent') ?? naming.root ?? stringAt(call.payload, 'resourceName');
  if (id === undefined || parent === undefined) return undefined;
  return id.includes('/') ? id : `${parent}/${naming.collection}/${id}`;
}

function targetsNamed(name: string | undefined, call: GcpCall): readonly Target[] {
  const parts = name === undefined ? [] : nameParts(name);
  const things = parts.filter(({ collection }) => !PLACES.has(collection) && !CONTAINERS.has(collection));
  const container = parts.find(({ collection, id }) => CONTAINERS.has(collection) && id !== '-' && id !== '_');
  const account = container === undefined ? call.account : accountOf(container, call);
  if (things.length > 0) {
    const inner = things.toReversed().map((part) => targetOf(part, account, call.service));
    return [...inner.filter(isIdentity), ...inner.filter((target) => !isIdentity(target))];
  }
  const innermost = parts.filter(({ collection }) => CONTAINERS.has(collection)).at(-1);
  if (innermost !== undefined) return [targetOf(innermost, accountOf(innermost, call))];
  return name === undefined || name === '' ? [] : [bareTarget(name, call)];
}

/** Services write names without a collection too: SetIamPolicy of Resource Manager calls a project by its id. */
function bareTarget(name: string, call: GcpCall): Target {
  const type = call.service === 'cloudresourcemanager' && !name.includes('/') ? 'project' : 'resource';
  return {
    type,
    id: type === 'project' ? `projects/${name}` : name,
    name: name.split('/').at(-1),
    account: call.account,
  };
}

/** Names tell projects by their number too; the entry then knows the id. */
function accountOf(container: NamePart, call: GcpCall): string {
  if (container.collection !== 'projects') return container.name;
  const isKnown = call.account !== undefined && !call.account.includes('/');
  return isKnown && /^\d+$/.test(container.id) ? call.account : container.id;
}

/** Keys and policies are many things; what holds them, or whose they are, tells. */
function typeOf(collection: string, name: string, service: string | undefined): string {
  if (collection === 'keys' && name.includes('/serviceAccounts/')) return 'service-account-key';
  if (collection === 'keys' && service === 'apikeys') return 'api-key';
  if (collection === 'policies' && service === 'orgpolicy') return 'org-policy';
  return TYPES.get(collection) ?? singular(collection);
}

function targetOf({ collection, id, name }: NamePart, account: string | undefined, service?: string): Target {
  const type = typeOf(collection, name, service);
  if (type === 'service-account') return { type, id: canonicalServiceAccount(id), name: id, account };
  return { type, id: name, name: id, account };
}

function isIdentity(target: Target): boolean {
  return target.type === 'service-account';
}

function canonicalServiceAccount(id: string): string {
  return id.includes('@') ? canonicalPrincipal(id) : `serviceAccount:${id}`;
}

/** `instances` is `instance`, `cryptoKeyVersions` is `crypto-key-version`. */
function singular(collection: string): string {
  const words = collection.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  if (words.endsWith('ies')) return `${words.slice(0, -3)}y`;
  return words.endsWith('s') && !words.endsWith('ss') ? words.slice(0, -1) : words;
}

/**
 * A service account under its address, wherever the entry tells that: the answer to its creation, the labels of the
 * resource beside its number, or the id asked for in the project.
 */
function withServiceAccount(found: readonly Target[], call: GcpCall): readonly Target[] {
  const isCreation = lastSegment(call.action ?? '') === 'CreateServiceAccount';
  const [first] = found;
  if (!isCreation && (first === undefined || !isIdentity(first))) return found;
  if (!isCreation && first?.name?.includes('@') === true) return found;
  const address = addressOfServiceAccount(call, isCreation);
  if (address === undefined) return found;
  const account = call.account ?? first?.account;
  const target = { type: 'service-account', id: canonicalPrincipal(address), name: address, account };
  return [target, ...found.filter((other) => !isIdentity(other) && !(isCreation && other.type === 'project'))];
}

function addressOfServiceAccount(call: GcpCall, isCreation: boolean): string | undefined {
  const named = isCreation ? stringAt(call.payload, 'response', 'email') : undefined;
  const labelled = stringAt(call.entry, 'resource', 'labels', 'email_id');
  const address = named ?? labelled;
  if (address?.includes('@') === true) return address;
  const id = stringAt(call.payload, 'request', 'account_id') ?? stringAt(call.payload, 'request', 'accountId');
  if (!isCreation || id === undefined || call.account === undefined || call.account.includes('/')) return undefined;
  const [name = '', domain] = call.account.split(':').toReversed();
  return `${id}@${domain === undefined ? name : `${name}.${domain}`}.iam.gserviceaccount.com`;
}

function principalTarget(member: string): Target {
  const id = canonicalPrincipal(member);
  const type = id.startsWith('serviceAccount:') ? 'service-account' : (id.split(':')[0] ?? 'principal');
  return { type, id, name: id.slice(id.indexOf(':') + 1), account: undefined };
}

/** Parameters of Workspace events by what they name. Order is precedence: the first is the primary target. */
const WORKSPACE: readonly (readonly [name: string, type: string])[] = [
  ['USER_EMAIL', 'user'],
  ['affected_email_address', 'user'],
  ['GROUP_EMAIL', 'group'],
  ['ROLE_NAME', 'role'],
  ['API_CLIENT_NAME', 'api-client'],
  ['OAUTH2_APP_ID', 'oauth-client'],
  ['INBOUND_SSO_PROFILE_NAME', 'identity-provider'],
  ['SAML2_SERVICE_PROVIDER_NAME', 'application'],
  ['SECONDARY_DOMAIN_NAME', 'domain'],
  ['DOMAIN_ALIAS', 'domain'],
  ['DOMAIN_NAME', 'domain'],
  ['ORG_UNIT_NAME', 'org-unit'],
  ['APPLICATION_NAME', 'application'],
];

function workspaceTargets(events: readonly WorkspaceEvent[]): readonly Target[] {
  return WORKSPACE.flatMap(([parameter, type]): readonly Target[] => {
    const text = workspaceText(events, parameter);
    if (text === undefined) return [];
    const isAddressed = (type === 'user' || type === 'group') && text.includes('@');
    return [{ type, id: isAddressed ? canonicalPrincipal(`${type}:${text}`) : text, name: text, account: undefined }];
  });
}

/** Who signs in, or changes how they do, acts on their own account. */
function selfOf(call: GcpCall, events: readonly WorkspaceEvent[]): Target {
  const affected = workspaceText(events, 'affected_email_address');
  if (affected?.includes('@') === true) return principalTarget(affected);
  const { principal, kind, name } = call.actor;
  return { type: kind, id: principal, name, account: undefined };
}
