/** Reads files of named base events, which the tests inside rules patch. */
import type { JsonObject } from '../std/json.ts';
import type { Diagnostic } from '../document/diagnostic.ts';
import type { RuleFile } from './load.ts';
import { childOf, keyNodeOf, readDocuments } from '../document/yaml-documents.ts';
import { isMap } from 'yaml';

/** Base events by name, and what is wrong with the files. */
export interface LoadedBases {
  readonly bases: ReadonlyMap<string, JsonObject>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads YAML files that map names to raw events; those that come with iamwatch give way to the user's of the same name. */
export function loadBases(files: readonly RuleFile[]): LoadedBases {
  const diagnostics: Diagnostic[] = [];
  const bases = new Map<string, JsonObject>();
  const isOwn = new Set<string>();
  const ownFirst = [...files].sort((left, right) => Number(left.isShipped ?? false) - Number(right.isShipped ?? false));
  for (const { file, text, isShipped = false } of ownFirst) {
    for (const { root, value, reporter } of readDocuments(file, text, diagnostics)) {
      for (const [name, event] of Object.entries(value)) {
        if (isShipped && isOwn.has(name)) continue;
        if (!isShipped) isOwn.add(name);
        if (bases.has(name)) {
          reporter.error('duplicate-base', keyNodeOf(root, name), `the base event "${name}" stands twice`);
        } else if (isMap(childOf(root, name))) {
          // A YAML map in the core schema is a JSON object.
          bases.set(name, event as JsonObject);
        } else reporter.error('base-not-a-map', childOf(root, name), `the base event "${name}" must be a map`);
      }
    }
  }
  return { bases, diagnostics };
}
