/**
 * Memories that are kept for something that changes with every session. Whoever assumes a role chooses the name of the session, and
 * it stands in the ARN: each session would be somebody new, and a count would begin again with each.
 */
import { memoryFields } from '../memory-field.ts';
import type { LintCheck } from '../lint-check.ts';

/** Fields that hold the name of a session, or when it began. */
const OF_SESSIONS: ReadonlySet<string> = new Set([
  'userIdentity.arn',
  'userIdentity.principalId',
  'userIdentity.sessionContext.attributes.creationDate',
  'iamwatch.actor.arn',
  'iamwatch.actor.session',
  'iamwatch.actor.session.name',
  'iamwatch.actor.session.createdMs',
]);

/** Looks at what keeps the events of a memory apart. */
export const sessionAsKey: LintCheck = {
  codes: [
    {
      code: 'session-as-key',
      severity: 'warning',
      summary: 'A rule remembers by something that changes with every session.',
    },
  ],
  find: (rule) =>
    memoryFields(rule).flatMap(({ field, use, place }) => {
      if (use !== 'key' || !OF_SESSIONS.has(field.text)) return [];
      const message = `"${field.text}" changes with every session of a role, so each is remembered by itself`;
      return [
        {
          code: 'session-as-key',
          place,
          message,
          suggestion: 'write iamwatch.actor.principal, the role or user behind it',
        },
      ];
    }),
};
