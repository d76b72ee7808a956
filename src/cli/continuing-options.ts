/** Whether `scan` is to go on from run to run, and which options make no sense with that. */
import { STANDARD_INPUT } from '../ingest/input-file.ts';
import { CommandError, USAGE } from './exit-code.ts';
import type { ScanCommandOptions } from './scan-options.ts';

/** Whether the options ask for a continuing run. */
export function isContinuing({ state, follow }: Pick<ScanCommandOptions, 'state' | 'follow'>): boolean {
  return state !== undefined || follow;
}

/** Refuses what makes no sense together. */
export function refuseMixedRuns(paths: readonly string[], options: ScanCommandOptions): void {
  const { state, follow, latenessMs, pollMs, sinceMs, untilMs, isolate } = options;
  if (!isContinuing({ state, follow })) {
    if (latenessMs !== undefined) throw new CommandError('--lateness belongs to --state and --follow.', USAGE);
    if (pollMs !== undefined) throw new CommandError('--poll belongs to --follow.', USAGE);
    return;
  }
  if (sinceMs !== undefined || untilMs !== undefined || isolate) {
    const why = 'what a run leaves out would be left out for good, and files of one state belong together';
    throw new CommandError(`--since, --until and --isolate cannot be used with --state or --follow: ${why}.`, USAGE);
  }
  if (pollMs !== undefined && !follow) throw new CommandError('--poll belongs to --follow.', USAGE);
  if (follow && paths.includes(STANDARD_INPUT)) {
    throw new CommandError('--follow needs files or folders: standard input cannot be looked at again.', USAGE);
  }
}
