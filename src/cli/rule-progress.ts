/** A progress bar over rules, on a terminal. Nothing anywhere else. */
import { Presets, SingleBar } from 'cli-progress';

/** Shows how many rules are done, and which is the last of them. */
export interface RuleProgress {
  advance(name: string): void;
  stop(): void;
}

/** Starts a bar on standard error where that is a terminal. */
export function startRuleProgress(rules: number): RuleProgress {
  if (!process.stderr.isTTY || rules === 0) return { advance: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      stream: process.stderr,
      barsize: 24,
      format: ' {bar} {value}/{total} rules | {name}',
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(rules, 0, { name: '' });
  return {
    advance: (name) => {
      bar.increment(1, { name });
    },
    stop: () => {
      bar.stop();
    },
  };
}
