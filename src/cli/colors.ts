/**
 * Colours of what people read on a terminal. The library also paints where the variable CI is set; a file or a pipe gets no
 * colour here unless it is asked for (FORCE_COLOR), so that what is redirected in a build holds no control characters.
 */
import picocolors from 'picocolors';

/** Whether standard output is painted: NO_COLOR and FORCE_COLOR decide (https://no-color.org), else whether it is a terminal. */
export function isColored(environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if ((environment.NO_COLOR ?? '') !== '') return false;
  const forced = environment.FORCE_COLOR ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  return isTerminal && environment.TERM !== 'dumb';
}

/** The painter of this process. */
export const colors = picocolors.createColors(isColored(process.env, process.stdout.isTTY));
