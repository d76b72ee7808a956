/** Log sources in words, and what must be switched on so that they hold anything. */
import type { Logsource } from '../../rule-language/rule.ts';
import { inline } from './markdown.ts';

/** The log source for people. */
export function platformOf({ product, service, category }: Logsource): string {
  const known = PLATFORMS.get([product ?? '', service ?? ''].join('/'));
  return known?.title ?? (inline([product, service, category].filter(Boolean).join(' / ')) || 'every log');
}

/** What must be switched on, as items of a list. */
export function prerequisitesOf({ product, service, definition }: Logsource): readonly string[] {
  const known = PLATFORMS.get([product ?? '', service ?? ''].join('/'));
  return [...(definition === undefined ? [] : [inline(definition)]), ...(known?.switchedOn ?? [])];
}

const PLATFORMS: ReadonlyMap<string, { readonly title: string; readonly switchedOn: readonly string[] }> = new Map([
  [
    'aws/cloudtrail',
    {
      title: 'AWS CloudTrail',
      switchedOn: [
        'Switched on: a trail (or an event data store) that logs management events, of writes at least, in every region; global services such as IAM are logged in us-east-1.',
      ],
    },
  ],
  [
    'gcp/gcp.audit',
    {
      title: 'Google Cloud Audit Logs',
      switchedOn: [
        'Switched on: Admin Activity logs always are. Data Access logs are off by default, and logs of Google Workspace reach Cloud Logging only where sharing is allowed.',
        'A sink that exports the logs of the whole organisation, child projects included.',
      ],
    },
  ],
]);
