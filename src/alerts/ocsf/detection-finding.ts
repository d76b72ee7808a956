/**
 * The class Detection Finding (2004) of OCSF 1.9.0 with its profiles `cloud` and `host`, as far as we write it: an
 * outside contract like the alert, pinned in a golden file.
 */
import { z } from 'zod';
import { ACTIVITY, CONFIDENCE, SEVERITY, STATUS } from './enumeration.ts';
import {
  actor,
  analytic,
  attack,
  captionOf,
  cloud,
  evidence,
  idOf,
  metadata,
  object,
  observable,
  recommended,
  remediation,
  resource,
  string,
  timestamp,
} from './objects.ts';

/** The version of OCSF that findings are written in. */
export const OCSF_VERSION = '1.9.0';
/** Number of the class. */
export const CLASS_UID = 2004;
/** Profiles that add attributes to the class: `cloud` requires `cloud`, `host` allows `actor`. */
export const PROFILES = ['cloud', 'host'] as const;

const findingInfo = object('finding_info', {
  uid: string,
  title: recommended(string),
  desc: string.optional(),
  types: z.array(string).optional(),
  analytic: recommended(analytic),
  attacks: z.array(attack).optional(),
  created_time: timestamp.optional(),
  first_seen_time: timestamp.optional(),
  last_seen_time: timestamp.optional(),
  related_events_count: z.number().int().optional(),
  data_sources: z.array(string).optional(),
});

const schema = z
  .strictObject({
    activity_id: idOf(ACTIVITY),
    activity_name: captionOf(ACTIVITY).optional(),
    category_uid: z.literal(2),
    category_name: z.literal('Findings').optional(),
    class_uid: z.literal(CLASS_UID),
    class_name: z.literal('Detection Finding').optional(),
    type_uid: z.literal(Object.keys(ACTIVITY).map((id) => CLASS_UID * 100 + Number(id))),
    type_name: string.optional(),
    time: timestamp,
    timezone_offset: recommended(z.literal(0)),
    start_time: timestamp.optional(),
    end_time: timestamp.optional(),
    count: z.number().int().optional(),
    severity_id: idOf(SEVERITY),
    severity: captionOf(SEVERITY).optional(),
    confidence_id: recommended(idOf(CONFIDENCE)),
    confidence: captionOf(CONFIDENCE).optional(),
    status_id: recommended(idOf(STATUS)),
    status: captionOf(STATUS).optional(),
    is_alert: recommended(z.boolean()),
    message: recommended(string),
    risk_details: string.optional(),
    metadata,
    finding_info: findingInfo,
    cloud,
    actor: actor.optional(),
    resources: recommended(z.array(resource)),
    evidences: recommended(z.array(evidence)),
    observables: recommended(z.array(observable)),
    remediation: remediation.optional(),
    unmapped: z
      .record(string, z.json())
      .describe('Fields of the alert that OCSF has no exact place for, under their own names.')
      .optional(),
  })
  .describe('One alert of iamwatch as an OCSF Detection Finding.');

/** One alert as a Detection Finding. */
export type DetectionFinding = z.infer<typeof schema>;

/** JSON Schema (draft 2020-12) of {@link DetectionFinding}. */
export function detectionFindingJsonSchema(): unknown {
  return z.toJSONSchema(schema);
}
