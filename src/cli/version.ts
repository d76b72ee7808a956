/** The program's version, from package.json: one place says it. */
import { readFileSync } from 'node:fs';

/** Version as in `package.json`. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version: found } = JSON.parse(text) as { readonly version: string }; // our own file
  return found;
}
