/** What an analyst searches for next, each with its place in the finding. */
import type { DetectionFinding } from './detection-finding.ts';
import { OBSERVABLE_TYPE } from './enumeration.ts';

type Observable = NonNullable<DetectionFinding['observables']>[number];

/** The observables of a finding; what is not there is none. */
export function observablesOf({ actor, cloud, evidences, resources }: DetectionFinding): Observable[] {
  const [first] = evidences ?? [];
  return [
    observable('actor.user.uid', 31, actor?.user?.uid),
    observable('actor.user.name', 4, actor?.user?.name),
    observable('actor.session.credential_uid', 19, actor?.session?.credential_uid),
    observable('cloud.account.uid', 35, cloud.account?.uid),
    observable('evidences[0].src_endpoint.ip', 2, first?.src_endpoint?.ip),
    observable('evidences[0].http_request.user_agent', 16, first?.http_request?.user_agent),
    ...(resources ?? []).map(({ uid }, index) => observable(`resources[${index}].uid`, 10, uid)),
  ].filter(({ value }) => value !== undefined);
}

function observable(name: string, type: keyof typeof OBSERVABLE_TYPE, value: string | undefined): Observable {
  return { name, type_id: type, type: OBSERVABLE_TYPE[type], value };
}
