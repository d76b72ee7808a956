/** Words of which a key takes one, with what each means: checked in files, shown in editors and in the manual. */
import { z } from 'zod';

/** A schema that takes one of the words; its meanings stand beside them in the published schema. */
export function choice<const Word extends string>(meanings: Readonly<Record<Word, string>>): z.ZodType<Word> {
  const words = Object.keys(meanings) as [Word, ...Word[]]; // the keys of the record, of which there is one at least
  return z.enum(words).meta({ enumDescriptions: words.map((word) => meanings[word]) });
}

/** How bad it is. */
export const levelChoice = choice({
  informational: 'Worth knowing when something else is looked into; nobody is called',
  low: 'Looked at when there is time',
  medium: 'Looked at today',
  high: 'Looked at now',
  critical: 'Looked at now, and whoever is asleep is woken',
});

/** How sure a rule or a case is of its claim. */
export const confidenceChoice = choice({
  low: 'What it claims is often something harmless',
  medium: 'What it claims is harmless now and then',
  high: 'What it claims is nearly always so',
});

/** Whether calls on several targets fold. */
export const dedupTargetsChoice = choice({
  apart: 'Every target has an alert of its own',
  together: 'What is noticed is the actor: one alert, whatever it touches',
});

/** How mature a rule is, in Sigma's words. */
export const statusChoice = choice({
  stable: 'In use, few false positives',
  test: 'Nearly done; may need tuning',
  experimental: 'May be noisy',
  deprecated: 'Another rule took its place',
  unsupported: 'Cannot be used as it stands',
});

/** How two rules are related, in Sigma's words. */
export const relationChoice = choice({
  derived: 'It was made from the other one',
  obsolete: 'It takes the place of the other one',
  merged: 'The other one was merged into it',
  renamed: 'The other one is an earlier name of it',
  similar: 'It notices something similar',
  correlation: 'They are used together',
});

/** Who says that a rule covers something of ATT&CK. */
export const originChoice = choice({
  'published by the source': 'The source of the rule published the mapping',
  'from a detection strategy': 'A detection strategy of ATT&CK says so',
  'local, unvalidated': 'We say so, and nobody has checked it',
});

/** What sort of case a test is. */
export const testKindChoice = choice({
  positive: 'What the rule is for, in the shape of a real record',
  'near-miss': 'Looks like it and is something else: silent, or told as what it is',
  'null-parameters': 'The log leaves the parameters out',
  bypass: 'An attacker tries to stay unseen',
});
