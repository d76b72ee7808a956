/** More rules must not change what the shared rules find. */
import { createHash } from 'node:crypto';

/** What a scan printed for some rules: how many alerts, from how many rules, and a digest of their sorted ids. */
export function alertsOf(ndjson: string, ruleIds: readonly string[]): string {
  const wanted = new Set(ruleIds);
  const alerts = ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: string; rule: { id: string } }) // the alert schema says so
    .filter(({ rule }) => wanted.has(rule.id));
  const ids = alerts.map(({ id }) => id).sort();
  const rules = new Set(alerts.map(({ rule }) => rule.id)).size;
  return `${ids.length} alerts of ${rules} rules, ${createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 12)}`;
}
