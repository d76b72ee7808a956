/**
 * How permissions in GCP become more permissions: one row per path, with what it takes.
 *
 * First the seventeen methods of Rhino Security Labs (github.com/RhinoSecurityLabs/GCP-IAM-Privilege-Escalation), under
 * today's names of the permissions beside those of their time; then others that are documented as widely. A row lists
 * what the path cannot do without, not what makes it comfortable: an external address for the instance is not needed
 * to use its identity. Names of permissions: IAM documentation, "IAM permissions reference".
 */

/** What a path amounts to. */
export type EscalationKind =
  /** Changes who may do what. */
  | 'administration'
  /** Weakens what limits or records others: perimeters, tags that conditions ask for, logs. */
  | 'guardrail'
  /** Opens single resources: secrets, keys, buckets, images. */
  | 'resource-policy'
  /** Becomes a service account, or makes a credential of one. */
  | 'impersonation'
  /** Obtains a credential that stands for a project rather than for an identity. */
  | 'credential'
  /** Makes a service run the caller's code or calls as a service account. */
  | 'execution';

/** A way to more permissions than one was given. */
export interface EscalationPath {
  readonly id: string;
  readonly title: string;
  readonly kind: EscalationKind;
  readonly link: string;
  /** All of these are needed; of each, one permission is enough. The first is the deed, the rest are its conditions. */
  readonly needs: readonly (readonly string[])[];
}

const PART_1 = 'https://rhinosecuritylabs.com/gcp/privilege-escalation-google-cloud-platform-part-1/';
const PART_2 = 'https://rhinosecuritylabs.com/cloud-security/privilege-escalation-google-cloud-platform-part-2/';
const IMPERSONATION = 'https://cloud.google.com/iam/docs/service-account-impersonation';
const ATTACHING = 'https://cloud.google.com/iam/docs/attach-service-accounts';
const BEST_PRACTICES = 'https://cloud.google.com/iam/docs/best-practices-service-accounts';
const ALLOW_POLICIES = 'https://cloud.google.com/iam/docs/granting-changing-revoking-access';

const ACT_AS: readonly string[] = ['iam.serviceAccounts.actAs'];

/** The paths of Rhino Security Labs. */
export const RHINO_PATHS: readonly EscalationPath[] = [
  {
    id: 'deploymentmanager.deployments.create',
    title: 'Deploy resources as the Google APIs service agent',
    kind: 'execution',
    link: PART_1,
    needs: [['deploymentmanager.deployments.create', 'deploymentmanager.deployments.update']],
  },
  {
    id: 'iam.roles.update',
    title: 'Add permissions to a custom role that one holds',
    kind: 'administration',
    link: PART_1,
    needs: [['iam.roles.update']],
  },
  {
    id: 'iam.serviceAccounts.getAccessToken',
    title: 'Mint access tokens of a service account',
    kind: 'impersonation',
    link: PART_1,
    needs: [['iam.serviceAccounts.getAccessToken']],
  },
  {
    id: 'iam.serviceAccountKeys.create',
    title: 'Create or upload a key of a service account',
    kind: 'impersonation',
    link: PART_1,
    needs: [['iam.serviceAccountKeys.create']],
  },
  {
    id: 'iam.serviceAccounts.implicitDelegation',
    title: 'Mint tokens of a service account through another one',
    kind: 'impersonation',
    link: PART_1,
    needs: [['iam.serviceAccounts.implicitDelegation']],
  },
  {
    id: 'iam.serviceAccounts.signBlob',
    title: 'Sign as a service account, and with the signature obtain its token',
    kind: 'impersonation',
    link: PART_1,
    needs: [['iam.serviceAccounts.signBlob']],
  },
  {
    id: 'iam.serviceAccounts.signJwt',
    title: 'Sign a token request as a service account',
    kind: 'impersonation',
    link: PART_1,
    needs: [['iam.serviceAccounts.signJwt']],
  },
  {
    id: 'cloudfunctions.functions.create',
    title: 'Run code in a new function as a service account',
    kind: 'execution',
    link: PART_1,
    needs: [
      ['cloudfunctions.functions.create'],
      ['cloudfunctions.functions.sourceCodeSet'],
      ACT_AS,
      ['cloudfunctions.functions.call', 'cloudfunctions.functions.invoke', 'cloudfunctions.functions.setIamPolicy'],
    ],
  },
  {
    id: 'cloudfunctions.functions.update',
    title: 'Replace the code of a function that runs as a service account',
    kind: 'execution',
    link: PART_1,
    needs: [['cloudfunctions.functions.update'], ['cloudfunctions.functions.sourceCodeSet'], ACT_AS],
  },
  {
    id: 'compute.instances.create',
    title: 'Run code on a new instance as a service account',
    kind: 'execution',
    link: PART_1,
    needs: [
      ['compute.instances.create'],
      ['compute.disks.create', 'compute.disks.use'],
      ['compute.instances.setMetadata'],
      ['compute.instances.setServiceAccount'],
      ['compute.subnetworks.use'],
      ACT_AS,
    ],
  },
  {
    id: 'run.services.create',
    title: 'Run code in a new Cloud Run service as a service account',
    kind: 'execution',
    link: PART_1,
    needs: [['run.services.create'], ACT_AS, ['run.routes.invoke', 'run.services.setIamPolicy']],
  },
  {
    id: 'cloudscheduler.jobs.create',
    title: 'Have Cloud Scheduler call Google APIs as a service account',
    kind: 'execution',
    link: PART_1,
    needs: [['cloudscheduler.jobs.create', 'cloudscheduler.jobs.update'], ACT_AS],
  },
  {
    id: 'cloudbuild.builds.create',
    title: "Run code in a build as Cloud Build's service account",
    kind: 'execution',
    link: PART_1,
    needs: [['cloudbuild.builds.create']],
  },
  {
    id: 'orgpolicy.policy.set',
    title: 'Switch off organisation policies that forbid the rest',
    kind: 'administration',
    link: PART_2,
    needs: [
      ['orgpolicy.policy.set', 'orgpolicy.policies.create', 'orgpolicy.policies.delete', 'orgpolicy.policies.update'],
    ],
  },
  {
    id: 'storage.hmacKeys.create',
    title: 'Create an HMAC key of a service account',
    kind: 'impersonation',
    link: PART_2,
    needs: [['storage.hmacKeys.create']],
  },
  {
    id: 'serviceusage.apiKeys.create',
    title: 'Create an API key',
    kind: 'credential',
    link: PART_2,
    needs: [['serviceusage.apiKeys.create', 'apikeys.keys.create']],
  },
  {
    id: 'serviceusage.apiKeys.list',
    title: 'Read existing API keys',
    kind: 'credential',
    link: PART_2,
    needs: [['serviceusage.apiKeys.list', 'apikeys.keys.getKeyString']],
  },
];

/** All paths. */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  ...RHINO_PATHS,
  {
    id: 'resourcemanager.setIamPolicy',
    title: 'Grant roles on a project, folder or organisation',
    kind: 'administration',
    link: ALLOW_POLICIES,
    needs: [
      [
        'resourcemanager.projects.setIamPolicy',
        'resourcemanager.folders.setIamPolicy',
        'resourcemanager.organizations.setIamPolicy',
      ],
    ],
  },
  {
    id: 'iam.serviceAccounts.setIamPolicy',
    title: 'Grant oneself the impersonation of a service account',
    kind: 'impersonation',
    link: IMPERSONATION,
    needs: [['iam.serviceAccounts.setIamPolicy']],
  },
  {
    id: 'resource.setIamPolicy',
    title: 'Grant roles on resources that hold secrets, keys or code',
    kind: 'resource-policy',
    link: ALLOW_POLICIES,
    needs: [
      [
        'artifactregistry.repositories.setIamPolicy',
        'cloudkms.cryptoKeys.setIamPolicy',
        'cloudkms.keyRings.setIamPolicy',
        'compute.instances.setIamPolicy',
        'secretmanager.secrets.setIamPolicy',
        'storage.buckets.setIamPolicy',
      ],
    ],
  },
  {
    id: 'iam.denypolicies',
    title: 'Weaken or delete a deny policy',
    kind: 'administration',
    link: 'https://cloud.google.com/iam/docs/deny-access',
    needs: [['iam.denypolicies.delete', 'iam.denypolicies.update']],
  },
  {
    id: 'iam.principalaccessboundarypolicies',
    title: 'Weaken or unbind a principal access boundary',
    kind: 'administration',
    link: 'https://cloud.google.com/iam/docs/principal-access-boundary-policies',
    needs: [
      [
        'iam.principalaccessboundarypolicies.delete',
        'iam.principalaccessboundarypolicies.unbind',
        'iam.principalaccessboundarypolicies.update',
      ],
    ],
  },
  {
    id: 'privilegedaccessmanager.entitlements',
    title: 'Entitle oneself to roles on demand',
    kind: 'administration',
    link: 'https://cloud.google.com/iam/docs/pam-overview',
    needs: [
      [
        'privilegedaccessmanager.entitlements.create',
        'privilegedaccessmanager.entitlements.setIamPolicy',
        'privilegedaccessmanager.entitlements.update',
      ],
    ],
  },
  {
    id: 'iam.workloadIdentityPoolProviders',
    title: "Have an identity pool accept identities of one's own",
    kind: 'impersonation',
    link: 'https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation',
    needs: [
      [
        'iam.workloadIdentityPoolProviders.create',
        'iam.workloadIdentityPoolProviders.update',
        'iam.workforcePoolProviders.create',
        'iam.workforcePoolProviders.update',
      ],
    ],
  },
  {
    id: 'accesscontextmanager.servicePerimeters',
    title: 'Open a service perimeter, or the access levels that let people through',
    kind: 'guardrail',
    link: 'https://cloud.google.com/vpc-service-controls/docs/access-control',
    needs: [
      [
        'accesscontextmanager.servicePerimeters.delete',
        'accesscontextmanager.servicePerimeters.replaceAll',
        'accesscontextmanager.servicePerimeters.update',
        'accesscontextmanager.accessLevels.replaceAll',
        'accesscontextmanager.accessLevels.update',
        'accesscontextmanager.policies.delete',
        'accesscontextmanager.policies.setIamPolicy',
      ],
    ],
  },
  {
    id: 'resourcemanager.tags.setIamPolicy',
    title: 'Decide who may set the tags that conditions of grants and of deny policies ask for',
    kind: 'guardrail',
    link: 'https://cloud.google.com/iam/docs/tags-access-control',
    needs: [['resourcemanager.tagKeys.setIamPolicy', 'resourcemanager.tagValues.setIamPolicy']],
  },
  {
    id: 'logging.sinks',
    title: 'Redirect, leave out or delete the logs of what follows',
    kind: 'guardrail',
    link: 'https://cloud.google.com/logging/docs/access-control',
    needs: [
      [
        'logging.buckets.delete',
        'logging.buckets.update',
        'logging.exclusions.create',
        'logging.exclusions.update',
        'logging.logs.delete',
        'logging.sinks.delete',
        'logging.sinks.update',
      ],
    ],
  },
  {
    id: 'iam.oauthClients',
    title: 'Have an application of one’s own take tokens of those whom a workforce pool signs in',
    kind: 'credential',
    link: 'https://cloud.google.com/iam/docs/workforce-manage-oauth-app',
    needs: [['iam.oauthClients.create', 'iam.oauthClients.update', 'iam.oauthClientCredentials.create']],
  },
  {
    id: 'iam.serviceAccounts.getOpenIdToken',
    title: 'Mint identity tokens of a service account',
    kind: 'impersonation',
    link: IMPERSONATION,
    needs: [['iam.serviceAccounts.getOpenIdToken']],
  },
  {
    id: 'iam.serviceAccountApiKeyBindings.create',
    title: 'Create an API key that is a service account',
    kind: 'impersonation',
    link: 'https://cloud.google.com/docs/authentication/api-keys',
    needs: [['iam.serviceAccountApiKeyBindings.create'], ['apikeys.keys.create']],
  },
  {
    id: 'compute.setMetadata',
    title: 'Put code or an SSH key on an instance that runs as a service account',
    kind: 'execution',
    link: BEST_PRACTICES,
    needs: [['compute.instances.setMetadata', 'compute.projects.setCommonInstanceMetadata'], ACT_AS],
  },
  {
    id: 'compute.osLogin',
    title: 'Log in to an instance that runs as a service account',
    kind: 'execution',
    link: 'https://cloud.google.com/compute/docs/oslogin/set-up-oslogin',
    needs: [['compute.instances.osAdminLogin', 'compute.instances.osLogin'], ACT_AS],
  },
  {
    id: 'compute.instances.setServiceAccount',
    title: 'Give an instance another service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['compute.instances.setServiceAccount'], ACT_AS],
  },
  {
    id: 'run.services.update',
    title: 'Replace the code of a Cloud Run service that runs as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['run.services.update'], ACT_AS],
  },
  {
    id: 'run.jobs.run',
    title: 'Run code in a Cloud Run job as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['run.jobs.create', 'run.jobs.update'], ['run.jobs.run', 'run.jobs.runWithOverrides'], ACT_AS],
  },
  {
    id: 'dataflow.jobs.create',
    title: 'Run code in Dataflow as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['dataflow.jobs.create'], ACT_AS],
  },
  {
    id: 'dataproc.clusters.create',
    title: 'Run code in a new Dataproc cluster as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['dataproc.clusters.create', 'dataproc.batches.create'], ACT_AS],
  },
  {
    id: 'dataproc.jobs.create',
    title: 'Run code in an existing Dataproc cluster, as its service account',
    kind: 'execution',
    link: BEST_PRACTICES,
    needs: [['dataproc.jobs.create'], ['dataproc.clusters.use']],
  },
  {
    id: 'composer.environments',
    title: 'Run code in Cloud Composer as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['composer.environments.create', 'composer.environments.update'], ACT_AS],
  },
  {
    id: 'workflows.workflows',
    title: 'Call Google APIs in a workflow as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['workflows.workflows.create', 'workflows.workflows.update'], ['workflows.executions.create'], ACT_AS],
  },
  {
    id: 'notebooks.instances.create',
    title: 'Run code in a notebook as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['notebooks.instances.create', 'notebooks.runtimes.create'], ACT_AS],
  },
  {
    id: 'aiplatform.customJobs.create',
    title: 'Run code in Vertex AI as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['aiplatform.customJobs.create'], ACT_AS],
  },
  {
    id: 'appengine.versions.create',
    title: "Run code in App Engine as the application's service account",
    kind: 'execution',
    link: BEST_PRACTICES,
    needs: [['appengine.versions.create'], ACT_AS],
  },
  {
    id: 'batch.jobs.create',
    title: 'Run code in Batch as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['batch.jobs.create'], ACT_AS],
  },
  {
    id: 'cloudtasks.tasks.create',
    title: 'Have Cloud Tasks call Google APIs as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['cloudtasks.tasks.create'], ACT_AS],
  },
  {
    id: 'container.clusterRoleBindings',
    title: 'Become administrator of a cluster, whose workloads and nodes run as service accounts',
    kind: 'execution',
    link: 'https://cloud.google.com/kubernetes-engine/docs/how-to/role-based-access-control',
    needs: [
      ['container.clusterRoleBindings.create', 'container.clusterRoleBindings.update'],
      ['container.clusterRoles.bind', 'container.clusterRoles.escalate'],
    ],
  },
  {
    id: 'container.clusters.create',
    title: 'Run the nodes of a new cluster as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['container.clusters.create'], ACT_AS],
  },
  {
    id: 'config.deployments.create',
    title: 'Apply Terraform in Infrastructure Manager as a service account',
    kind: 'execution',
    link: ATTACHING,
    needs: [['config.deployments.create', 'config.deployments.update'], ACT_AS],
  },
];
