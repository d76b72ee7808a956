/**
 * The normalised event: one audit record of any cloud, in one shape (R16).
 *
 * Rules read it under the prefix `iamwatch.`, with these very names: `iamwatch.actor.kind`, `iamwatch.outcome`.
 * What a record does not say is undefined, never guessed.
 */
import type { JsonObject } from '../std/json.ts';
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
  /** `access-key`, `password`, `session`, `service-specific-credential`, `ssh-key`, `certificate`. */
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
  readonly credentialsIssued: readonly IssuedCredential[];
  readonly source: Source;
  readonly auth: Authentication;
  /** Request parameters were left out by the provider (too large): what they held is unknown, never harmless. */
  readonly parametersStripped: boolean;
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
