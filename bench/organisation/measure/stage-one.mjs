// Stage one alone (design section 3): every record is read, and all shipped rules are asked. Nothing is kept, folded or told.
import { FileSorter } from '../../../dist/store/spilling-sorter.js';
import { RunFile } from '../../../dist/store/run-file.js';
import { read } from './reading.mjs';

const run = await read(process.argv.slice(2), {
  options: {
    matchesOnly: true,
    // A file can be read again; with that records are answered from their bytes, as in a scan of files.
    readAgain: { read: () => Promise.resolve([]), makeRunStore: (name) => new RunFile(name) },
  },
  makeSorter: () => (name) => new FileSorter(name),
});
const { events, matches } = run.counts;
await run.close();
console.log(JSON.stringify({ events, matches }));
