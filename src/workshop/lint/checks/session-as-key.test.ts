import { describe, expect, test } from 'vitest';
import { findsIn } from '../lint.fixture.ts';

const detection = 'selection: {eventName: CreateUser}\ncondition: selection';

describe('what changes with every session is no key', () => {
  test.each([
    ['threshold: { at_least: 3, within: 1h, by: userIdentity.arn }', true],
    ['threshold: { at_least: 3, within: 1h, by: iamwatch.account, else_by: iamwatch.actor.session.name }', true],
    ['new_terms: { terms: [iamwatch.account, userIdentity.principalId] }', true],
    ['threshold: { at_least: 3, distinct: userIdentity.arn, within: 1h, by: sourceIPAddress }', false],
    ['threshold: { at_least: 3, within: 1h, by: userIdentity.accessKeyId }', false],
    ['new_terms: { terms: iamwatch.actor.principal }', false],
    ['', false],
  ])('%s', (memory, isFound) => {
    expect(findsIn(detection, 'session-as-key', `${memory}\n`)).toBe(isFound);
  });
});
