/** What the readers of one entry share. */
import type { Actor } from '../../identity/actor.ts';
import type { JsonObject } from '../../std/json.ts';
import type { Outcome } from '../audit-event.ts';

/** An audit entry with what has been understood of it so far. */
export interface GcpCall {
  readonly entry: JsonObject;
  /** `protoPayload`; empty where the entry has none. */
  readonly payload: JsonObject;
  readonly actor: Actor;
  /** Project id, `folders/1` or `organizations/1`. */
  readonly account: string | undefined;
  /** Short service name: `iam`. */
  readonly service: string | undefined;
  /** `methodName`. */
  readonly action: string | undefined;
  /** Last segment of the method: `SetIamPolicy`; with the collection for REST names: `hmacKeys.create`. */
  readonly method: string | undefined;
  readonly outcome: Outcome;
}
