/**
 * Who acted, as OCSF's `actor`. The principal is the `user` whatever it is, because that is where consumers look; a
 * role stands under `iam_role` too, which OCSF has since 1.9.0. What a record says of an identity provider is part of
 * the principal's name and never stands alone, so `idp` is not written.
 */
import { parseInstant } from '../../std/time.ts';
import type { Alert } from '../alert.ts';
import { accountOf } from './account.ts';
import type { DetectionFinding } from './detection-finding.ts';
import { USER_TYPE } from './enumeration.ts';

type OcsfActor = NonNullable<DetectionFinding['actor']>;
type User = NonNullable<OcsfActor['user']>;
type Session = NonNullable<OcsfActor['session']>;

/** The actor of an alert. */
export function actorOf(alert: Alert): OcsfActor {
  const { actor, cloud } = alert;
  const account = actor.account === null ? undefined : accountOf(cloud, actor.account);
  return {
    user: userOf(alert, account),
    iam_role: actor.kind === 'role' ? { uid: actor.principal, name: actor.name, account } : undefined,
    session: sessionOf(alert),
    application: actor.invoked_by === null ? undefined : { name: actor.invoked_by },
  };
}

/** Kinds of actors that OCSF has a number for; the others keep their own name under 99. */
const TYPE_OF: Readonly<Record<string, keyof typeof USER_TYPE>> = {
  user: 1,
  'identity-center': 1,
  directory: 1,
  saml: 1,
  federated: 1,
  root: 2,
  service: 3,
  'service-account': 4,
  unknown: 0,
};

function userOf({ actor }: Alert, account: User['account']): User {
  const type = Object.hasOwn(TYPE_OF, actor.kind) ? (TYPE_OF[actor.kind] ?? 99) : 99;
  const key = actor.session === null ? actor.access_key_id : null; // a session's key is the session's
  return {
    uid: actor.principal,
    uid_alt: actor.session === null && actor.arn !== actor.principal ? (actor.arn ?? undefined) : undefined,
    name: actor.name,
    type_id: type,
    type: type === 99 ? actor.kind : USER_TYPE[type],
    account,
    programmatic_credentials: key === null ? undefined : [{ uid: key, type: 'Access key' }],
  };
}

function sessionOf({ actor, auth }: Alert): Session | undefined {
  const { session } = actor;
  if (session === null) return undefined;
  return {
    uid_alt: actor.arn ?? undefined,
    created_time: session.created === null ? undefined : parseInstant(session.created),
    credential_uid: actor.access_key_id ?? undefined,
    issuer: session.issued_by ?? undefined,
    is_mfa: auth.mfa ?? undefined,
  };
}
