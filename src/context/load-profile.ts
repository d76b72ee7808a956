/** Reads an organisation profile: every problem at once, each with its place. */
import type { Diagnostic } from '../document/diagnostic.ts';
import { reportShape } from '../document/shape.ts';
import { readDocuments } from '../document/yaml-documents.ts';
import { organisationProfile, type OrganisationProfile } from './organisation-profile.ts';
import { checkProfile, profileKeys, type ProfileDocument } from './profile-document.ts';

/** A profile and what is wrong with its file; no profile where something is. */
export interface LoadedProfile {
  readonly profile: OrganisationProfile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the text of a profile. */
export function loadProfile(file: string, text: string): LoadedProfile {
  const diagnostics: Diagnostic[] = [];
  const [document, ...more] = readDocuments(file, text, diagnostics);
  if (document === undefined) return { profile: undefined, diagnostics };
  for (const { reporter, root } of more) reporter.error('one-profile', root, 'a file holds one profile');
  const checked = checkProfile(document.value);
  if (isProblems(checked)) reportShape(checked, document, { keys: profileKeys });
  const isSound = diagnostics.every(({ severity }) => severity !== 'error');
  return { profile: isProblems(checked) || !isSound ? undefined : organisationProfile(checked), diagnostics };
}

function isProblems(checked: ReturnType<typeof checkProfile>): checked is Exclude<typeof checked, ProfileDocument> {
  return Array.isArray(checked);
}
