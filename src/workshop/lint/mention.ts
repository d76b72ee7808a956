/**
 * Who mentions a field, and what for: as something that must be so for the rule to match, or as something that keeps it
 * quiet. The polarity is followed through `not`, `neq`, filters and variations.
 */
import type { Place } from '../../document/reporter.ts';
import type { Condition, Detection, FieldSearch, Search } from '../../rule-language/detection.ts';
import { type Level, levels, type Rule } from '../../rule-language/rule.ts';

/** `accuses`: speaks for an alert. `excuses`: keeps the rule quiet, or lowers its level. */
export type Role = 'accuses' | 'excuses';

/** One search of one field, and its role. */
export interface Mention {
  readonly search: FieldSearch;
  readonly role: Role;
  /** Where the field stands, and in which file where it is not the rule's. */
  readonly place: Place;
  readonly file: string | undefined;
}

/** All mentions of fields in a rule, its filters and its variations. */
export function mentionsIn(rule: Rule): readonly Mention[] {
  const own = mentions(rule.detection.condition, rule.detection, 'accuses', rule.places, undefined);
  const filters = rule.filters.flatMap(({ detection, places, file }) =>
    mentions(detection.condition, detection, 'accuses', places, file),
  );
  const variations = rule.variations.flatMap(({ condition, level }) => {
    const role = roleOfVariation(rule.level, level);
    return role === undefined ? [] : mentions(condition, rule.detection, role, rule.places, undefined);
  });
  return [...own, ...filters, ...variations];
}

/**
 * What a variation is for: one that raises the level accuses, one that lowers it excuses, one at the rule's own level
 * does neither.
 */
function roleOfVariation(ofRule: Level, ofVariation: Level): Role | undefined {
  const raisedBy = levels.indexOf(ofVariation) - levels.indexOf(ofRule);
  if (raisedBy === 0) return undefined;
  return raisedBy > 0 ? 'accuses' : 'excuses';
}

function mentions(
  condition: Condition,
  detection: Detection,
  role: Role,
  places: Rule['places'],
  file: string | undefined,
): readonly Mention[] {
  return [...namesByRole(condition, role)].flatMap(([name, roles]) => {
    const search = detection.identifiers.get(name);
    const searches = search === undefined ? [] : fieldSearches(search);
    return searches.flatMap((one) => {
      const place = places.get(one);
      if (place === undefined) return [];
      return [...roles].map((held) => ({ search: one, role: one.negated ? opposite(held) : held, place, file }));
    });
  });
}

/** The search identifiers of a condition, each with the roles in which it stands there. */
export function namesByRole(condition: Condition, role: Role = 'accuses'): ReadonlyMap<string, ReadonlySet<Role>> {
  const found = new Map<string, Set<Role>>();
  function visit(part: Condition, here: Role): void {
    switch (part.kind) {
      case 'identifier':
        found.set(part.name, (found.get(part.name) ?? new Set()).add(here));
        return;
      case 'of':
        for (const name of part.names) found.set(name, (found.get(name) ?? new Set()).add(here));
        return;
      case 'not':
        visit(part.operand, opposite(here));
        return;
      case 'and':
      case 'or':
        for (const operand of part.operands) visit(operand, here);
    }
  }
  visit(condition, role);
  return found;
}

/** The field searches below a search. */
export function fieldSearches(search: Search): readonly FieldSearch[] {
  switch (search.kind) {
    case 'field':
      return [search];
    case 'keyword':
      return [];
    case 'element':
      return fieldSearches(search.search);
    case 'all-of':
    case 'any-of':
      return search.searches.flatMap(fieldSearches);
  }
}

function opposite(role: Role): Role {
  return role === 'accuses' ? 'excuses' : 'accuses';
}
