import { describe, expect, it } from 'vitest';
import { accountOfContainer, containerOf, nameParts } from './resource-name.ts';

describe('a name in pairs', () => {
  it.each<[string, readonly string[]]>([
    ['projects/p/serviceAccounts/x/keys/k', ['projects=p', 'serviceAccounts=x', 'keys=k']],
    ['//iam.googleapis.com/projects/p/roles/r', ['projects=p', 'roles=r']],
    ['v1/projects/p', ['projects=p']],
    ['core/v1/namespaces/n', ['namespaces=n']],
    ['projects/p/global/networks/n', ['projects=p', 'networks=n']],
    ['projects/_/buckets/b/objects/a/b/c', ['projects=_', 'buckets=b', 'objects=a/b/c']],
    ['organizations/1/groupSettings', ['organizations=1']],
    ['word', []],
    ['', []],
    ['///', []],
  ])('%s', (text, pairs) => {
    expect(nameParts(text).map(({ collection, id }) => `${collection}=${id}`)).toEqual(pairs);
  });

  it('however long it is, only so many', () => {
    expect(nameParts('a/b/'.repeat(10_000))).toHaveLength(20);
  });
});

it.each<[string | undefined, string | undefined, string | undefined]>([
  ['projects/p/logs/x', 'projects/p', 'p'],
  ['organizations/1', 'organizations/1', 'organizations/1'],
  ['folders/2/sinks/s', 'folders/2', 'folders/2'],
  ['projects/-/serviceAccounts/x', undefined, undefined],
  ['projects/_/buckets/b', undefined, undefined],
  ['locations/global/workforcePools/w', undefined, undefined],
  [undefined, undefined, undefined],
])('%s lies in %s', (text, container, account) => {
  expect(containerOf(text)).toBe(container);
  expect(accountOfContainer(containerOf(text))).toBe(account);
});
