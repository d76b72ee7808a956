/** A table in Markdown. Columns are padded, as prettier would: pages are checked in. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(3, title.length, ...rows.map((row) => (row[at] ?? '').length)));
  function line(cells: readonly string[]): string {
    return `| ${cells.map((one, at) => one.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  }
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
