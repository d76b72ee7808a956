/**
 * Daily work stays below medium: what provisioning, pipelines, scanners and the clouds' own services do (test/benign). No agent is
 * read to tell it: the same calls under any other agent that is no tool of attackers' say the same.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { JsonObject } from '../src/std/json.ts';
import { eventOf, isAtLeast, type Named, namedOn } from './rule-matches.fixture.ts';

const patch = z.record(z.string(), z.json());
const scene = z.strictObject({
  scene: z.string(),
  base: z.string(),
  patch: patch.optional(),
  calls: z.array(patch).min(1),
});

const FOLDER = new URL('benign/', import.meta.url);
const scenes = readdirSync(FOLDER).map((file) =>
  scene.parse(parse(readFileSync(new URL(file, FOLDER), 'utf8'), { merge: true })),
);

const AGENTS = ['', 'aws-cli/2.31.0', 'Mozilla/5.0 (X11; Linux x86_64)', 'APN/1.0 HashiCorp/1.0 Terraform/1.9.8', 'x'];

function under(agent: string, raw: JsonObject): JsonObject {
  if (!('protoPayload' in raw)) return { ...raw, userAgent: agent };
  const payload = raw.protoPayload as JsonObject; // a base event of Google Cloud
  const metadata = payload.requestMetadata as JsonObject;
  return {
    ...raw,
    protoPayload: { ...payload, requestMetadata: { ...metadata, callerSuppliedUserAgent: agent } },
  };
}

function told(named: readonly Named[]): readonly string[] {
  return named.map(({ rule, level }) => `${rule} ${level}`);
}

describe.each(scenes)('$scene', ({ base, patch: common = {}, calls }) => {
  const events = calls.map((call) => eventOf(base, { ...common, ...call }));

  it('nothing is told at medium or above', () => {
    const loud = events.flatMap((raw, number) =>
      namedOn(raw)
        .filter(({ level }) => isAtLeast(level, 'medium'))
        .map(({ rule, level }) => `${nameOf(calls[number])}: ${rule} ${level}`),
    );
    expect(loud).toEqual([]);
  });

  it('whatever the agent says, the same is told', () => {
    const wavering = events.flatMap((raw, number) => {
      const answers = new Set(AGENTS.map((agent) => told(namedOn(under(agent, raw))).join(', ')));
      return answers.size === 1 ? [] : [`${nameOf(calls[number])}: ${[...answers].join(' | ')}`];
    });
    expect(wavering).toEqual([]);
  });
});

function nameOf(call: JsonObject | undefined): string {
  return JSON.stringify(call?.eventName ?? call?.['protoPayload.methodName'] ?? 'the call of the base event');
}
