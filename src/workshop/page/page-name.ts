/** The file name of each rule's page: the rule's name, made safe for every file system, and taken by nobody else. */
import type { Rule } from '../../rule-language/rule.ts';

/** Names that stand for indexes, or that some system keeps for itself. */
const RESERVED = /^(?:readme|by-.*|con|prn|aux|nul|com\d|lpt\d)$/u;

/** Rule name → file name. The first rule by name gets the plain one where two would share it. */
export function pageNames(rules: readonly Rule[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const name of rules.map((rule) => rule.name).sort()) {
    const plain = slug(name);
    const wanted = RESERVED.test(plain) ? `rule-${plain}` : plain;
    let free = wanted;
    for (let number = 2; taken.has(free); number += 1) free = `${wanted}-${number}`;
    taken.add(free);
    names.set(name, `${free}.md`);
  }
  return names;
}

const LENGTH_MAX = 120;

function slug(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[\da-z]+(?:[._-]+[\da-z]+)*/gu);
  return (words ?? ['rule']).join('-').slice(0, LENGTH_MAX);
}
