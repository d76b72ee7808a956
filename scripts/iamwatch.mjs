// What bin/iamwatch starts: the program, after whatever set-up it still needs.
import { startProgram, whenReady } from './launch/start.mjs';

const args = process.argv.slice(2);
await whenReady(() => startProgram(args));
