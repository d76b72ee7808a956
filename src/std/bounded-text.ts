/** Names from a log, bounded: an audit record may hold megabytes where a name belongs, and an alert repeats its names. */
import { hashId } from './hash.ts';

/** Longest name kept whole. Real names, ARNs and user agents are shorter. */
export const NAME_LENGTH_MAX = 2000;

/** The text, or its beginning and a hash of all of it, so that what differs stays different. */
export function bounded(text: string): string {
  if (text.length <= NAME_LENGTH_MAX) return text;
  return `${text.slice(0, NAME_LENGTH_MAX)}… (${text.length} characters, ${hashId([text])})`;
}
