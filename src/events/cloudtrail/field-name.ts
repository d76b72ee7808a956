/**
 * The names of CloudTrail's fields, and how they come out of tools that rename them: lower case (Athena, CloudTrail
 * Lake, Hive), snake case, words with blanks (Event history), flattened (Microsoft Sentinel's AWSCloudTrail table).
 * Names: AWS CloudTrail User Guide, "CloudTrail record contents" and "userIdentity element". Names of request
 * parameters are the services' own and stay as they are.
 */

const TOP_LEVEL = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'eventType',
  'apiVersion',
  'managementEvent',
  'readOnly',
  'resources',
  'recipientAccountId',
  'serviceEventDetails',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'eventCategory',
  'addendum',
  'sessionCredentialFromConsole',
  'edgeDeviceDetails',
  'tlsDetails',
  'insightDetails',
  'eventContext',
] as const;

const INSIDE_IDENTITY = [
  'type',
  'principalId',
  'arn',
  'accountId',
  'accessKeyId',
  'userName',
  'invokedBy',
  'identityProvider',
  'sessionContext',
  'sessionIssuer',
  'webIdFederationData',
  'federatedProvider',
  'attributes',
  'creationDate',
  'mfaAuthenticated',
  'sourceIdentity',
  'ec2RoleDelivery',
  'assumedRoot',
  'onBehalfOf',
  'userId',
  'identityStoreArn',
  'credentialId',
  'inScopeOf',
  'sourceArn',
  'sourceAccount',
  'issuerType',
  'credentialsIssuedTo',
] as const;

/** Paths under names that no change of case or punctuation makes the real ones. Each was seen in the tool named. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  // Elastic, OTRF and most log stores
  timestamp: ['eventTime'],
  // Microsoft Sentinel
  timegenerated: ['eventTime'],
  awseventid: ['eventID'],
  awsrequestid: ['requestID'],
  category: ['eventCategory'],
  ec2roledelivery: ['userIdentity', 'sessionContext', 'ec2RoleDelivery'],
  eventtypename: ['eventType'],
  sessioncreationdate: ['userIdentity', 'sessionContext', 'attributes', 'creationDate'],
  sessionmfaauthenticated: ['userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated'],
  sessionissuertype: ['userIdentity', 'sessionContext', 'sessionIssuer', 'type'],
  sessionissuerprincipalid: ['userIdentity', 'sessionContext', 'sessionIssuer', 'principalId'],
  sessionissuerarn: ['userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
  sessionissueraccountid: ['userIdentity', 'sessionContext', 'sessionIssuer', 'accountId'],
  sessionissuerusername: ['userIdentity', 'sessionContext', 'sessionIssuer', 'userName'],
  // Event history of the CloudTrail console
  username: ['userIdentity', 'userName'],
  awsaccesskey: ['userIdentity', 'accessKeyId'],
};

/** A name without case and punctuation: equal for `sourceIPAddress`, `source_ip_address` and `Source IP address`. */
export function bare(name: string): string {
  return name.replace(/[^a-z\d]/gi, '').toLowerCase();
}

const IDENTITY_NAMES: ReadonlyMap<string, string> = new Map(INSIDE_IDENTITY.map((name) => [bare(name), name]));

const PATHS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...Object.entries(ELSEWHERE),
  ...INSIDE_IDENTITY.map((name) => [`useridentity${bare(name)}`, ['userIdentity', name]] as const),
  ...TOP_LEVEL.map((name) => [bare(name), [name]] as const),
]);

/** Fields that are objects in a record, and texts or many columns in tables. */
export const OBJECT_FIELDS: ReadonlySet<string> = new Set([
  'userIdentity',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
  'serviceEventDetails',
  'tlsDetails',
  'addendum',
  'insightDetails',
  'eventContext',
  'edgeDeviceDetails',
]);

/** Longest path that is taken apart; real ones end at five. */
const STEPS_MAX = 8;

/**
 * Where a field of another spelling belongs in a CloudTrail record; undefined for names that are none of its fields.
 * `userIdentity.sessionContext.sessionIssuer.arn` is how log stores write a path.
 */
export function pathOf(name: string): readonly string[] | undefined {
  return dottedPath(name) ?? PATHS.get(bare(name));
}

/** Whether a name is a path into one of the objects of a record. */
export function isDotted(name: string): boolean {
  return name.includes('.') && dottedPath(name) !== undefined;
}

function dottedPath(name: string): readonly string[] | undefined {
  const dot = name.indexOf('.');
  if (dot <= 0) return undefined;
  const field = PATHS.get(bare(name.slice(0, dot)))?.[0] ?? '';
  const inner = name.slice(dot + 1).split('.', STEPS_MAX + 1);
  if (!OBJECT_FIELDS.has(field) || inner.length > STEPS_MAX || inner.includes('')) return undefined;
  return [field, ...(field === 'userIdentity' ? inner.map(identityName) : inner)];
}

/** The true name of a field somewhere inside `userIdentity`; any other name as it is. */
export function identityName(name: string): string {
  return IDENTITY_NAMES.get(bare(name)) ?? name;
}
