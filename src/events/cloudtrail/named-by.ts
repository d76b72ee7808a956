/** Where a record names what was acted on. */

/** A path below the record, and the type of the thing that it names. */
export interface NamedBy {
  /** Path below the record. */
  readonly path: readonly string[];
  /** Path of the name for people, where what identifies it is not readable (a UUID). */
  readonly name?: readonly string[];
  readonly type: string;
}

/** Parameters that name a thing of one type, the first that is present. A dot enters an object. */
export function request(type: string, ...keys: readonly string[]): readonly NamedBy[] {
  return keys.map((key) => ({ path: ['requestParameters', ...key.split('.')], type }));
}

/** A part of the answer that names a thing. */
export function response(type: string, ...path: readonly string[]): readonly NamedBy[] {
  return [{ path: ['responseElements', ...path], type }];
}
