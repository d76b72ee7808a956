/** ATT&CK mapping of a rule that carries nothing but Sigma's tags: `attack.persistence`, `attack.t1098.001`. */
import type { Alert } from './alert.ts';

const ORIGIN = "published with the rule, by the rule's author";

/** Tactics and techniques named by tags. Release unknown: the tags do not say. */
export function attackFromTags(tags: readonly string[]): Alert['attack'] {
  const names = tags.filter((tag) => tag.toLowerCase().startsWith('attack.')).map((tag) => tag.slice('attack.'.length));
  return {
    release: null,
    tactics: names.filter((name) => !isTechnique(name) && !isOther(name)).map((id) => ({ id, origin: ORIGIN })),
    techniques: names.filter(isTechnique).map((name) => ({ id: name.toUpperCase(), origin: ORIGIN })),
    analytics: [],
  };
}

function isTechnique(name: string): boolean {
  return /^t\d{4}(?:\.\d{3})?$/i.test(name);
}

/** Groups and software: named by tags, but no part of a mapping. */
function isOther(name: string): boolean {
  return /^[gs]\d{4}$/i.test(name);
}
