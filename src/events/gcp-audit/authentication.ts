/** How the caller, or the person signing in, proved who they are. */
import type { Actor } from '../../identity/actor.ts';
import { isArray, property, type Json } from '../../std/json.ts';
import type { Authentication, WorkspaceEvent } from '../audit-event.ts';
import { workspaceText } from './workspace.ts';

/** `login_type` of the sign-in events of the reports API. */
const SIGN_IN_METHODS: ReadonlyMap<string, string> = new Map([
  ['google_password', 'password'],
  ['reauth', 'password'],
  ['saml', 'saml'],
  ['exchange', 'session'],
]);

/** Challenges that are a second factor; `idv_…` ask for what an account's recovery data tells. */
const SECOND_FACTORS: ReadonlySet<Json> = new Set([
  'backup_code',
  'google_authenticator',
  'google_prompt',
  'idv_any_phone',
  'idv_preregistered_phone',
  'internal_two_factor',
  'offline_otp',
  'passkey',
  'security_key',
  'security_key_otp',
]);

/** The method and the second factor, as far as the entry tells. */
export function authenticationOf(actor: Actor, workspace: readonly WorkspaceEvent[]): Authentication {
  return { method: methodOf(actor, workspace), mfa: mfaOf(workspace) };
}

function methodOf(actor: Actor, workspace: readonly WorkspaceEvent[]): string | undefined {
  const signIn = workspaceText(workspace, 'login_type');
  if (signIn !== undefined) return SIGN_IN_METHODS.get(signIn);
  if (actor.kind === 'service') return 'service';
  if (actor.session !== undefined) return 'session';
  if (actor.accessKeyId !== undefined) return 'access-key';
  return actor.kind === 'federated' ? 'web-identity' : undefined;
}

/** A sign-in that succeeded after a password alone had no second factor; the others do not tell. */
function mfaOf(workspace: readonly WorkspaceEvent[]): boolean | undefined {
  const signIn = workspace.find(({ name }) => name === 'login_success' || name === 'login_verification');
  if (signIn === undefined) return undefined;
  const told = property(signIn.parameters, 'is_second_factor');
  if (typeof told === 'boolean') return told;
  const challenges = property(signIn.parameters, 'login_challenge_method');
  const passed = isArray(challenges) ? challenges : challenges === undefined ? [] : [challenges];
  if (passed.some((challenge) => SECOND_FACTORS.has(challenge))) return true;
  return passed.length > 0 && passed.every((challenge) => challenge === 'password') ? false : undefined;
}
