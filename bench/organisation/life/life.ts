/** All of daily life. */
import type { Routine } from '../routine.ts';
import { projects } from './google.ts';
import { machinery } from './machinery.ts';
import { breakGlass, newAccount, root } from './owner.ts';
import { people } from './people.ts';
import { pipeline } from './pipeline.ts';
import { scanner } from './scanner.ts';
import { staff } from './staff.ts';
import { brokenService } from './trouble.ts';
import { keyRotation, users } from './users.ts';

export const life: readonly Routine[] = [
  people,
  users,
  keyRotation,
  pipeline,
  scanner,
  machinery,
  brokenService,
  root,
  breakGlass,
  newAccount,
  staff,
  projects,
];
