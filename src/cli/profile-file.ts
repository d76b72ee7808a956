/** The file of the organisation profile. */
import { readFile } from 'node:fs/promises';
import { loadProfile } from '../context/load-profile.ts';
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import { renderDiagnostic } from '../document/diagnostic.ts';
import { reasonOf } from '../ingest/input-file.ts';
import { CommandError, CONFIGURATION } from './exit-code.ts';

/** A profile with any mistake in it stops the command: half a profile would judge wrongly without a word. */
export async function readProfile(file: string, warn: (text: string) => void): Promise<OrganisationProfile> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(`Cannot read the profile ${file}: ${reasonOf(error)}.`, CONFIGURATION);
  });
  const { profile, diagnostics } = loadProfile(file, text);
  for (const diagnostic of diagnostics) warn(`${renderDiagnostic(diagnostic, text)}\n`);
  if (profile !== undefined) return profile;
  throw new CommandError(
    `The profile ${file} cannot be used; \`iamwatch schema profile\` prints its format.`,
    CONFIGURATION,
  );
}
