/** Who acted and from where: the shapes shared by every cloud. */
import type { AgentFamily } from './agent-family.ts';

/** What kind of identity acted (R17). Everything but `user`, `root` and `identity-center` is a non-user. */
export type ActorKind =
  | 'root'
  | 'user'
  | 'role'
  | 'federated'
  | 'saml'
  | 'web-identity'
  | 'identity-center'
  | 'directory'
  | 'account'
  | 'service-account'
  | 'service'
  | 'unknown';

/** One set of temporary credentials, as far as one record shows it. */
export interface Session {
  /** Name that the caller chose (`RoleSessionName`). A claim, not evidence. */
  readonly name: string | undefined;
  /** Canonical principal that issued the session: the role, or the user of GetFederationToken. */
  readonly issuedBy: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly createdMs: number | undefined;
  readonly fromConsole: boolean;
}

/** The compute instance that an actor is, or says it is (R21). */
export interface Instance {
  readonly id: string | undefined;
  /** `delivered`: the credentials were handed to an instance (`ec2RoleDelivery`); `claimed`: only the session name says so. */
  readonly evidence: 'delivered' | 'claimed';
}

/** The identity that acts, in canonical form (role ARN, never session ARN). */
export interface Actor {
  /** Canonical principal; what history, deduplication and joins are keyed on. */
  readonly principal: string;
  readonly kind: ActorKind;
  /** Account that the principal belongs to. */
  readonly account: string | undefined;
  /** Name for people: user name, role name, e-mail of a single sign-on session, service. */
  readonly name: string;
  /** ARN as logged, session included. */
  readonly arn: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly session: Session | undefined;
  readonly instance: Instance | undefined;
  /** Service that made the call on the actor's behalf. */
  readonly invokedBy: string | undefined;
}

/** By which path a call came (R15). `service`: a cloud service acted; `iac`: the agent names an IaC tool (a claim). */
export type AccessMethod = 'console' | 'cli' | 'sdk' | 'iac' | 'service' | 'unknown';

/** Where a call came from, as logged. */
export interface Source {
  /** Address as text when it is one; undefined for service names. */
  readonly ip: string | undefined;
  /** The logged text, whatever it is. */
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly accessMethod: AccessMethod;
  /** Kind of tool that the agent claims to be. */
  readonly agentFamily: AgentFamily;
}
