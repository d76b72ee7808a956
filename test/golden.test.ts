/** Outside contracts, pinned: a change is a visible diff. `npx vitest run test/golden.test.ts -u` rewrites the files. */
import { expect, it } from 'vitest';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { folderWith, iamwatch } from './program.fixture.ts';

it.each([
  ['help', ['--help']],
  ['help-scan', ['scan', '--help']],
  ['help-rules', ['rules', '--help']],
  ['help-rules-list', ['rules', 'list', '--help']],
  ['help-rules-show', ['rules', 'show', '--help']],
  ['help-rules-test', ['rules', 'test', '--help']],
  ['help-rules-diff', ['rules', 'diff', '--help']],
  ['help-rules-lint', ['rules', 'lint', '--help']],
  ['help-rules-match', ['rules', 'match', '--help']],
  ['help-rules-mutate', ['rules', 'mutate', '--help']],
  ['help-rules-explain', ['rules', 'explain', '--help']],
  ['help-rules-new', ['rules', 'new', '--help']],
  ['help-rules-pages', ['rules', 'pages', '--help']],
  ['help-rules-parity', ['rules', 'parity', '--help']],
  ['help-attack-coverage', ['attack', 'coverage', '--help']],
  ['help-schema', ['schema', '--help']],
  ['help-completion', ['completion', '--help']],
  ['help-man', ['man', '--help']],
])('%s', async (name, args) => {
  const { out, code } = iamwatch(args);
  expect(code).toBe(0);
  await expect(out).toMatchFileSnapshot(`golden/${name}.txt`);
});

// They lie in a folder of their own, where editors find them.
it.each(['alert', 'rule', 'profile', 'ocsf', 'explanation'])('the JSON Schema of %s', async (what) => {
  await expect(iamwatch(['schema', what]).out).toMatchFileSnapshot(`../schemas/${what}.schema.json`);
});

it('the manual page', async () => {
  const { out, code } = iamwatch(['man']);
  expect(code).toBe(0);
  // Where `man` and package managers look for it. The program's version is in it: a new one changes the page.
  await expect(out).toMatchFileSnapshot('../man/iamwatch.1');
});

it.each([80, 130])('the table at %d columns', async (columns) => {
  const key = (userName: string, hour: string): unknown =>
    record({
      eventName: 'CreateAccessKey',
      requestParameters: { userName },
      eventTime: `2026-03-02T${hour}:00:00Z`,
      eventID: hour,
    });
  const folder = folderWith({
    'a.json': JSON.stringify([
      key('backup-operator', '09'),
      key('backup-operator', '10'),
      key('a-user-with-a-rather-long-name', '11'),
    ]),
  });
  await expect(iamwatch(['scan', folder], { columns }).out).toMatchFileSnapshot(`golden/table-${columns}.txt`);
});
