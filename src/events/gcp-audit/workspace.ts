/**
 * Events of Google Workspace and Cloud Identity. Their audit entries carry a list of events of the reports API in
 * `metadata`, each with a list of named, typed values; here each becomes one object.
 */
import { at, isArray, property, stringAt, type Json, type JsonObject } from '../../std/json.ts';
import type { WorkspaceEvent } from '../audit-event.ts';

/** The events of an entry; empty for all other services. */
export function workspaceEvents(payload: JsonObject): readonly WorkspaceEvent[] {
  const events = at(payload, 'metadata', 'event');
  if (!isArray(events)) return [];
  return events.flatMap((event) => {
    const name = stringAt(event, 'eventName') ?? stringAt(event, 'name');
    if (name === undefined) return [];
    const type = stringAt(event, 'eventType') ?? stringAt(event, 'type');
    return [{ name, type, parameters: parametersOf(event) }];
  });
}

/** The text of a parameter of any of the events, the first that has one. */
export function workspaceText(events: readonly WorkspaceEvent[], name: string): string | undefined {
  for (const { parameters } of events) {
    const value = property(parameters, name);
    if (typeof value === 'string' && value !== '') return value;
    if (isArray(value) && typeof value[0] === 'string' && value[0] !== '') return value[0];
  }
  return undefined;
}

function parametersOf(event: Json): Readonly<Record<string, Json>> {
  const list = at(event, 'parameter') ?? at(event, 'parameters');
  if (!isArray(list)) return {};
  return Object.fromEntries(
    list.flatMap((parameter): [string, Json][] => {
      const name = stringAt(parameter, 'name');
      const value = valueOf(parameter);
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Where the reports API puts a value, by its type; the first that is present is the value. */
const VALUES = [
  'value',
  'intValue',
  'boolValue',
  'multiStrValue',
  'multiValue',
  'multiIntValue',
  'multiBoolValue',
  'messageValue',
  'multiMessageValue',
] as const;

function valueOf(parameter: Json): Json | undefined {
  for (const key of VALUES) {
    const value = at(parameter, key);
    if (value === undefined || value === null) continue;
    if (key === 'intValue') return numberOf(value);
    return key === 'multiIntValue' && isArray(value) ? value.map(numberOf) : value;
  }
  // Protocol buffers leave false out.
  return stringAt(parameter, 'type') === 'TYPE_BOOL' ? false : undefined;
}

/** Integers of 64 bits are text in JSON; those beyond exact numbers stay text. */
function numberOf(value: Json): Json {
  if (typeof value !== 'string' || !/^-?\d{1,16}$/.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
