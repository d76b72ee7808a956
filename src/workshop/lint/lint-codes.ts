/** Every code that `rules lint` can print. Each has a golden pair in `testdata` and a page in docs/lint. */
import { checks } from './checks.ts';
import { ignoreCodes } from './ignore-comment.ts';
import type { LintCode } from './lint-check.ts';
import { loaderCodes } from './loader-codes.ts';

/** All codes by name. */
export const lintCodes: readonly LintCode[] = [
  ...loaderCodes,
  ...checks.flatMap(({ codes }) => codes),
  ...ignoreCodes,
].sort((left, right) => (left.code < right.code ? -1 : 1));
