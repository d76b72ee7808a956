/** A user from before single sign-on: a backup job with a long-lived key. */
import { userCaller } from '../caller.ts';
import { production } from '../organisation.ts';
import { record } from '../record.ts';
import type { Activity } from './activity.ts';

/** Where the backup job runs. */
export const backupHost = {
  address: '198.51.100.60',
  agent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux lang/python#3.13.7',
};

export const legacyUser: Activity = {
  name: 'backup user',
  share: 17,
  act: (world, atMs) => {
    const { random } = world;
    const caller = userCaller(production, 'backup', backupHost);
    const names = ['ListBuckets', 'GetBucketLocation', 'GetBucketVersioning', 'GetBucketTagging'];
    return names.map((name, step) =>
      record(random, caller, atMs + step * 700, {
        service: 's3',
        name,
        request: name === 'ListBuckets' ? null : { bucketName: random.pick(production.buckets) },
      }),
    );
  },
};
