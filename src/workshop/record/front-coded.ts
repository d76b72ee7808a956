/** Reads the tables that scripts/derive-operation-table.mjs and derive-rpc-table.mjs write: one service a line. */

/** The lines of a table by the names under which CloudTrail may write the service, not yet taken apart. */
export function readLines(table: string): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, readonly string[]>();
  for (const line of table.trim().split('\n')) {
    const space = line.indexOf(' ');
    for (const source of line.slice(0, space).split('|')) {
      lines.set(source, [...(lines.get(source) ?? []), line.slice(space + 1)]);
    }
  }
  return lines;
}

/** The names in a line: each says how many characters it shares with the one before (base 36), then the rest. */
export function namesOf(line: string): readonly string[] {
  let before = '';
  return line.split(',').map((entry) => {
    before = before.slice(0, Number.parseInt(entry.charAt(0), 36)) + entry.slice(1);
    return before;
  });
}
