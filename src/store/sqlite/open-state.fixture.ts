/** Opens the state of a folder in a process of its own, and says how that went. With `stay` it keeps it open. */
import { openState } from './open-state.ts';

const [folder = '', stay] = process.argv.slice(2);
try {
  const store = await openState(folder);
  process.stdout.write('opened\n');
  if (stay === undefined) await store.close();
  else setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
