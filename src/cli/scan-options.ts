/** What `iamwatch scan` may be told. */
import type { Level } from '../rule-language/rule.ts';
import type { AlertFormat } from './output/alert-format.ts';
import type { RuleOptions } from './rule-source.ts';

/** Options of `scan`, parsed. */
export interface ScanCommandOptions extends RuleOptions {
  readonly output: AlertFormat;
  readonly minLevel: Level;
  readonly failOn: Level | undefined;
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
  readonly isolate: boolean;
  readonly stats: boolean;
  /** Folder in which the run keeps what it knows. */
  readonly state: string | undefined;
  /** Whether the run goes on with what comes. */
  readonly follow: boolean;
  readonly latenessMs: number | undefined;
  readonly pollMs: number | undefined;
}
