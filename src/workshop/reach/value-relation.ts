/**
 * How two questions about one value relate: whether a yes to the first makes the second a yes (`implies`), and whether no
 * value can have both (`excludes`). Sound, not complete: a yes here is a proof, a no is "not proven".
 */
import { compileValueTest } from '../../rule-language/compile.ts';
import type { Comparison, RegexTest, TimePart, ValueTest } from '../../rule-language/detection.ts';
import { operators } from '../../rule-language/operator.ts';
import { isAscii } from '../../std/fold-case.ts';
import { type IpNetwork, parseNetwork } from '../../std/ip-network.ts';
import { covers, exactText, isAnything, overlap, textHasCase } from './pattern-relation.ts';

type TextTest = Extract<ValueTest, { kind: 'text' }>;

/** Whether every value that passes `narrow` passes `wide`. */
export function implies(narrow: ValueTest, wide: ValueTest): boolean {
  if (narrow === wide) return true;
  if (narrow.kind === 'either') return narrow.tests.every((one) => implies(one, wide));
  if (wide.kind === 'either') return wide.tests.some((one) => implies(narrow, one));
  if (wide.kind === 'text' && isAnything(wide.pattern)) return true;
  switch (narrow.kind) {
    case 'text':
      if (wide.kind === 'text') return covers(wide, narrow);
      return isExact(narrow) && passesInAnyCase(narrow, wide);
    case 'regex':
      return wide.kind === 'regex' && JSON.stringify(narrow) === JSON.stringify(wide);
    case 'compare':
      return wide.kind === 'compare' && isWithin(numbers(narrow), numbers(wide));
    case 'time':
      return wide.kind === 'time' && wide.part === narrow.part && isWithin(timeNumbers(narrow), timeNumbers(wide));
    case 'cidr':
      return wide.kind === 'cidr' && isSubnet(narrow.network, wide.network);
  }
}

/** Whether no value passes both. */
export function excludes(left: ValueTest, right: ValueTest): boolean {
  if (left.kind === 'either') return left.tests.every((one) => excludes(one, right));
  if (right.kind === 'either') return right.tests.every((one) => excludes(left, one));
  if (left.kind === 'text' && right.kind === 'text') return !overlap(left, right);
  if (left.kind === 'text' && isExact(left)) return !mayPass(left, right);
  if (right.kind === 'text' && isExact(right)) return !mayPass(right, left);
  if (left.kind === 'compare' && right.kind === 'compare') return isEmpty(both(numbers(left), numbers(right)));
  if (left.kind === 'time' && right.kind === 'time') {
    return left.part === right.part && isEmpty(both(timeNumbers(left), timeNumbers(right)));
  }
  if (left.kind === 'cidr' && right.kind === 'cidr') {
    return !isSubnet(left.network, right.network) && !isSubnet(right.network, left.network);
  }
  // A date is no number, and no number is a date.
  return (left.kind === 'time' && right.kind === 'compare') || (left.kind === 'compare' && right.kind === 'time');
}

/** Whether no value passes at all. */
export function passesNothing(test: ValueTest): boolean {
  if (test.kind === 'either') return test.tests.every(passesNothing);
  return test.kind === 'time' && isEmpty(timeNumbers(test));
}

/** Whether a test asks for one text, so that what passes can be listed. */
export function exactTexts(test: ValueTest): readonly TextTest[] | undefined {
  if (test.kind === 'either') {
    const texts = test.tests.map(exactTexts);
    return texts.some((one) => one === undefined) ? undefined : texts.flatMap((one) => one ?? []);
  }
  return test.kind === 'text' && isExact(test) ? [test] : undefined;
}

/** A test that one text passes, as it is spelled. */
export function onlyText(text: string): TextTest {
  return { kind: 'text', pattern: text === '' ? [] : [{ kind: 'literal', text }], cased: true };
}

function isExact(test: TextTest): boolean {
  return exactText(test.pattern) !== undefined;
}

/** Whether every spelling that passes the exact text passes the other test. */
function passesInAnyCase(exact: TextTest, test: ValueTest): boolean {
  const text = exactText(exact.pattern) ?? '';
  if (test.kind !== 'regex') return passes(test, text);
  if (exact.cased || !textHasCase(text)) return passes(test, text);
  return test.ignoreCase && isCaseBlind(test, text) && passes(test, text);
}

/** Whether any spelling that passes the exact text may pass the other test. */
function mayPass(exact: TextTest, test: ValueTest): boolean {
  const text = exactText(exact.pattern) ?? '';
  if (test.kind === 'time' || test.kind === 'cidr')
    return [text, text.toLowerCase(), text.toUpperCase()].some((one) => passes(test, one));
  if (test.kind !== 'regex' || exact.cased || !textHasCase(text)) return passes(test, text);
  if (!isCaseBlind(test, text)) return true;
  return passes({ ...test, ignoreCase: true }, text);
}

function passes(test: ValueTest, text: string): boolean {
  return compileValueTest(test, operators)(text);
}

/**
 * Whether ignoring case only adds to what an expression finds: so it is without negated classes, word boundaries and
 * flags of its own. Letters beyond ASCII fold in ways of their own.
 */
function isCaseBlind({ source }: RegexTest, text: string): boolean {
  return isAscii(text) && isAscii(source) && !/\[\^|\[:\^|\\[a-z]|\(\?/iu.test(source);
}

/** Numbers between two bounds, which may belong to them. */
interface Numbers {
  readonly from: number;
  readonly to: number;
  readonly hasFrom: boolean;
  readonly hasTo: boolean;
}

function numbers({ comparison, value }: { readonly comparison: Comparison; readonly value: number }): Numbers {
  const all: Numbers = { from: -Infinity, to: Infinity, hasFrom: true, hasTo: true };
  switch (comparison) {
    case 'eq':
      return { ...all, from: value, to: value };
    case 'lt':
      return { ...all, to: value, hasTo: false };
    case 'lte':
      return { ...all, to: value };
    case 'gt':
      return { ...all, from: value, hasFrom: false };
    case 'gte':
      return { ...all, from: value };
  }
}

const TIME_RANGES: Readonly<Record<TimePart, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9_999],
};

/** Parts of a date are whole numbers, so open bounds can be closed. */
function timeNumbers(test: Extract<ValueTest, { kind: 'time' }>): Numbers {
  const [least, most] = TIME_RANGES[test.part];
  const range: Numbers = { from: least, to: most, hasFrom: true, hasTo: true };
  const { from, to, hasFrom, hasTo } = both(numbers(test), range);
  const first = Number.isInteger(from) && !hasFrom ? from + 1 : Math.ceil(from);
  const last = Number.isInteger(to) && !hasTo ? to - 1 : Math.floor(to);
  return { from: first, to: last, hasFrom: true, hasTo: true };
}

function both(left: Numbers, right: Numbers): Numbers {
  const from = Math.max(left.from, right.from);
  const to = Math.min(left.to, right.to);
  return {
    from,
    to,
    hasFrom: [left, right].every((one) => one.from < from || one.hasFrom),
    hasTo: [left, right].every((one) => one.to > to || one.hasTo),
  };
}

function isEmpty({ from, to, hasFrom, hasTo }: Numbers): boolean {
  return from > to || (from === to && !(hasFrom && hasTo));
}

function isWithin(narrow: Numbers, wide: Numbers): boolean {
  if (isEmpty(narrow)) return true;
  const isFromIn = narrow.from > wide.from || (narrow.from === wide.from && (wide.hasFrom || !narrow.hasFrom));
  const isToIn = narrow.to < wide.to || (narrow.to === wide.to && (wide.hasTo || !narrow.hasTo));
  return isFromIn && isToIn;
}

function isSubnet(narrow: string, wide: string): boolean {
  const [inner, outer] = [parseNetwork(narrow), parseNetwork(wide)];
  if (inner === undefined || outer === undefined) return false;
  return inner.prefixLength >= outer.prefixLength && baseIsIn(inner, outer);
}

function baseIsIn({ address }: IpNetwork, outer: IpNetwork): boolean {
  return address.kind() === outer.address.kind() && address.match(outer.address, outer.prefixLength);
}
