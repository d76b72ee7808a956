// Preloaded into every measured Node process: writes what the whole process used to file descriptor 3 at its end.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));
}
