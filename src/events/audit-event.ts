/**
 * The normalised event: one audit record of any cloud, in one shape (R16).
 *
 * Rules read it under the prefix `iamwatch.`, with these very names: `iamwatch.actor.kind`, `iamwatch.outcome`.
 * What a record does not say is undefined, never guessed.
 */
import type { Json, JsonObject } from '../std/json.ts';
import type { Actor, Source } from '../identity/actor.ts';

/** How a call ended. `denied` is a failure for lack of permission or of proof of identity. */
export type Outcome = 'success' | 'failure' | 'denied';

/** What kind of IAM change an action makes (R175); undefined for everything else. */
export type ChangeClass = 'account' | 'credential' | 'permission';

/** What was acted on. */
export interface Target {
  /** `user`, `role`, `group`, `policy`, `access-key`, `saml-provider`, `trust-anchor`, … */
  readonly type: string;
  /** ARN where the record names one or it follows from the name, else the name. */
  readonly id: string;
  readonly name: string | undefined;
  readonly account: string | undefined;
}

/** A credential that the call handed out. Only its public identifier is kept, never a secret. */
export interface IssuedCredential {
  /**
   * `access-key`, `password`, `session`, `service-specific-credential`, `ssh-key`, `certificate`; on GCP also
   * `service-account-key`, `hmac-key`, `api-key`, `id-token`, `oauth-client-secret`, `scim-token`, `backup-code`.
   */
  readonly kind: string;
  readonly id: string | undefined;
  /** Whom it authenticates: ARN or name. */
  readonly principal: string | undefined;
}

/** How the caller, or the person signing in, proved who they are. */
export interface Authentication {
  /** `password`, `access-key`, `session`, `saml`, `web-identity`, `service`; undefined where unknown. */
  readonly method: string | undefined;
  /** Undefined where the log does not tell (federated sign-ins carry no MFA state). */
  readonly mfa: boolean | undefined;
}

/** One change of who holds which role: a line of an IAM policy of GCP that came, went, or got another condition. */
export interface BindingChange {
  /** A REMOVE and an ADD of one role and member with different conditions are one `condition-changed`. */
  readonly change: 'added' | 'removed' | 'condition-changed';
  /** `roles/owner`, `projects/p/roles/custom`, `organizations/1/roles/custom`. */
  readonly role: string;
  /** As logged: `user:ann@example.com`, `principalSet://…`, `allUsers`. */
  readonly member: string;
  /** What stands before the colon, else `principal`, `principalSet`, `allUsers`, `allAuthenticatedUsers`; `unknown`. */
  readonly memberKind: string;
  /** The member without its kind: an e-mail address, a domain, a federated subject. */
  readonly memberName: string;
  /** Domain of a user, group or domain member, in lower case. */
  readonly memberDomain: string | undefined;
  /** Project that a service account belongs to, where its address tells. */
  readonly memberProject: string | undefined;
  /** Expression of the condition after the change; undefined where there is none. */
  readonly condition: string | undefined;
  /** Expression of the condition before, where the record tells. */
  readonly conditionBefore: string | undefined;
  /** Whether the member is who made the change. */
  readonly isActor: boolean;
}

/** One change of what GCP writes to its audit logs. */
export interface AuditConfigChange {
  readonly change: 'added' | 'removed';
  /** `allServices`, `iam.googleapis.com`, … */
  readonly service: string | undefined;
  /** `ADMIN_READ`, `DATA_READ`, `DATA_WRITE`. */
  readonly logType: string | undefined;
  /** A principal whose calls are not logged any more (or again). */
  readonly exemptedMember: string | undefined;
}

/** One event of Google Workspace or Cloud Identity, un-nested from the audit record that carries it. */
export interface WorkspaceEvent {
  /** In the form of the reports API, `ENFORCE_STRONG_AUTHENTICATION`, `2sv_disable`, … as logged. */
  readonly name: string;
  readonly type: string | undefined;
  /** Parameters by their names as logged; a list where there are several values. */
  readonly parameters: Readonly<Record<string, Json>>;
}

/** What a record of GCP says beside what all clouds say. */
export interface GcpDetails {
  /** Which audit log: `activity`, `data_access`, `system_event`, `policy`; undefined where the record does not say. */
  readonly log: string | undefined;
  /** Last segment of the method name: `SetIamPolicy` of `google.iam.v1.IAMPolicy.SetIamPolicy`. */
  readonly method: string | undefined;
  /** Project, folder or organisation that wrote the entry, as `projects/p`. */
  readonly container: string | undefined;
  /** How high in the hierarchy the resource stands that was acted on. */
  readonly level: 'organization' | 'folder' | 'project' | 'resource' | undefined;
  /** Every change of a binding that the record shows. */
  readonly bindings: readonly BindingChange[];
  /** Whether a policy was set without the record saying what changed: then the change is unknown, never harmless. */
  readonly bindingsUnknown: boolean;
  readonly auditConfigs: readonly AuditConfigChange[];
  /** Permissions that a custom role gained. */
  readonly permissionsAdded: readonly string[];
  readonly permissionsRemoved: readonly string[];
  /** Permissions that were checked and granted for the call. */
  readonly permissionsUsed: readonly string[];
  /** Who acts through whom, from the first identity to the last before the actor; empty without impersonation. */
  readonly delegation: readonly string[];
  /** The long-running operation that the record begins or ends. */
  readonly operation: { readonly id: string; readonly phase: 'first' | 'last' | 'only' | 'middle' } | undefined;
  readonly workspace: readonly WorkspaceEvent[];
}

/** One audit record, normalised. */
export interface AuditEvent {
  /** The provider's id of the record (CloudTrail `eventID`); a content hash where it has none. */
  readonly id: string;
  /** Equal for copies of one record: id with the account it was delivered to. */
  readonly dedupKey: string;
  /** Equal for two records of one action (`sharedEventID`), else the id. */
  readonly actionKey: string;
  /** Event time, milliseconds since the epoch; undefined where the record has none that can be read. */
  readonly timeMs: number | undefined;
  readonly cloud: 'aws' | 'gcp';
  /** `aws`, `aws-cn`, `aws-us-gov`, …; undefined on GCP. */
  readonly partition: string | undefined;
  /** Account or project in which it happened. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Service as its short name: `iam`, `sts`, `signin`. */
  readonly service: string | undefined;
  /** Raw action name: CloudTrail `eventName`. */
  readonly action: string | undefined;
  readonly readOnly: boolean | undefined;
  readonly outcome: Outcome;
  readonly errorCode: string | undefined;
  readonly changeClass: ChangeClass | undefined;
  readonly actor: Actor;
  /** Whether the primary target is the actor itself; `unknown` where either is not identified. */
  readonly actorIsTarget: 'yes' | 'no' | 'unknown';
  readonly targets: readonly Target[];
  /** Ids of the targets that are roles or instance profiles: what code may run as, where a call hands them over. */
  readonly targetRoles: readonly string[];
  readonly credentialsIssued: readonly IssuedCredential[];
  readonly source: Source;
  readonly auth: Authentication;
  /** Request parameters were left out by the provider (too large): what they held is unknown, never harmless. */
  readonly parametersStripped: boolean;
  /** Undefined for other clouds. */
  readonly gcp: GcpDetails | undefined;
}

/** A record as read, and its normalised event when something asks for it. */
export interface EventView {
  readonly cloud: 'aws' | 'gcp';
  /** Sigma's log source: `cloudtrail` for AWS, `gcp.audit` for GCP. */
  readonly service: string;
  readonly raw: JsonObject;
  /** Builds the normalised event on the first call. */
  audit(): AuditEvent;
}
