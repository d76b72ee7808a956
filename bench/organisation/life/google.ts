/** Daily life in the projects of Google Cloud: machinery, services, people, sign-ins, the pipeline and the scanner. */
import type { Random } from '../../cloudtrail/random.ts';
import { policyDelta } from '../../gcp-audit/activity.ts';
import type { GcpCaller } from '../../gcp-audit/entry.ts';
import type { JsonObject } from '../../../src/std/json.ts';
import { DAY_MS, HOUR_MS, isAway, isWorkday, MINUTE_MS } from '../calendar.ts';
import { gcp, workspaceLogin, type Emitted } from '../event.ts';
import { isEmployed, serviceAccountEmail, type Organisation, type Person, type Project } from '../organisation.ts';
import type { Routine } from '../routine.ts';
import { whereabouts, workingTime } from './people.ts';

const SHARE = 0.25;
const EVENTS_PER_ACT = 2;

export const projects: Routine = {
  name: 'projects',
  *plan({ organisation, day, random }) {
    const { eventsPerDay, projects: count } = organisation.size;
    if (count === 0) return;
    const acts = Math.max(50, (eventsPerDay * SHARE) / EVENTS_PER_ACT);
    for (let act = 0; act < acts; act += 1) {
      const project = random.pick(organisation.projects);
      const atMs = day.startMs + random.below(DAY_MS);
      const work = random.pick(MACHINERY);
      yield { atMs, events: () => work(random, project, atMs) };
    }
    for (const project of organisation.projects) {
      const nightMs = day.startMs + HOUR_MS + random.below(HOUR_MS);
      yield { atMs: nightMs, events: () => scannerSweep(random, project, nightMs) };
      for (let runs = isWorkday(day) ? random.between(1, 4) : 0; runs > 0; runs -= 1) {
        const atMs = day.startMs + random.between(8 * 60, 17 * 60) * MINUTE_MS;
        yield { atMs, events: () => pipelineRun(random, project, atMs) };
      }
    }
    if (isWorkday(day)) yield* offices(organisation, day, random);
  },
};

function* offices(...[organisation, day, random]: [Organisation, Parameters<typeof isWorkday>[0], Random]) {
  for (const person of organisation.people) {
    if (!isEmployed(person, day.startMs) || isAway(person.name, day) || person.team === 'finance') continue;
    const atMs = workingTime(random, person, day);
    const from = whereabouts(random, person, day, true);
    yield { atMs, events: () => signIns(random, person, from.address, atMs) };
    if (!random.permille(500)) continue;
    const project = random.pick(organisation.projects);
    yield {
      atMs: atMs + 5 * MINUTE_MS,
      events: () => looksAround(random, person, { project, address: from.address }, atMs + 5 * MINUTE_MS),
    };
  }
}

/** Password and a prompt on the phone, now and then after a slip. */
function* signIns(random: Random, { email }: Person, address: string, startMs: number): Generator<Emitted> {
  let atMs = startMs;
  const challenge = 'google_prompt';
  for (let slips = random.permille(60) ? random.between(1, 2) : 0; slips > 0; slips -= 1) {
    yield workspaceLogin(random, { email, address, isSuccess: false, challenge }, atMs);
    atMs += random.between(10_000, 40_000);
  }
  yield workspaceLogin(random, { email, address, isSuccess: true, challenge }, atMs);
}

function* looksAround(
  random: Random,
  person: Person,
  { project, address }: { readonly project: Project; readonly address: string },
  startMs: number,
): Generator<Emitted> {
  const isConsole = random.permille(600);
  const agent = isConsole ? `${person.browser},gzip(gfe),gzip(gfe)` : `${GCLOUD}gcloud.projects.describe`;
  const caller: GcpCaller = { email: person.email, address, agent };
  let atMs = startMs;
  for (let calls = random.between(3, 14); calls > 0; calls -= 1) {
    const [service, method, permission] = random.pick(READS);
    atMs += random.between(800, 60_000);
    yield gcp(random, caller, atMs, {
      project: project.id,
      service,
      method,
      resource: `projects/${project.id}`,
      log: 'data_access',
      permission,
    });
  }
  // Platform people act as the terraform account from their own machine, as they have always done.
  if (person.team === 'platform' && random.permille(300)) yield* impersonation(random, caller, project, atMs + 9000);
}

/** A token of another account, and a call with it. */
function* impersonation(random: Random, caller: GcpCaller, project: Project, atMs: number): Generator<Emitted> {
  const email = serviceAccountEmail(project, 'terraform');
  yield tokenFor(random, caller, { project, email }, atMs);
  const acting = { ...caller, email, onBehalfOf: `user:${caller.email ?? ''}` };
  yield gcp(random, acting, atMs + 3000, {
    project: project.id,
    service: 'cloudresourcemanager.googleapis.com',
    method: 'GetIamPolicy',
    resource: `projects/${project.id}`,
    log: 'data_access',
    permission: 'resourcemanager.projects.getIamPolicy',
  });
}

/** GenerateAccessToken: somebody becomes a service account for an hour. */
export function tokenFor(
  random: Random,
  caller: GcpCaller,
  { project, email }: { readonly project: Project; readonly email: string },
  atMs: number,
): Emitted {
  return gcp(random, caller, atMs, {
    project: project.id,
    service: 'iamcredentials.googleapis.com',
    method: 'GenerateAccessToken',
    resource: `projects/-/serviceAccounts/${email}`,
    log: 'data_access',
    permission: 'iam.serviceAccounts.getAccessToken',
    monitored: {
      type: 'service_account',
      labels: { project_id: project.id, email_id: email, unique_id: uniqueId(email) },
    },
    request: {
      '@type': 'type.googleapis.com/google.iam.credentials.v1.GenerateAccessTokenRequest',
      name: `projects/-/serviceAccounts/${email}`,
      scope: ['https://www.googleapis.com/auth/cloud-platform'],
    },
  });
}

/** The build system: its token is exchanged, it becomes the terraform account, and changes what it looks after. */
export function* pipelineRun(random: Random, project: Project, startMs: number): Generator<Emitted> {
  const [exchanged, caller] = buildSystem(random, project, startMs);
  yield* exchanged;
  const reads = random.between(3, 9);
  for (let read = 0; read < reads; read += 1) {
    const [service, method, permission] = random.pick(READS);
    const call = {
      project: project.id,
      service,
      method,
      resource: `projects/${project.id}`,
      log: 'data_access',
      permission,
    } as const;
    yield gcp(random, caller, startMs + 4000 + read * 700, call);
  }
  if (!random.permille(350)) return;
  yield setPolicy(random, caller, project, startMs + 15_000, [
    {
      action: 'ADD',
      role: random.pick(['roles/storage.objectViewer', 'roles/pubsub.subscriber', 'roles/logging.logWriter']),
      member: `serviceAccount:${serviceAccountEmail(project, random.pick(project.serviceAccounts.slice(2)))}`,
    },
  ]);
}

/** From the token of the build system to the terraform account. */
export function buildSystem(random: Random, project: Project, atMs: number): readonly [readonly Emitted[], GcpCaller] {
  const address = `198.51.100.${random.between(128, 191)}`;
  const subject = `principal://iam.googleapis.com/projects/${project.number}/locations/global/workloadIdentityPools/ci/subject/repo:example/shop:ref:refs/heads/main`;
  const outside: GcpCaller = { subject, address, agent: GO_CLIENT };
  const email = serviceAccountEmail(project, 'terraform');
  const exchange = gcp(random, outside, atMs, {
    project: project.id,
    service: 'sts.googleapis.com',
    method: 'google.identity.sts.v1.SecurityTokenService.ExchangeToken',
    resource: `projects/${project.number}/locations/global/workloadIdentityPools/ci/providers/github`,
    log: 'data_access',
    metadata: { '@type': 'type.googleapis.com/google.identity.sts.v1.AuditData', mapped_principal: subject },
  });
  return [
    [exchange, tokenFor(random, outside, { project, email }, atMs + 1000)],
    { email, onBehalfOf: subject, address, agent: TERRAFORM },
  ];
}

/** SetIamPolicy on a project. */
export function setPolicy(
  random: Random,
  caller: GcpCaller,
  project: Project,
  atMs: number,
  deltas: readonly JsonObject[],
): Emitted {
  return gcp(random, caller, atMs, {
    project: project.id,
    service: 'cloudresourcemanager.googleapis.com',
    method: 'SetIamPolicy',
    resource: `projects/${project.id}`,
    permission: 'resourcemanager.projects.setIamPolicy',
    serviceData: policyDelta(deltas),
  });
}

/** The numeric id that goes with an address. */
export function uniqueId(email: string): string {
  let digits = '1';
  for (let at = 0; digits.length < 21; at += 1) digits += String((email.charCodeAt(at % email.length) * (at + 7)) % 10);
  return digits;
}

function* clusterLease(random: Random, project: Project, atMs: number): Generator<Emitted> {
  const node = `gke-shop-default-${random.hex(4)}`;
  for (let renewals = random.between(1, 3); renewals > 0; renewals -= 1) {
    yield gcp(
      random,
      { email: `system:node:${node}`, address: '10.132.0.9', agent: 'kubelet/v1.33.2' },
      atMs + renewals * 10_000,
      {
        project: project.id,
        service: 'k8s.io',
        method: 'io.k8s.coordination.v1.leases.update',
        resource: `coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node}`,
        monitored: {
          type: 'k8s_cluster',
          labels: { project_id: project.id, cluster_name: 'shop', location: 'europe-west1' },
        },
        permission: 'io.k8s.coordination.v1.leases.update',
      },
    );
  }
}

function* service(random: Random, project: Project, startMs: number): Generator<Emitted> {
  const name = random.pick(project.serviceAccounts.slice(2));
  const caller = { email: serviceAccountEmail(project, name), address: 'gce-internal-ip', agent: GO_CLIENT };
  for (let calls = random.between(1, 3); calls > 0; calls -= 1) {
    const isSecret = random.permille(200);
    const secret = project.secrets[(name.length + random.below(2)) % project.secrets.length] ?? '';
    yield gcp(random, caller, startMs + calls * 500, {
      project: project.id,
      service: isSecret ? 'secretmanager.googleapis.com' : 'storage.googleapis.com',
      method: isSecret
        ? 'google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion'
        : 'storage.objects.get',
      resource: isSecret
        ? `projects/${project.number}/secrets/${secret}/versions/latest`
        : `projects/_/buckets/${project.id}-assets/objects/${random.hex(8)}.png`,
      log: 'data_access',
      permission: isSecret ? 'secretmanager.versions.access' : 'storage.objects.get',
    });
  }
}

function* agents(random: Random, project: Project, atMs: number): Generator<Emitted> {
  const robot = `service-${project.number}@container-engine-robot.iam.gserviceaccount.com`;
  yield gcp(random, { email: robot, address: 'private', agent: 'Google-Kubernetes-Engine-Robot' }, atMs, {
    project: project.id,
    service: 'compute.googleapis.com',
    method: 'v1.compute.instances.aggregatedList',
    resource: `projects/${project.id}/global/instances`,
    log: 'data_access',
    permission: 'compute.instances.list',
  });
  if (random.permille(930)) return;
  // Google gives its own agent the role that it needs: documented, and nobody's doing.
  yield setPolicy(
    random,
    { email: 'service-agent-manager@system.gserviceaccount.com', address: 'private' },
    project,
    atMs + 400,
    [
      {
        action: 'ADD',
        role: 'roles/pubsub.serviceAgent',
        member: `serviceAccount:service-${project.number}@gcp-sa-pubsub.iam.gserviceaccount.com`,
      },
    ],
  );
}

function* scannerSweep(random: Random, project: Project, startMs: number): Generator<Emitted> {
  const caller = { email: serviceAccountEmail(project, 'posture-scanner'), address: '203.0.113.250', agent: GO_CLIENT };
  let atMs = startMs;
  for (const [service, method, permission] of [...READS, ...READS]) {
    atMs += random.between(200, 900);
    yield gcp(random, caller, atMs, {
      project: project.id,
      service,
      method,
      resource: `projects/${project.id}`,
      log: 'data_access',
      permission,
    });
  }
}

const MACHINERY = [clusterLease, clusterLease, service, service, agents];
const READS = [
  ['iam.googleapis.com', 'google.iam.admin.v1.ListServiceAccounts', 'iam.serviceAccounts.list'],
  ['iam.googleapis.com', 'google.iam.admin.v1.ListRoles', 'iam.roles.list'],
  ['cloudresourcemanager.googleapis.com', 'GetIamPolicy', 'resourcemanager.projects.getIamPolicy'],
  ['compute.googleapis.com', 'v1.compute.instances.aggregatedList', 'compute.instances.list'],
  ['compute.googleapis.com', 'v1.compute.firewalls.list', 'compute.firewalls.list'],
  ['container.googleapis.com', 'google.container.v1.ClusterManager.ListClusters', 'container.clusters.list'],
  ['storage.googleapis.com', 'storage.buckets.list', 'storage.buckets.list'],
  [
    'secretmanager.googleapis.com',
    'google.cloud.secretmanager.v1.SecretManagerService.ListSecrets',
    'secretmanager.secrets.list',
  ],
] as const;
export const GCLOUD = 'google-cloud-sdk gcloud/501.0.0 command/';
const GO_CLIENT = 'google-api-go-client/0.5 gl-go/1.24.0,gzip(gfe)';
const TERRAFORM =
  'google-api-go-client/0.5 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-google/7.4.0,gzip(gfe)';
