import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, matches, matchesAction } from './wildcard.ts';

describe('a star is any run of characters, a question mark exactly one', () => {
  test.each([
    ['*', ''],
    ['*', 'anything:at/all'],
    ['a*', 'a'],
    ['a*c', 'abc'],
    ['a*c', 'acbc'],
    ['*a*b*', 'xxaxxbxx'],
    ['a?c', 'abc'],
    ['?*', 'a'],
    ['*?', 'a'],
    ['**a**', 'a'],
    ['arn:aws:iam::*:role/*', 'arn:aws:iam::111122223333:role/team/r'],
  ])('%s matches %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(true);
  });
  test.each([
    ['', 'a'],
    ['a', ''],
    ['a', 'A'],
    ['a?c', 'ac'],
    ['?*', ''],
    ['a*c', 'ab'],
    ['*ab', 'abc'],
    ['a.c', 'abc'],
  ])('%s does not match %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(false);
  });
});

describe('actions ignore case', () => {
  test.each(['iam:passrole', 'IAM:PassRole', 'i*:*', 'I*:pass????', '*', '*:*', 'iam:P*'])(
    '%s is PassRole',
    (pattern) => {
      expect(matchesAction(pattern, 'iam:PassRole')).toBe(true);
    },
  );
  test.each(['iam', 'iam:', 'iam:Pass', 'sts:*', 'iam:*User*'])('%s is not PassRole', (pattern) => {
    expect(matchesAction(pattern, 'iam:PassRole')).toBe(false);
  });
});

describe('a wider pattern covers a narrower one', () => {
  test.each([
    ['*', '*'],
    ['*', 'iam:*'],
    ['i*:*', 'iam:*'],
    ['a*', 'ab*'],
    ['*a*', 'a*'],
    ['?*', '*?'],
    ['??', '??'],
    ['a?', 'ab'],
    ['arn:aws:iam::*:*', 'arn:aws:iam::????????????:role/?*'],
  ])('%s covers %s', (wide, narrow) => {
    expect(covers(wide, narrow)).toBe(true);
  });
  test.each([
    ['iam:*', '*'],
    ['ab*', 'a*'],
    ['?', '*'],
    ['?*', '*'],
    ['a', 'a?'],
    ['ab', 'a?'],
    ['a*b', 'a*'],
    ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::*:role/*'],
  ])('%s does not cover %s', (wide, narrow) => {
    expect(covers(wide, narrow)).toBe(false);
  });
  test('it misses containments in which star and question mark compete, and says so', () => {
    expect(covers('?*', '*a')).toBe(false);
  });
});

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });

test('matching agrees with the same pattern as a regular expression', () => {
  fc.assert(
    fc.property(pattern, text, (glob, given) => {
      const slow = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
      expect(matches(glob, given)).toBe(slow.test(given));
    }),
    { numRuns: 2000 },
  );
});

test('covering is never claimed wrongly: what the narrow pattern matches, the wide one matches', () => {
  fc.assert(
    fc.property(pattern, pattern, text, (wide, narrow, given) => {
      fc.pre(covers(wide, narrow) && matches(narrow, given));
      expect(matches(wide, given)).toBe(true);
    }),
    { numRuns: 500, maxSkipsPerRun: 1000 },
  );
});

test('every pattern covers itself', () => {
  fc.assert(
    fc.property(pattern, (glob) => {
      expect(covers(glob, glob)).toBe(true);
    }),
  );
});
