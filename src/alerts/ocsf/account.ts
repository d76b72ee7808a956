/** Accounts, projects, folders and organisations as OCSF's `account`, and the `cloud` that they are part of. */
import type { Alert } from '../alert.ts';
import type { DetectionFinding } from './detection-finding.ts';
import { ACCOUNT_TYPE } from './enumeration.ts';

type Cloud = DetectionFinding['cloud'];
type Account = NonNullable<Cloud['account']>;

/** The cloud environment of an alert. */
export function cloudOf({ cloud, account, region }: Alert): Cloud {
  return {
    provider: cloud === 'aws' ? 'AWS' : 'GCP',
    account: account === null ? undefined : accountOf(cloud, account),
    region: region ?? undefined,
  };
}

/** One account. Google Cloud's are projects; what stands above them says so in its name: `folders/1`. */
export function accountOf(cloud: Alert['cloud'], uid: string): Account {
  if (cloud === 'aws') return { uid, type_id: 10, type: ACCOUNT_TYPE[10] };
  if (!uid.includes('/')) return { uid, type_id: 11, type: ACCOUNT_TYPE[11] };
  return { uid, type_id: 99, type: uid.startsWith('folders/') ? 'GCP Folder' : 'GCP Organization' };
}
