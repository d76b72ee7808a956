// Both stages (design section 3): what stage one answers is remembered and folded, and everything is found that a scan finds. No
// alert is made of it: explaining and printing come after, and cost by alert, not by event.
import { FileSorter } from '../../../dist/store/spilling-sorter.js';
import { RunFile } from '../../../dist/store/run-file.js';
import { read } from './reading.mjs';

const run = await read(process.argv.slice(2), {
  options: {
    // Records are read again for alerts alone.
    readAgain: { read: () => Promise.resolve([]), makeRunStore: (name) => new RunFile(name) },
  },
  makeSorter: () => (name) => new FileSorter(name),
});
let findings = 0;
for await (const { head } of run.findings(() => false)) if (head.id !== '') findings += 1;
const { events, matches } = run.counts;
await run.close();
console.log(JSON.stringify({ events, matches, findings }));
