/** What a rule remembers of several events, for a terminal. */
import { colors } from './colors.ts';
import { printable } from '../std/printable.ts';
import type { MemoryAlert, MemoryStep, MemoryStory } from '../workshop/explain/explain-memory.ts';

/** A line for every event that the rule matches, and one for every alert. */
export function memoryStoryText({ rule, memory, steps, others, alerts }: MemoryStory): string {
  const head = `${rule} asks for ${memory}`;
  const passed =
    others === 0 ? [] : [colors.dim(`${others} further event${others === 1 ? '' : 's'} it does not match`)];
  const found = alerts.length === 0 ? [colors.red(colors.bold('no alert'))] : alerts.map(alertLine);
  return [colors.bold(printable(head)), ...steps.map(stepLine), ...passed, ...found, ''].join('\n');
}

function stepLine({ time, id, action, key, value, counts, stand }: MemoryStep): string {
  const mark = counts ? colors.green('✓') : colors.red('✗');
  const what = [value === '' ? '' : `"${value}"`, key.length === 0 ? '' : `by ${key.join(', ')}`].filter(Boolean);
  const text = `${time ?? 'no time'}  ${id}  ${action ?? '-'}  ${stand}${what.length === 0 ? '' : `  (${what.join(' ')})`}`;
  return `${mark} ${printable(text)}`;
}

function alertLine({ level, variation, key, count, measured, first, last }: MemoryAlert): string {
  const which = variation === null ? '' : `, variation "${variation}"`;
  const most = measured === null ? '' : `, ${measured} at most`;
  const text = `alert: level ${level}${which}, ${count} action${count === 1 ? '' : 's'}${most}, from ${first} to ${last}`;
  return colors.green(colors.bold(printable(key.length === 0 ? text : `${text}, by ${key.join(', ')}`)));
}
