/** Where the development set lies: real, labelled logs beside the project. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = process.env.IAMWATCH_DEVSET ?? fileURLToPath(new URL('../../shared/data/devset', import.meta.url));

/** Path of something in the development set. */
export function devset(...parts: readonly string[]): string {
  return path.join(FOLDER, ...parts);
}
