/**
 * A false claim is worse than silence: what `rules lint` calls unknown must not stand in real logs. Every record of the
 * development set is held against the shapes of records, the names of parameters and the names of events.
 */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isArray, isObject, type Json, stringAt } from '../src/std/json.ts';
import { eventNamesOf, isComplete, knownEventName } from '../src/workshop/aws/event-name.ts';
import { parameterNamesOf } from '../src/workshop/aws/parameter.ts';
import { CLOUDTRAIL, LOG_ENTRY, unknownStep } from '../src/workshop/record/field-shape.ts';
import { isSlip } from '../src/workshop/record/unknown-field.ts';
import { absenceNotice, devset, hasDevset, whereDevset } from './devset.fixture.ts';

test('the development set is there, or its absence was said', () => {
  expect(absenceNotice === undefined).toBe(hasDevset);
});

whereDevset('on the records of the development set', () => {
  const records = globSync(devset('cases/**/*.json')).flatMap((file): readonly Json[] => {
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as Json; // of JSON.parse
    return isArray(parsed) ? parsed : [parsed];
  });

  test('more than 99 of 100 fields stand in the documented shapes', () => {
    const unknown = new Map<string, number>();
    let all = 0;
    for (const record of records) {
      const shape = isCloudTrail(record)
        ? CLOUDTRAIL
        : isObject(record) && 'protoPayload' in record
          ? LOG_ENTRY
          : undefined;
      for (const path of shape === undefined ? [] : leaves(record)) {
        all += 1;
        const step = unknownStep(path, shape ?? CLOUDTRAIL);
        if (step === undefined || step.name.startsWith('@')) continue;
        const name = [...step.before, step.name].join('.');
        unknown.set(name, (unknown.get(name) ?? 0) + 1);
      }
    }
    const times = [...unknown.values()].reduce((sum, one) => sum + one, 0);
    process.stdout.write(
      `fields of the development set: ${all}, unknown ${times}: ${[...unknown.keys()].join(', ')}\n`,
    );
    expect(all).toBeGreaterThan(40_000);
    // Samples that somebody wrote or lower-cased: no cloud writes these.
    const invented = ['protoPayload.authenticationInfo.principalIp', 'userIdentity.accesskeyid', 'time'];
    expect([...unknown.keys()].filter((name) => !invented.includes(name))).toEqual([]);
  });

  test('no parameter that occurs is told as unknown', () => {
    const told = new Set<string>();
    let all = 0;
    for (const record of records.filter(isCloudTrail)) {
      const source = stringAt(record, 'eventSource') ?? '';
      const known = parameterNamesOf(source);
      if (known === undefined) continue;
      const isClosed = ['iam.amazonaws.com', 'organizations.amazonaws.com'].includes(source);
      for (const [first = '', ...path] of leaves(record)) {
        if (first !== 'requestParameters' && first !== 'responseElements') continue;
        all += 1;
        const open = path.findIndex((name) => known.open.has(name));
        const looked = open < 0 ? path : path.slice(0, open);
        const strange = looked.find((name) => !known.names.has(name));
        if (strange !== undefined && (isClosed || isSlip(strange, known.names)))
          told.add(`${source} ${path.join('.')}`);
      }
    }
    process.stdout.write(`parameters of services whose names are kept: ${all}, told as unknown ${told.size}\n`);
    expect(all).toBeGreaterThan(2_000);
    expect([...told]).toEqual([]);
  });

  test('no event that occurs is told as unknown', () => {
    const told = new Set<string>();
    const pairs = new Set<string>();
    for (const record of records.filter(isCloudTrail)) {
      const [source, name] = [stringAt(record, 'eventSource'), stringAt(record, 'eventName')];
      const names = source === undefined ? undefined : eventNamesOf(source);
      if (source === undefined || name === undefined || names === undefined || !isComplete(source)) continue;
      pairs.add(`${source} ${name}`);
      if (knownEventName(name, names) === undefined) told.add(`${source} ${name}`);
    }
    process.stdout.write(`events of known services: ${pairs.size}, told as unknown ${told.size}\n`);
    expect(pairs.size).toBeGreaterThan(300);
    // Samples of rule tests that pair an event with the wrong source.
    const invented = [
      ...['DeleteBucketEncryption', 'DeleteBucketReplication', 'DeleteBucketPublicAccessBlock', 'PutBucketLogging'],
      'PutBucketVersioning',
    ].map((name) => `ec2.amazonaws.com ${name}`);
    const others = [
      's3.amazonaws.com SetQueueAttributes',
      's3.amazonaws.com CreateServiceLinkedRole',
      'cloudwatch.amazonaws.com PutLogEvents',
    ];
    expect([...told].filter((one) => ![...invented, ...others].includes(one))).toEqual([]);
  });
});

function isCloudTrail(record: Json): boolean {
  return stringAt(record, 'eventSource') !== undefined;
}

/** The paths to all values; elements of lists share the path of their list. */
function* leaves(value: Json, path: readonly string[] = []): Generator<readonly string[]> {
  if (isArray(value)) for (const element of value) yield* leaves(element, path);
  else if (isObject(value) && Object.keys(value).length > 0)
    for (const [key, child] of Object.entries(value)) yield* leaves(child, [...path, key]);
  else yield path;
}
