/** A progress bar on a terminal: files, bytes and rate. Nothing anywhere else, and nothing is loaded for it. */

/** Shows how far a run is. */
export interface Progress {
  advance(bytes: number): void;
  fileDone(): void;
  stop(): void;
}

const SILENT: Progress = { advance: () => undefined, fileDone: () => undefined, stop: () => undefined };

/** Starts a bar on standard error where that is a terminal. */
export async function startProgress(files: number, totalBytes: number): Promise<Progress> {
  if (!process.stderr.isTTY || files === 0) return SILENT;
  const { Presets, SingleBar } = await import('cli-progress');
  const startedMs = performance.now();
  const bar = new SingleBar(
    {
      stream: process.stderr,
      barsize: 24, // with the figures beside it, within 80 columns
      format: ' {bar} {percentage}% | {done}/{files} files | {megabytes} MB read | {rate} MB/s',
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  let done = 0;
  let bytes = 0;
  function payload(): Record<string, string | number> {
    const megabytes = bytes / 1e6;
    const seconds = (performance.now() - startedMs) / 1000;
    return { done, files, megabytes: megabytes.toFixed(1), rate: (megabytes / Math.max(seconds, 0.001)).toFixed(1) };
  }
  bar.start(Math.max(1, totalBytes), 0, payload());
  return {
    advance: (more) => {
      bytes += more;
      bar.update(Math.min(bytes, totalBytes), payload());
    },
    fileDone: () => {
      done += 1;
      bar.update(Math.min(bytes, totalBytes), payload());
    },
    stop: () => {
      bar.stop();
    },
  };
}
