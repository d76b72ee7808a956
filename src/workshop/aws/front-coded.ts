/** Reads the tables that scripts/derive-operation-table.mjs writes: one service a line, its names after those it goes by. */

/** One line of a table: the names under which CloudTrail may write the service, and what belongs to it. */
export interface TableLine {
  readonly sources: readonly string[];
  readonly names: readonly string[];
}

/** All lines of a table. */
export function readTable(text: string): readonly TableLine[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      return { sources: line.slice(0, space).split('|'), names: namesOf(line.slice(space + 1)) };
    });
}

/** Each name says how many characters it shares with the one before (base 36), then the rest. */
function namesOf(line: string): readonly string[] {
  let before = '';
  return line.split(',').map((entry) => {
    before = before.slice(0, Number.parseInt(entry.charAt(0), 36)) + entry.slice(1);
    return before;
  });
}
