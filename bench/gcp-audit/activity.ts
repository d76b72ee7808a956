/** What happens on an ordinary day in one project: machinery, a pipeline, a scanner, people. */
import type { JsonObject } from '../../src/std/json.ts';
import type { Random } from '../cloudtrail/random.ts';
import { entry, PROJECT, PROJECT_NUMBER, type GcpCaller } from './entry.ts';

type Activity = (random: Random, atMs: number) => readonly JsonObject[];

const GCLOUD = 'google-cloud-sdk gcloud/501.0.0 command/';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0,gzip(gfe),gzip(gfe)';
const TERRAFORM =
  'google-api-go-client/0.5 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-google/6.10.0,gzip(gfe)';
const GO_CLIENT = 'google-api-go-client/0.5 gl-go/1.24.0,gzip(gfe)';

const PEOPLE = ['ann@example.com', 'bob@example.com', 'carol@example.com'] as const;

/** The pipeline: a workload of the code host, acting as a service account of the project. */
export const PIPELINE: GcpCaller = {
  email: `terraform@${PROJECT}.iam.gserviceaccount.com`,
  onBehalfOf: `principal://iam.googleapis.com/projects/${PROJECT_NUMBER}/locations/global/workloadIdentityPools/ci/subject/repo:example/shop:ref:refs/heads/main`,
  address: '203.0.113.30',
  agent: TERRAFORM,
};

const SCANNER: GcpCaller = {
  email: `posture-scanner@${PROJECT}.iam.gserviceaccount.com`,
  address: '203.0.113.90',
  agent: GO_CLIENT,
};

const CLUSTERS: GcpCaller = {
  email: `service-${PROJECT_NUMBER}@container-engine-robot.iam.gserviceaccount.com`,
  address: 'private',
  agent: 'Google-Kubernetes-Engine-Robot',
};

const ACTIVITIES: readonly (readonly [weight: number, activity: Activity])[] = [
  [40, clusterLease],
  [15, objectRead],
  [14, scannerSweep],
  [8, personReads],
  [6, hostMaintenance],
  [3, agentGrant],
  [4, pipelineRun],
];

const TOTAL = ACTIVITIES.reduce((sum, [weight]) => sum + weight, 0);

/** Entries of a day without any story, in no order of time. */
export function ordinaryDay(random: Random, midnightMs: number, activities: number): JsonObject[] {
  const entries: JsonObject[] = [];
  for (let count = 0; count < activities; count += 1) {
    const atMs = midnightMs + random.below(86_400) * 1000;
    entries.push(...pick(random)(random, atMs));
  }
  return entries;
}

function pick(random: Random): Activity {
  let at = random.below(TOTAL);
  for (const [weight, activity] of ACTIVITIES) {
    if (at < weight) return activity;
    at -= weight;
  }
  return clusterLease;
}

function clusterLease(random: Random, atMs: number): readonly JsonObject[] {
  const node = `gke-shop-default-${random.hex(4)}`;
  return [
    entry(random, { email: `system:node:${node}`, address: '10.132.0.9', agent: 'kubelet/v1.33.2' }, atMs, {
      service: 'k8s.io',
      method: 'io.k8s.coordination.v1.leases.update',
      resource: `coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node}`,
      monitored: {
        type: 'k8s_cluster',
        labels: { project_id: PROJECT, cluster_name: 'shop', location: 'europe-west1' },
      },
      permission: 'io.k8s.coordination.v1.leases.update',
    }),
  ];
}

function objectRead(random: Random, atMs: number): readonly JsonObject[] {
  const name = `projects/_/buckets/${PROJECT}-assets/objects/${random.hex(8)}.png`;
  const caller = { email: `web@${PROJECT}.iam.gserviceaccount.com`, address: 'gce-internal-ip', agent: GO_CLIENT };
  return [
    entry(random, caller, atMs, {
      service: 'storage.googleapis.com',
      method: 'storage.objects.get',
      resource: name,
      monitored: {
        type: 'gcs_bucket',
        labels: { project_id: PROJECT, bucket_name: `${PROJECT}-assets`, location: 'eu' },
      },
      log: 'data_access',
      permission: 'storage.objects.get',
    }),
  ];
}

function scannerSweep(random: Random, atMs: number): readonly JsonObject[] {
  const reads = [
    ['google.iam.admin.v1.ListServiceAccounts', 'iam.serviceAccounts.list'],
    ['google.iam.admin.v1.ListServiceAccountKeys', 'iam.serviceAccountKeys.list'],
    ['google.iam.admin.v1.ListRoles', 'iam.roles.list'],
    ['google.iam.admin.v1.GetIAMPolicy', 'iam.serviceAccounts.getIamPolicy'],
  ] as const;
  return reads.map(([method, permission], index) =>
    entry(random, SCANNER, atMs + index * 400, {
      service: 'iam.googleapis.com',
      method,
      resource: `projects/${PROJECT}`,
      log: 'data_access',
      permission,
    }),
  );
}

function personReads(random: Random, atMs: number): readonly JsonObject[] {
  const email = random.pick(PEOPLE);
  const isConsole = random.permille(600);
  const caller = {
    email,
    address: '203.0.113.7',
    agent: isConsole ? BROWSER : `${GCLOUD}gcloud.projects.get-iam-policy`,
  };
  return [
    entry(random, caller, atMs, {
      service: 'cloudresourcemanager.googleapis.com',
      method: 'GetIamPolicy',
      resource: `projects/${PROJECT}`,
      log: 'data_access',
      permission: 'resourcemanager.projects.getIamPolicy',
    }),
  ];
}

function hostMaintenance(random: Random, atMs: number): readonly JsonObject[] {
  return [
    entry(random, { email: 'system@google.com' }, atMs, {
      service: 'compute.googleapis.com',
      method: 'compute.instances.migrateOnHostMaintenance',
      resource: `projects/${PROJECT}/zones/europe-west1-b/instances/web-${random.below(6)}`,
      monitored: {
        type: 'gce_instance',
        labels: { project_id: PROJECT, zone: 'europe-west1-b', instance_id: `44${random.hex(6)}` },
      },
      log: 'system_event',
    }),
  ];
}

/** Google gives its own agent the role that it needs: documented, and nobody's doing. */
function agentGrant(random: Random, atMs: number): readonly JsonObject[] {
  const caller = { email: 'service-agent-manager@system.gserviceaccount.com', address: 'private' };
  return [
    entry(random, caller, atMs, {
      service: 'cloudresourcemanager.googleapis.com',
      method: 'SetIamPolicy',
      resource: `projects/${PROJECT}`,
      permission: 'resourcemanager.projects.setIamPolicy',
      serviceData: policyDelta([
        {
          action: 'ADD',
          role: 'roles/pubsub.serviceAgent',
          member: `serviceAccount:service-${PROJECT_NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com`,
        },
      ]),
    }),
    entry(random, CLUSTERS, atMs + 2000, {
      service: 'compute.googleapis.com',
      method: 'v1.compute.instances.aggregatedList',
      resource: `projects/${PROJECT}/global/instances`,
      log: 'data_access',
      permission: 'compute.instances.list',
    }),
  ];
}

/** The pipeline gives an account of the project a narrow role, and makes an instance: an operation with two entries. */
function pipelineRun(random: Random, atMs: number): readonly JsonObject[] {
  const instance = `projects/${PROJECT}/zones/europe-west1-b/instances/web-${random.below(6)}`;
  const operation = { id: `operation-${random.hex(12)}`, producer: 'compute.googleapis.com' };
  const make = {
    service: 'compute.googleapis.com',
    method: 'v1.compute.instances.insert',
    resource: instance,
    monitored: { type: 'gce_instance', labels: { project_id: PROJECT, zone: 'europe-west1-b' } },
  };
  return [
    entry(random, PIPELINE, atMs, {
      service: 'cloudresourcemanager.googleapis.com',
      method: 'SetIamPolicy',
      resource: `projects/${PROJECT}`,
      permission: 'resourcemanager.projects.setIamPolicy',
      serviceData: policyDelta([
        {
          action: 'ADD',
          role: 'roles/storage.objectViewer',
          member: `serviceAccount:web@${PROJECT}.iam.gserviceaccount.com`,
        },
      ]),
    }),
    entry(random, PIPELINE, atMs + 3000, {
      ...make,
      permission: 'compute.instances.create',
      request: { '@type': 'type.googleapis.com/compute.instances.insert', name: instance.split('/').at(-1) ?? '' },
      operation: { ...operation, first: true },
    }),
    entry(random, PIPELINE, atMs + 9000, { ...make, operation: { ...operation, last: true } }),
  ];
}

/** The difference between two policies, as IAM logs it. */
export function policyDelta(bindingDeltas: readonly JsonObject[]): JsonObject {
  return { '@type': 'type.googleapis.com/google.iam.v1.logging.AuditData', policyDelta: { bindingDeltas } };
}
