import { describe, expect, test } from 'vitest';
import { actionFacts, actionsOf, serviceNames } from './action.ts';
import { ESCALATION_PATHS } from '../escalation/paths.ts';

describe('facts about actions', () => {
  test.each([
    ['iam:PassRole', 'iam:PassRole', 'write', true],
    ['IAM:passrole', 'iam:PassRole', 'write', true],
    ['iam:AttachUserPolicy', 'iam:AttachUserPolicy', 'permissions-management', true],
    ['iam:ListUsers', 'iam:ListUsers', 'list', false],
    ['s3:GetObject', 's3:GetObject', 'read', true],
    ['ec2:DescribeInstances', 'ec2:DescribeInstances', 'list', false],
    ['ec2:CreateTags', 'ec2:CreateTags', 'tagging', true],
    ['lambda:CreateEventSourceMapping', 'lambda:CreateEventSourceMapping', 'write', false],
    ['sts:AssumeRole', 'sts:AssumeRole', 'write', true],
  ])('%s', (action, spelled, accessLevel, hasResourceLevel) => {
    const facts = actionFacts(action);
    expect(`${facts?.service}:${facts?.name}`).toBe(spelled);
    expect(facts).toMatchObject({ accessLevel, hasResourceLevel });
  });
  test.each(['iam:NoSuchAction', 'nosuch:Action', 'iam', '', ':', 'iam:', '__proto__:x', 'iam :x', '\na2c:x', '*:*'])(
    'none about %j',
    (action) => {
      expect(actionFacts(action)).toBeUndefined();
    },
  );
});

describe('the table', () => {
  test('has every service and action of its source', () => {
    const all = [...serviceNames()].flatMap((service) => [...actionsOf(service)]);
    expect([[...serviceNames()].length, all.length]).toEqual([456, 22_091]);
    expect(all.filter(({ accessLevel }) => accessLevel === 'permissions-management')).toHaveLength(425);
    expect(all.filter(({ hasResourceLevel }) => hasResourceLevel)).toHaveLength(15_367);
  });
  test('has no actions for a service that does not exist', () => {
    expect([...actionsOf('nosuch')]).toEqual([]);
  });
  test('agrees with the escalation paths on what exists, and on what is authorised on everything only', () => {
    for (const { id, permissions } of ESCALATION_PATHS)
      for (const { action, on } of permissions) {
        // An API of CodeStar that AWS never documented.
        if (id === 'rhino-23') continue;
        expect([action, actionFacts(action)?.hasResourceLevel]).toEqual([action, on.kind === 'shape']);
      }
  });
});
