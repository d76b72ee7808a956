/** The shape of a normalised event, key by key: what may be absent is undefined, and nothing else is. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { eventViewOf, headOf } from '../../src/events/event-view.ts';
import { recognise } from '../../src/events/recognise.ts';
import { isAlertable } from './instant-range.ts';
import type { Json } from '../../src/std/json.ts';

const text = z.string();
const maybe = z.string().optional();
const time = z.number().refine(isAlertable, 'a time that can be written').optional();

const actor = z.strictObject({
  principal: text,
  kind: text,
  account: maybe,
  name: text,
  arn: maybe,
  accessKeyId: maybe,
  session: z
    .strictObject({ name: maybe, issuedBy: maybe, sourceIdentity: maybe, createdMs: time, fromConsole: z.boolean() })
    .optional(),
  instance: z.strictObject({ id: maybe, evidence: z.enum(['delivered', 'claimed']) }).optional(),
  invokedBy: maybe,
});

const binding = z.strictObject({
  change: z.enum(['added', 'removed', 'condition-changed']),
  ...{ role: text, member: text, memberKind: text, memberName: text },
  ...{ memberDomain: maybe, memberProject: maybe, condition: maybe, conditionBefore: maybe },
  isActor: z.boolean(),
});

const gcp = z.strictObject({
  ...{ log: maybe, method: maybe, container: maybe },
  level: z.enum(['organization', 'folder', 'project', 'resource']).optional(),
  bindings: z.array(binding),
  bindingsUnknown: z.boolean(),
  auditConfigs: z.array(
    z.strictObject({ change: z.enum(['added', 'removed']), service: maybe, logType: maybe, exemptedMember: maybe }),
  ),
  ...{ permissionsAdded: z.array(text), permissionsRemoved: z.array(text), permissionsUsed: z.array(text) },
  delegation: z.array(text),
  operation: z.strictObject({ id: text, phase: z.enum(['first', 'last', 'only', 'middle']) }).optional(),
  workspace: z.array(z.strictObject({ name: text, type: maybe, parameters: z.record(text, z.json()) })),
});

const event = z.strictObject({
  ...{ id: text, dedupKey: text, actionKey: text, timeMs: time },
  cloud: z.enum(['aws', 'gcp']),
  ...{ partition: maybe, account: maybe, region: maybe, service: maybe, action: maybe },
  readOnly: z.boolean().optional(),
  outcome: z.enum(['success', 'failure', 'denied']),
  errorCode: maybe,
  changeClass: z.enum(['account', 'credential', 'permission']).optional(),
  actor,
  actorIsTarget: z.enum(['yes', 'no', 'unknown']),
  targets: z.array(z.strictObject({ type: text, id: text, name: maybe, account: maybe })),
  targetRoles: z.array(text),
  credentialsIssued: z.array(z.strictObject({ kind: text, id: maybe, principal: maybe })),
  source: z.strictObject({ ip: maybe, address: maybe, userAgent: maybe, agentFamily: maybe, accessMethod: text }),
  auth: z.strictObject({ method: maybe, mfa: z.boolean().optional() }),
  parametersStripped: z.boolean(),
  gcp: gcp.optional(),
});

/** Recognises a value, normalises it where it is a record, and checks every field of what comes of it. */
export function checkEvent(value: Json): void {
  const recognition = recognise(value);
  if (recognition.kind !== 'record') return;
  const head = headOf(recognition);
  assert.ok(head.timeMs === undefined || isAlertable(head.timeMs), 'the time of the record can be written');
  assert.equal(typeof head.copyKey, 'string');
  const audit = eventViewOf(recognition).audit();
  const { error } = event.safeParse(audit);
  assert.equal(error?.message, undefined);
  assert.equal(audit.dedupKey, head.copyKey);
  JSON.stringify(audit);
}
