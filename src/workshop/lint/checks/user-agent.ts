/** User agents: the caller writes them, so they prove nothing and excuse nothing (promise P6). */
import { mentionsIn } from '../mention.ts';
import { requiredFields } from '../required-field.ts';
import type { LintCheck, LintFinding } from '../lint-check.ts';

const USER_AGENTS: ReadonlySet<string> = new Set([
  'userAgent',
  'protoPayload.requestMetadata.callerSuppliedUserAgent',
  'iamwatch.source.userAgent',
  // Read from the user agent.
  'iamwatch.source.accessMethod',
  'iamwatch.source.agentFamily',
]);

/** Fields that say where a call went, and nothing about what was done. */
const SERVICES: ReadonlySet<string> = new Set(['eventSource', 'protoPayload.serviceName', 'iamwatch.service']);

/** Looks what a rule does with user agents. */
export const userAgent: LintCheck = {
  codes: [
    {
      code: 'user-agent-as-innocence',
      severity: 'warning',
      summary: 'A user agent keeps the rule quiet, and the caller chooses the user agent.',
    },
    {
      code: 'user-agent-as-evidence',
      severity: 'warning',
      summary: 'The rule matches only under a certain user agent, and the caller chooses the user agent.',
    },
  ],
  find(rule) {
    const mentions = mentionsIn(rule);
    const found: LintFinding[] = [];
    for (const { search, role, place, file } of mentions) {
      if (role !== 'excuses' || !USER_AGENTS.has(search.field.text)) continue;
      const message = 'a user agent as an excuse: whoever sends it goes unseen';
      const help = 'the caller writes the user agent; excuse by what the caller cannot choose, or not at all';
      found.push({ code: 'user-agent-as-innocence', place, file, message, help });
    }
    const required = requiredFields(rule);
    const evidence = mentions.find(({ search, role }) => role === 'accuses' && isRequired(search.field.text, required));
    if (evidence === undefined) return found;
    const isAlone = [...required].every((field) => USER_AGENTS.has(field) || SERVICES.has(field));
    const message = isAlone
      ? 'nothing but a user agent tells that something is wrong'
      : 'the rule matches only under this user agent';
    const help = 'the caller writes the user agent: one option of a tool, and the rule does not see it';
    return [...found, { code: 'user-agent-as-evidence', place: evidence.place, file: evidence.file, message, help }];
  },
};

function isRequired(field: string, required: ReadonlySet<string>): boolean {
  return USER_AGENTS.has(field) && required.has(field);
}
