import { expect, test } from 'vitest';
import { loadRules } from './load.ts';
import { renderDiagnostic } from './diagnostic.ts';
import { compileRuleSet } from './rule-set.ts';
import { eventView } from './event-view.fixture.ts';

const text = `title: Foo
logsource: {product: aws, service: cloudtrail}
detection:
  sel:
    eventName: [CreateUser, CreateRole]
    requestParameters.userName|startswith|cased: adm
  filt:
    userIdentity.arn|contains: ':root'
  condition: sel and not 1 of filt*
`;
test('smoke', () => {
  const { rules, diagnostics } = loadRules([{ file: 'a.yml', text }]);
  expect(diagnostics).toEqual([]);
  const set = compileRuleSet(rules);
  expect(set.match(eventView({ eventName: 'createuser', requestParameters: { userName: 'admin' } })).length).toBe(1);
  expect(set.match(eventView({ eventName: 'createuser', requestParameters: { userName: 'Admin' } })).length).toBe(0);
  const bad = text
    .replace('startswith', 'startwith')
    .replace('condition: sel', 'condition: sell')
    .replace('title: Foo', 'level: hi');
  console.log(
    loadRules([{ file: 'a.yml', text: bad }])
      .diagnostics.map((d) => renderDiagnostic(d, bad))
      .join('\n'),
  );
});
