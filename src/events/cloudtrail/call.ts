/** What the readers of one record share. */
import type { Actor } from '../../identity/actor.ts';
import type { JsonObject } from '../../std/json.ts';

/** A CloudTrail record with what has been understood of it so far. */
export interface Call {
  readonly raw: JsonObject;
  readonly actor: Actor;
  /** Account in which it happened. */
  readonly account: string | undefined;
  readonly partition: string;
  /** Short service name: `iam`. */
  readonly service: string | undefined;
  /** `eventName`. */
  readonly action: string | undefined;
}
