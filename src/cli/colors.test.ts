import { describe, expect, it } from 'vitest';
import { isColored } from './colors.ts';

describe('isColored', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ CI: 'true' }, false, false],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
  ])('environment %j, terminal %s: %s', (environment, isTerminal, expected) => {
    expect(isColored(environment, isTerminal)).toBe(expected);
  });
});
