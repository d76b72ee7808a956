/** Events for tests: a raw record and, where a test needs it, a normalised event. */
import type { AuditEvent, EventView } from '../events/audit-event.ts';
import type { JsonObject } from '../std/json.ts';

/** A normalised event of which only the named parts matter. */
export function auditEvent(parts: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: 'e-1',
    dedupKey: 'e-1@111122223333',
    actionKey: 'e-1',
    timeMs: Date.UTC(2025, 0, 31),
    cloud: 'aws',
    partition: 'aws',
    account: '111122223333',
    region: 'us-east-1',
    service: 'iam',
    action: 'CreateUser',
    readOnly: false,
    outcome: 'success',
    errorCode: undefined,
    changeClass: 'account',
    actor: {
      principal: 'arn:aws:iam::111122223333:user/alice',
      kind: 'user',
      account: '111122223333',
      name: 'alice',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accessKeyId: undefined,
      session: undefined,
      instance: undefined,
      invokedBy: undefined,
    },
    actorIsTarget: 'no',
    targets: [],
    targetRoles: [],
    credentialsIssued: [],
    source: {
      ip: '203.0.113.7',
      address: '203.0.113.7',
      userAgent: 'aws-cli/2.15',
      accessMethod: 'cli',
      agentFamily: 'aws-cli',
    },
    auth: { method: 'access-key', mfa: undefined },
    parametersStripped: false,
    gcp: undefined,
    ...parts,
  };
}

/** An event with this raw record. */
export function eventView(raw: JsonObject, parts: Partial<AuditEvent> = {}, service = 'cloudtrail'): EventView {
  const audit = auditEvent(parts);
  return { cloud: audit.cloud, service, raw, audit: () => audit };
}
