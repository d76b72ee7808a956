/**
 * The true names of the fields of a log entry. Exports and SIEMs change case and underscores (`insertid`,
 * `proto_payload`, `callerIP`, `at_sign_type`), so a name is looked up without either. Only the frame of an entry is
 * renamed; what a request or a response holds keeps the names its service gave it.
 */
import { isArray, isObject, type Json, type JsonObject } from '../../std/json.ts';

interface Frame {
  readonly names: ReadonlyMap<string, string>;
  /** Fields that are frames themselves. */
  readonly inside: ReadonlyMap<string, Frame>;
}

const TYPE_NAMES = ['@type', 'attype', 'atsigntype'] as const;
const LINK = frame(['firstPartyPrincipal', 'thirdPartyPrincipal', 'principalSubject', 'principalEmail'], {
  firstPartyPrincipal: frame(['principalEmail', 'serviceMetadata']),
  thirdPartyPrincipal: frame(['thirdPartyClaims']),
});
const DELTA = frame(['action', 'role', 'member', 'condition', 'service', 'exemptedMember', 'logType']);
const DELTAS = frame(['bindingDeltas', 'auditConfigDeltas', 'addedPermissions', 'removedPermissions'], {
  bindingDeltas: DELTA,
  auditConfigDeltas: DELTA,
});
const PAYLOAD = frame(
  [
    'serviceName',
    'methodName',
    'resourceName',
    'resourceLocation',
    'resourceOriginalState',
    'numResponseItems',
    'status',
    'authenticationInfo',
    'authorizationInfo',
    'policyViolationInfo',
    'requestMetadata',
    'request',
    'response',
    'metadata',
    'serviceData',
  ],
  {
    authenticationInfo: frame(
      [
        'principalEmail',
        'principalSubject',
        'authoritySelector',
        'thirdPartyPrincipal',
        'serviceAccountKeyName',
        'serviceAccountDelegationInfo',
        'oauthInfo',
      ],
      {
        serviceAccountDelegationInfo: LINK,
        thirdPartyPrincipal: frame(['thirdPartyClaims']),
        oauthInfo: frame(['oauthClientId']),
      },
    ),
    authorizationInfo: frame(['resource', 'permission', 'permissionType', 'granted', 'resourceAttributes']),
    requestMetadata: frame([
      'callerIp',
      'callerSuppliedUserAgent',
      'callerNetwork',
      'requestAttributes',
      'destinationAttributes',
    ]),
    resourceLocation: frame(['currentLocations', 'originalLocations']),
    status: frame(['code', 'message', 'details']),
    serviceData: frame(['policyDelta', 'permissionDelta'], { policyDelta: DELTAS, permissionDelta: DELTAS }),
  },
);
const ENTRY = frame(
  [
    'insertId',
    'logName',
    'resource',
    'severity',
    'timestamp',
    'receiveTimestamp',
    'operation',
    'labels',
    'split',
    'trace',
    'spanId',
    'protoPayload',
    'jsonPayload',
    'textPayload',
    'httpRequest',
    'sourceLocation',
  ],
  { protoPayload: PAYLOAD, split: frame(['uid', 'index', 'totalSplits']) },
);

/** A log entry with its true names, itself where none is wrong; a wrong name gives way where the true one is there. */
export function renameEntry(entry: JsonObject): JsonObject {
  return renamed(entry, ENTRY);
}

/** The true name of a field of the audit payload. */
export function payloadName(name: string): string | undefined {
  return PAYLOAD.names.get(plain(name));
}

function renamed(value: JsonObject, here: Frame): JsonObject {
  const fields: [string, Json][] = [];
  const misnamed: [string, Json][] = [];
  let isSame = true;
  for (const [key, field] of Object.entries(value)) {
    const name = here.names.get(plain(key)) ?? key;
    const inner = here.inside.get(name);
    const read = inner === undefined ? field : renamedInside(field, inner);
    isSame &&= name === key && read === field;
    (name === key ? fields : misnamed).push([name, read]);
  }
  return isSame ? value : Object.fromEntries([...misnamed, ...fields]);
}

function renamedInside(field: Json, inner: Frame): Json {
  if (isObject(field)) return renamed(field, inner);
  if (!isArray(field)) return field;
  const items = field.map((item) => (isObject(item) ? renamed(item, inner) : item));
  return items.some((item, index) => item !== field[index]) ? items : field;
}

function frame(names: readonly string[], inside: Readonly<Record<string, Frame>> = {}): Frame {
  return {
    names: new Map([
      ...names.map((name): [string, string] => [plain(name), name]),
      ...TYPE_NAMES.map((name): [string, string] => [name, '@type']),
    ]),
    inside: new Map(Object.entries(inside)),
  };
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}
