/** An input that breaks a law: told from others by where and how it fails, kept as a file that can be tried again. */
import { hashId } from '../../src/std/hash.ts';

/** What was found, and with what. */
export interface Finding {
  readonly target: string;
  /** The same for inputs that fail alike. */
  readonly signature: string;
  /** What was thrown, or which bound was passed. */
  readonly reason: string;
  readonly input: unknown;
  /** Seed from which the input was made, before it was shrunk; none for a finding of growth. */
  readonly seed: number | undefined;
  readonly isShrunk: boolean;
}

/** Longest reason that is kept: an assertion may print two large values. */
const REASON_LENGTH_MAX = 4000;

/** The finding of something thrown. */
export function findingOf(target: string, error: unknown, made: Pick<Finding, 'input' | 'seed' | 'isShrunk'>): Finding {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { target, signature: signatureOf(error), reason: stack.slice(0, REASON_LENGTH_MAX), ...made };
}

/** Name of the file that keeps a finding. */
export function fileNameOf({ target, signature }: Finding): string {
  return `${target}-${hashId([signature]).slice(0, 8)}.json`;
}

/** What stays the same where the same thing goes wrong: kind, message without its values, and our topmost line. */
export function signatureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 80);
  const frame = /(?:src|fuzz)\/[\w./-]+\.ts:\d+/.exec(error.stack?.slice(error.message.length) ?? '')?.[0] ?? '';
  const words = (error.message.split('\n')[0] ?? '').replace(/"[^"]*"|'[^']*'|\d+/g, '_').slice(0, 80);
  return `${error.name}: ${words} at ${frame}`;
}
