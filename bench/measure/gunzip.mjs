// The yardstick: gunzipSync over all files of a folder, nothing else. The output is sized beforehand from the last four
// bytes of the file, without which Node glues small chunks together and this would be an easy opponent.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const [folder] = process.argv.slice(2);
let bytes = 0;
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith('.gz')) continue;
  const packed = readFileSync(path.join(folder, name));
  const size = packed.readUInt32LE(packed.length - 4);
  bytes += gunzipSync(packed, { chunkSize: size + 1 }).length;
}
console.log(bytes);
