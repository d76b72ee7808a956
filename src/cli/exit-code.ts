/** Exit codes: an outside contract (design section 9). */

/** Done; alerts alone never change it. */
export const DONE = 0;
/** Alerts at or above `--fail-on`. */
export const ALERTS = 1;
/** Wrong use of the command line. */
export const USAGE = 2;
/** Configuration or rules that do not load, or no place to write to. */
export const CONFIGURATION = 3;
/** Nothing could be read. */
export const NOTHING_READABLE = 4;
/** A source went out of reach while it was read, or changed under the reader. */
export const OUT_OF_REACH = 5;
/** Something could be read and something could not. */
export const PARTLY_READABLE = 6;
/** A fault of the program itself; sysexits.h calls it EX_SOFTWARE. Never 1: nobody must take a fault for an alert. */
export const FAULT = 70;

/** An error of the user's with the exit code it ends in. The message is complete: what, where, what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}
