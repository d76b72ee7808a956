/** One's own rules that can never fire are named before a scan begins. */
import { expect, test } from 'vitest';
import { ruleAround, ruleFrom } from '../rule-language/harness.fixture.ts';
import { reportDeadRules } from './dead-rules.ts';

async function said(...detections: readonly string[]): Promise<string> {
  let text = '';
  const rules = detections.map((detection) => ruleFrom(ruleAround(`s: { ${detection} }\ncondition: s`)));
  await reportDeadRules(rules, (line) => (text += line));
  return text;
}

test('each in one line, with the clause at fault', async () => {
  expect(
    await said('eventName: DeleteSAMLProvider, status: success', 'eventName: CreateUser', 'eventName: PassRole'),
  ).toBe(
    `rule.yaml: the rule "rule" can never fire: it needs "status = success", and no record of CloudTrail has a field "status"
rule.yaml: the rule "rule" can never fire: it needs "eventName = PassRole", and no service of AWS is known to log such an event
`,
  );
});

test('a rule that contradicts itself, too', async () => {
  expect(await said('eventName: CreateUser, eventName|startswith: Delete')).toBe(
    'rule.yaml: the rule "rule" can never fire: eventName = CreateUser and eventName = Delete* exclude each other\n',
  );
});

test('nothing is said of rules that may fire', async () => {
  expect(await said('eventName: CreateUser, iamwatch.outcome: success')).toBe('');
});

test('what a rule names cannot write to the terminal', async () => {
  expect(await said('"eventName": "x\\e[31m"')).not.toContain('\u001b');
});
