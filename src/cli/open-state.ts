/** Opens states for the commands: what needs the database is loaded only where a state is asked for. */
import type { StateStore } from '../engine/ports.ts';
import { CommandError, CONFIGURATION } from './exit-code.ts';

/** [major, minor] from which the database runs; on an older Node it would end the process without a word. */
const LEAST_NODE = [22, 13] as const;

/** The state in a folder; made where it is missing. */
export async function openStateFolder(folder: string): Promise<StateStore> {
  return (await database()).openState(folder);
}

/** A state that ends with the program. */
export async function openStateWithoutFolder(): Promise<StateStore> {
  return (await database()).openTemporaryState();
}

interface Database {
  readonly openState: (folder: string) => Promise<StateStore>;
  readonly openTemporaryState: () => Promise<StateStore>;
}

async function database(): Promise<Database> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    const wanted = LEAST_NODE.join('.');
    throw new CommandError(
      `--state and --follow need Node ${wanted} or newer; this is ${process.versions.node}.`,
      CONFIGURATION,
    );
  }
  return import('../store/sqlite/open-state.ts');
}
