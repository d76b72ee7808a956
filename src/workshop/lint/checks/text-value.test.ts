/** Texts that say too much or too little: always true, needless expressions and wildcards, values twice, field names. */
import { describe, expect, test } from 'vitest';
import { eventView } from '../../../rule-language/event-view.fixture.ts';
import { matchesOf, ruleAround, ruleFrom } from '../../../rule-language/harness.fixture.ts';
import { loadRules } from '../../../rule-language/load.ts';
import { lint } from '../lint.ts';
import { findsIn } from '../lint.fixture.ts';

function isTold(item: string, code: string): boolean {
  return findsIn(`key: { eventName: CreateAccessKey }\nit:\n  ${item}\ncondition: key and it`, code);
}

describe('always-true-test', () => {
  test.each(["a: '*'", "a|contains: ''", "a|startswith: ''", "a|contains: ['x', '']", "a|re: '.*'", "a|re: '^.*$'"])(
    '%s is passed by every text',
    (item) => {
      expect(isTold(item, 'always-true-test')).toBe(true);
    },
  );

  test.each(["a: ''", "a: '?*'", "a: '\\*'", "a|contains: ' '", "a|re: '.+'", "a|re: '.*x'", 'a|exists: true'])(
    '%s is not',
    (item) => {
      expect(isTold(item, 'always-true-test')).toBe(false);
    },
  );
});

describe('needless-regex', () => {
  const texts = ['svc-a', 'SVC-A', 'x svc-a y', 'svc-ab', 'a.b', 'axb', "it's", 'b', ''];

  test.each(['svc-a', '^svc-a$', '^svc-a', 'svc-a$', '.*svc-a.*', '^svc-a.*', '.*svc-a$', '^a\\.b$', "it's"])(
    'what is written instead of %s holds for the same texts',
    (source) => {
      const quoted = `a|re: '${source.replaceAll("'", "''")}'`;
      const text = ruleAround(`it:\n  ${quoted}\ncondition: it`);
      const [found] = lint({ files: [{ file: 'rule.yaml', text }], baseFiles: [] }).filter(
        ({ code }) => code === 'needless-regex',
      );
      const instead = found?.suggestion?.replace('write ', '') ?? '';
      const [written, meant] = [ruleFrom(text), ruleFrom(ruleAround(`it:\n  ${instead}\ncondition: it`))];
      const held = texts.filter((a) => matchesOf([written], eventView({ a })).length > 0);
      expect(held.length).toBeGreaterThan(0);
      expect(texts.filter((a) => matchesOf([meant], eventView({ a })).length > 0)).toEqual(held);
    },
  );

  test.each(['svc-.', 'a|b', '^svc-\\d', '[ab]', 'a+', '(a)', 'a\\b', '\\Qa\\E', '^', 'a^', '.*', 'a{2}', '\\*'])(
    '%s says more than a text',
    (source) => {
      expect(isTold(`a|re: '${source}'`, 'needless-regex')).toBe(false);
    },
  );
});

describe('needless-wildcard', () => {
  test.each(["a|contains: '*x*'", "a|contains: 'x*'", "a|startswith: 'x*'", "a|endswith: ['x', '*y']"])(
    '%s',
    (item) => {
      expect(isTold(item, 'needless-wildcard')).toBe(true);
    },
  );

  test.each([
    "a|startswith: '*x'",
    "a|endswith: 'x*'",
    "a|contains: 'x*y'",
    "a: 'x*'",
    "a|contains: 'x\\*'",
    "a|re: 'x*'",
  ])('%s means something', (item) => {
    expect(isTold(item, 'needless-wildcard')).toBe(false);
  });
});

describe('duplicate-value', () => {
  test.each(['a: [x, y, X]', 'a|contains: [x, X]', 'a|cidr: [203.0.113.0/24, 203.0.113.9/24]', "a|re: ['x.', 'x.']"])(
    '%s',
    (item) => {
      expect(isTold(item, 'duplicate-value')).toBe(true);
    },
  );

  test.each(['a: [x, y]', 'a|cased: [x, X]', "a|re: ['x.', 'X.']", 'a|gt: 5'])('%s differ', (item) => {
    expect(isTold(item, 'duplicate-value')).toBe(false);
  });
});

describe('covered-value', () => {
  test.each([
    'a|contains: [admin, administrator]',
    'a|startswith: [Attach, AttachUser]',
    "a: ['*', x]",
    "a: ['Attach*Policy', AttachUserPolicy]",
    "a: ['a?c', abc]",
    'a|cidr: [203.0.113.0/24, 203.0.113.7]',
    'a|contains|all: [admin, administrator]',
  ])('%s', (item) => {
    expect(isTold(item, 'covered-value')).toBe(true);
  });

  test.each([
    'a: [admin, administrator]',
    'a|startswith: [Attach, Detach]',
    'a|contains|cased: [Admin, administrator]',
    "a: ['a?c', 'a*c*d']",
    'a|contains|all: [admin, root]',
  ])('%s all count', (item) => {
    expect(isTold(item, 'covered-value')).toBe(false);
  });

  test('under "all" the wider one goes, under any the narrower', () => {
    function idleColumn(item: string): number | undefined {
      const text = ruleAround(`it:\n  ${item}\ncondition: it`);
      const found = lint({ files: [{ file: 'r.yaml', text }], baseFiles: [] });
      return found.find(({ code }) => code === 'covered-value')?.column;
    }
    expect(idleColumn('a|contains: [admin, administrator]')).toBe(25);
    expect(idleColumn('a|contains|all: [admin, administrator]')).toBe(22);
  });
});

describe('field-name-as-value', () => {
  test.each(['a: responseElements.accessKey.userName', 'a|contains: userIdentity.userName', 'a: iamwatch.actor.name'])(
    '%s',
    (item) => {
      expect(isTold(item, 'field-name-as-value')).toBe(true);
    },
  );

  test.each([
    'a|fieldref: userIdentity.userName',
    'a: iam.amazonaws.com',
    'a: google.iam.v1.SetIamPolicy',
    'a: userIdentity',
  ])('%s may stand in a log', (item) => {
    expect(isTold(item, 'field-name-as-value')).toBe(false);
  });
});

test('the examples load', () => {
  expect(loadRules([{ file: 'r.yaml', text: ruleAround("it:\n  a: '?*'\ncondition: it") }]).rules).toHaveLength(1);
});
