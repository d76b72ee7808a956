/** Whose the members of a GCP binding are. */
import { parseGcpMember, type GcpMember, type GcpProject } from '../../identity/gcp-member.ts';
import type { Json } from '../../std/json.ts';
import { verdictOf, type Verdict } from '../verdict.ts';

/** What is known as one's own. An empty list means "not known", never "nothing". */
export interface OwnGcp {
  /** Workspace and Cloud Identity domains, in lower case. */
  readonly domains?: readonly string[];
  readonly projects?: readonly string[];
  /** Numbers of the same projects, as far as known: default service accounts and pools are named by number. */
  readonly projectNumbers?: readonly string[];
  /** Numbers of organisations. */
  readonly organizations?: readonly string[];
}

/**
 * Whether a member belongs to somebody else. The public does; an account at a consumer domain does unless that domain
 * is one's own; Google's service agents do not, whichever
 * project they work for. Users, groups and domains are judged by domain, service accounts and
 * workload identity pools by project, all accounts below a project or organisation by its number: `unknown` where
 * nothing is known to compare with, for folders and for workforce pools. What
 * an identity pool lets in is another question: {@link isFederatedMember}.
 */
export function isForeignMember(value: Json | undefined, own: OwnGcp): Verdict {
  return ask(value, (member) => {
    switch (member.kind) {
      case 'public':
        return 'yes';
      case 'user':
      case 'group':
      case 'domain':
        return isForeignDomain(member.domain, own.domains ?? []);
      case 'service-account':
        return member.isServiceAgent ? 'no' : isForeignProject(member.project, own);
      case 'kubernetes':
      case 'project-role':
      case 'federated':
        return isForeignProject(member.project, own);
      case 'hierarchy':
        return isForeignContainer(member.name, own);
      case 'unknown':
        return 'unknown';
    }
  });
}

/** Whether a member is everybody: `allUsers`, or `allAuthenticatedUsers`, which anybody with a Google account is. */
export function isPublicMember(value: Json | undefined): Verdict {
  return ask(value, (member) => verdictOf(member.kind === 'public'));
}

/** Whether a member is an account or group that anybody can open: gmail.com, googlemail.com, googlegroups.com. */
export function isConsumerMember(value: Json | undefined): Verdict {
  return ask(value, (member) => verdictOf('domain' in member && CONSUMER_DOMAINS.has(member.domain)));
}

/** Whether a member is an identity of a workload or workforce identity pool: operated outside Google Cloud. */
export function isFederatedMember(value: Json | undefined): Verdict {
  return ask(value, (member) => verdictOf(member.kind === 'federated'));
}

/** Whether a member is everybody whom an identity pool lets in: `principalSet://…/*`, or any value of an attribute. */
export function isWholePoolMember(value: Json | undefined): Verdict {
  return ask(value, (member) => verdictOf(member.kind === 'federated' && member.scope === 'pool'));
}

const CONSUMER_DOMAINS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com', 'googlegroups.com']);

function ask(value: Json | undefined, question: (member: GcpMember) => Verdict): Verdict {
  if (typeof value !== 'string') return 'unknown';
  const member = parseGcpMember(value);
  return member.kind === 'unknown' ? 'unknown' : question(member);
}

function isForeignDomain(domain: string, own: readonly string[]): Verdict {
  if (own.includes(domain)) return 'no';
  return CONSUMER_DOMAINS.has(domain) || own.length > 0 ? 'yes' : 'unknown';
}

function isForeignProject(project: GcpProject | undefined, own: OwnGcp): Verdict {
  if (project === undefined) return 'unknown';
  const { projects = [], projectNumbers = [] } = own;
  const isById = project.kind === 'id';
  const known = isById ? projects : projectNumbers;
  if (known.includes(isById ? project.id : project.number)) return 'no';
  // A project of one's own whose number nobody wrote down may be the one.
  if (!isById && projectNumbers.length < projects.length) return 'unknown';
  return known.length === 0 ? 'unknown' : 'yes';
}

/** `projects/123/type/ServiceAccount`: all service accounts below. Whose a folder is, its number does not tell. */
function isForeignContainer(name: string, own: OwnGcp): Verdict {
  const { kind, number } = /^(?<kind>projects|organizations)\/(?<number>\d+)(?:\/|$)/u.exec(name)?.groups ?? {};
  if (number === undefined) return 'unknown';
  if (kind === 'projects') return isForeignProject({ kind: 'number', number }, own);
  const { organizations = [] } = own;
  if (organizations.includes(number)) return 'no';
  return organizations.length === 0 ? 'unknown' : 'yes';
}
