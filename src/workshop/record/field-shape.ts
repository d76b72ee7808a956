/**
 * The documented shapes of records: which names stand where. Below a name marked `*` anything may stand.
 *
 * Sources: AWS CloudTrail User Guide, "CloudTrail record contents" and "userIdentity element"; Google's `LogEntry`,
 * `AuditLog`, `AuthenticationInfo`, `AuthorizationInfo`, `RequestMetadata` and `AuditData`.
 */

/** A place in a record. */
export interface Shape {
  /** What stands below, by name; undefined where anything may. */
  readonly inside: ReadonlyMap<string, Shape> | undefined;
}

/** The first step of a path that a shape does not have. */
export interface UnknownStep {
  /** The steps before it. */
  readonly before: readonly string[];
  readonly name: string;
  /** The names that stand there. */
  readonly known: readonly string[];
}

/** Records of CloudTrail. */
export const CLOUDTRAIL: Shape = shape(`
  eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestID
  eventID eventType apiVersion managementEvent readOnly recipientAccountId sharedEventID vpcEndpointId
  vpcEndpointAccountId eventCategory sessionCredentialFromConsole requestParameters* responseElements*
  additionalEventData* serviceEventDetails* insightDetails* eventContext* edgeDeviceDetails* tenantId
  resources.ARN resources.arn resources.accountId resources.type resources.ARNPrefix
  addendum.reason addendum.updatedFields addendum.originalRequestID addendum.originalEventID
  addendum.originalUID
  tlsDetails.tlsVersion tlsDetails.cipherSuite tlsDetails.clientProvidedHostHeader tlsDetails.keyExchange
  userIdentity.type userIdentity.principalId userIdentity.arn userIdentity.accountId userIdentity.accessKeyId
  userIdentity.userName userIdentity.invokedBy userIdentity.invokedByDelegate*
  userIdentity.identityProvider userIdentity.credentialId
  userIdentity.onBehalfOf.userId userIdentity.onBehalfOf.identityStoreArn
  userIdentity.inScopeOf.sourceArn userIdentity.inScopeOf.sourceAccount userIdentity.inScopeOf.issuerType
  userIdentity.inScopeOf.credentialsIssuedTo
  userIdentity.sessionContext.sourceIdentity userIdentity.sessionContext.ec2RoleDelivery
  userIdentity.sessionContext.assumedRoot
  userIdentity.sessionContext.attributes.sessionCredentialFromConsole userIdentity.sessionContext.attributes.creationDate
  userIdentity.sessionContext.attributes.mfaAuthenticated userIdentity.sessionContext.sessionIssuer.type
  userIdentity.sessionContext.sessionIssuer.principalId userIdentity.sessionContext.sessionIssuer.arn
  userIdentity.sessionContext.sessionIssuer.accountId userIdentity.sessionContext.sessionIssuer.userName
  userIdentity.sessionContext.webIdFederationData.federatedProvider
  userIdentity.sessionContext.webIdFederationData.attributes*
`);

/** Entries of Cloud Audit Logs. */
export const LOG_ENTRY: Shape = shape(`
  insertId logName severity timestamp receiveTimestamp trace traceSampled spanId textPayload jsonPayload* labels*
  httpRequest* sourceLocation* errorGroups* resource.type resource.labels*
  operation.id operation.producer operation.first operation.last split.uid split.index split.totalSplits
  protoPayload.@type protoPayload.serviceName protoPayload.methodName protoPayload.resourceName
  protoPayload.numResponseItems protoPayload.resourceOriginalState* protoPayload.request* protoPayload.response*
  protoPayload.metadata* protoPayload.serviceData* protoPayload.policyViolationInfo*
  protoPayload.resourceLocation.currentLocations protoPayload.resourceLocation.originalLocations
  protoPayload.status.code protoPayload.status.message protoPayload.status.details*
  protoPayload.authenticationInfo.principalEmail protoPayload.authenticationInfo.principalSubject
  protoPayload.authenticationInfo.authoritySelector protoPayload.authenticationInfo.thirdPartyPrincipal*
  protoPayload.authenticationInfo.serviceAccountKeyName protoPayload.authenticationInfo.serviceAccountDelegationInfo*
  protoPayload.authenticationInfo.oauthInfo* protoPayload.authenticationInfo.loggableShortLivedCredential*
  protoPayload.authenticationInfo.serviceDelegationHistory*
  protoPayload.authorizationInfo.resource protoPayload.authorizationInfo.permission
  protoPayload.authorizationInfo.granted protoPayload.authorizationInfo.permissionType
  protoPayload.authorizationInfo.resourceAttributes*
  protoPayload.requestMetadata.callerIp protoPayload.requestMetadata.callerSuppliedUserAgent
  protoPayload.requestMetadata.callerNetwork protoPayload.requestMetadata.requestAttributes*
  protoPayload.requestMetadata.destinationAttributes*
`);

/** The first step of a path that is in none of its places; undefined where the whole path may exist. */
export function unknownStep(path: readonly string[], within: Shape): UnknownStep | undefined {
  let here = within;
  for (const [index, name] of path.entries()) {
    const { inside } = here;
    if (inside === undefined) return undefined;
    const next = inside.get(name);
    if (next === undefined) return { before: path.slice(0, index), name, known: [...inside.keys()] };
    here = next;
  }
  return undefined;
}

/** Reads dotted paths, `*` behind those below which anything may stand. */
function shape(paths: string): Shape {
  const root: GrowingShape = { inside: new Map() };
  for (const written of paths.trim().split(/\s+/u)) {
    const path = written.replace('*', '').split('.');
    const leaf: GrowingShape = { inside: written.endsWith('*') ? undefined : new Map() };
    path.reduce((here: GrowingShape, name, index) => {
      const next = here.inside?.get(name) ?? (index === path.length - 1 ? leaf : { inside: new Map() });
      here.inside?.set(name, next);
      return next;
    }, root);
  }
  return root;
}

interface GrowingShape {
  readonly inside: Map<string, GrowingShape> | undefined;
}
