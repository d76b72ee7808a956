// Preloaded into every measured Node process: writes what the whole process used to file descriptor 3 at its end.
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => writeSync(3, JSON.stringify({ ...process.resourceUsage(), peakKb: peakKb() })));
}

/**
 * Not `maxRSS` where there is better: Linux hands that down. A child's begins with the peak of the process that started it,
 * so that a large parent would be measured instead.
 */
function peakKb() {
  try {
    return Number(/^VmHWM:\s+(?<kilobytes>\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.groups.kilobytes);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
