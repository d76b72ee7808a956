/** A kind of attack as its file tells it: where it was seen, who acts, which calls, and the good reason for the same calls. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { AWS_CAST, GCP_CAST, TEAMS } from './cast.ts';

export const VARIANTS = ['plain', 'slow', 'handed-over', 'tied-and-late', 'insider'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Ways in which the twin happens: calls of machines tie and come late as well. */
export const TWIN_VARIANTS = ['plain', 'tied-and-late'] as const satisfies readonly Variant[];

const step = z.strictObject({
  /** `service:Action`, or `service.googleapis.com/method`; several are made one after the other. */
  call: z.union([z.string(), z.array(z.string())]).optional(),
  /** A sign-in to the console, or to Workspace, instead of a call. */
  login: z.enum(['failure', 'success', 'unknown-user']).optional(),
  mfa: z.enum(['Yes', 'No']).default('No'),
  /** Who acts instead of who holds the story's credentials. */
  as: z.enum(['new-user', 'new-role', 'signed-in', 'federated', 'impersonated']).optional(),
  request: z.json().optional(),
  response: z.json().optional(),
  denied: z.boolean().default(false),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  region: z.string().optional(),
  /** Made once for each item of a list, which `$item` names, or so many times. */
  each: z.string().optional(),
  times: z.number().int().optional(),
  /** Seconds since the call before, and between repetitions. */
  wait: z.number().default(12),
  every: z.number().default(1),
  /** An analyst must be shown this call. */
  key: z.boolean().default(false),
  // Google Cloud only.
  resource: z.string().optional(),
  permission: z.string().optional(),
  log: z.enum(['activity', 'data_access']).default('activity'),
  grants: z
    .array(z.strictObject({ action: z.enum(['ADD', 'REMOVE']).default('ADD'), role: z.string(), member: z.string() }))
    .optional(),
});
export type Step = z.infer<typeof step>;

const kind = z.strictObject({
  kind: z.string(),
  title: z.string(),
  /** Where it was published; never one of our rules. */
  source: z.url(),
  cloud: z.enum(['aws', 'gcp']),
  /** Whose credentials the intruder holds. */
  cast: z.enum([...AWS_CAST, ...GCP_CAST]),
  /** Whose the second pair of hands is; another one of the same cast where absent. */
  accomplice: z.enum([...AWS_CAST, ...GCP_CAST]).optional(),
  insider: z.enum(TEAMS),
  variants: z.array(z.enum(VARIANTS)).default([...VARIANTS]),
  steps: z.array(step),
  twin: z.strictObject({
    reason: z.string(),
    cast: z.enum([...AWS_CAST, ...GCP_CAST]),
    steps: z.array(step),
  }),
});
export type Kind = z.infer<typeof kind>;

/** All kinds, by name of file. */
export function kinds(folder = path.join(import.meta.dirname, '..', 'attacks')): readonly Kind[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => z.array(kind).parse(parse(readFileSync(path.join(folder, name), 'utf8'))));
}
