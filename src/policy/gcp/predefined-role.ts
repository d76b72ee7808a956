/**
 * Predefined roles whose holder can get more permissions, or weaken what limits others, each with the permissions that
 * tell so.
 *
 * Read from Google's own role definitions as github.com/iann0036/iam-dataset collects them (`gcp/role_permissions.json`,
 * `gcp/roles`; only names were taken). For acting as service accounts, their keys, tokens and policies, custom roles and
 * policies of projects the rows are complete: every role that holds one is here, but for the roles of Google's service
 * agents. For running code as a service account they are the roles that administer a service; acting as the service
 * account mostly takes a second role. Roles of those who work on a cluster or an instance every day
 * (`container.developer`, `compute.osLogin`) are not among them.
 *
 * A row names what tells most, not all that the role holds. `owner`, `editor`: IAM documentation, "Basic roles"; `admin`
 * and `writer` are their successors.
 */
export const PREDEFINED_ROLES: ReadonlyMap<string, readonly string[]> = new Map([
  // Everything, or nearly
  [
    'owner',
    [
      'iam.roles.update',
      'iam.serviceAccountKeys.create',
      'iam.serviceAccounts.actAs',
      'iam.serviceAccounts.setIamPolicy',
      'resourcemanager.projects.setIamPolicy',
    ],
  ],
  ['admin', ['iam.serviceAccounts.actAs', 'resourcemanager.projects.setIamPolicy']],
  ['editor', ['iam.serviceAccountKeys.create', 'iam.serviceAccounts.actAs', 'deploymentmanager.deployments.create']],
  ['writer', ['iam.serviceAccounts.actAs']],
  [
    'iam.admin',
    [
      'iam.roles.update',
      'iam.serviceAccountKeys.create',
      'iam.serviceAccounts.actAs',
      'iam.serviceAccounts.setIamPolicy',
      'iam.workforcePoolProviders.create',
    ],
  ],
  ['iam.editor', ['iam.serviceAccountKeys.create', 'iam.serviceAccounts.actAs']],

  // Who may do what
  ['iam.securityAdmin', ['iam.serviceAccounts.setIamPolicy', 'resourcemanager.projects.setIamPolicy']],
  ['iam.roleAdmin', ['iam.roles.update']],
  ['iam.organizationRoleAdmin', ['iam.roles.update']],
  ['iam.denyAdmin', ['iam.denypolicies.delete', 'iam.denypolicies.update']],
  ['iam.principalAccessBoundaryAdmin', ['iam.principalaccessboundarypolicies.update']],
  ['iam.principalAccessBoundaryUser', ['iam.principalaccessboundarypolicies.unbind']],
  ['orgpolicy.policyAdmin', ['orgpolicy.policy.set', 'orgpolicy.policies.update']],
  ['privilegedaccessmanager.admin', ['privilegedaccessmanager.entitlements.create']],
  [
    'resourcemanager.organizationAdmin',
    ['resourcemanager.organizations.setIamPolicy', 'resourcemanager.projects.setIamPolicy'],
  ],
  ['resourcemanager.folderAdmin', ['resourcemanager.folders.setIamPolicy', 'resourcemanager.projects.setIamPolicy']],
  ['resourcemanager.folderIamAdmin', ['resourcemanager.folders.setIamPolicy']],
  ['resourcemanager.projectIamAdmin', ['resourcemanager.projects.setIamPolicy']],

  // What limits or records others
  ['accesscontextmanager.admin', ['accesscontextmanager.servicePerimeters.update']],
  ['accesscontextmanager.editor', ['accesscontextmanager.servicePerimeters.update']],
  ['accesscontextmanager.policyAdmin', ['accesscontextmanager.servicePerimeters.update']],
  ['accesscontextmanager.policyEditor', ['accesscontextmanager.servicePerimeters.update']],
  ['logging.admin', ['logging.sinks.delete', 'logging.logs.delete']],
  ['logging.configWriter', ['logging.sinks.delete']],
  ['resourcemanager.tagAdmin', ['resourcemanager.tagValues.setIamPolicy']],

  // Becoming a service account
  [
    'iam.serviceAccountTokenCreator',
    [
      'iam.serviceAccounts.getAccessToken',
      'iam.serviceAccounts.getOpenIdToken',
      'iam.serviceAccounts.implicitDelegation',
      'iam.serviceAccounts.signBlob',
      'iam.serviceAccounts.signJwt',
    ],
  ],
  ['iam.workloadIdentityUser', ['iam.serviceAccounts.getAccessToken', 'iam.serviceAccounts.getOpenIdToken']],
  ['iam.serviceAccountOpenIdTokenCreator', ['iam.serviceAccounts.getOpenIdToken']],
  ['iam.serviceAccountUser', ['iam.serviceAccounts.actAs']],
  ['iam.serviceAccountKeyAdmin', ['iam.serviceAccountKeys.create']],
  ['iam.serviceAccountAdmin', ['iam.serviceAccounts.setIamPolicy', 'iam.serviceAccountApiKeyBindings.create']],
  ['iam.serviceAccountApiKeyBindingAdmin', ['iam.serviceAccountApiKeyBindings.create']],
  ['iam.workloadIdentityPoolAdmin', ['iam.workloadIdentityPoolProviders.create']],
  ['iam.workforcePoolAdmin', ['iam.workforcePoolProviders.create']],
  ['iam.workforcePoolEditor', ['iam.workforcePoolProviders.create']],
  ['iam.devOps', ['cloudbuild.builds.create', 'iam.serviceAccounts.actAs', 'iam.serviceAccounts.setIamPolicy']],
  ['iam.dataScientist', ['iam.serviceAccounts.actAs']],
  ['iam.databasesAdmin', ['iam.serviceAccounts.actAs']],
  ['assuredoss.admin', ['iam.serviceAccountKeys.create']],
  ['backupdr.computeEngineOperator', ['iam.serviceAccounts.actAs']],
  ['earthengine.appsPublisher', ['iam.serviceAccounts.setIamPolicy']],
  ['securitycenter.admin', ['iam.serviceAccountKeys.create']],
  ['storage.hmacKeyAdmin', ['storage.hmacKeys.create']],
  ['iam.oauthClientAdmin', ['iam.oauthClients.create', 'iam.oauthClientCredentials.create']],
  ['serviceusage.apiKeysAdmin', ['apikeys.keys.create', 'apikeys.keys.getKeyString']],

  // Opening secrets, keys and buckets
  ['cloudkms.admin', ['cloudkms.cryptoKeys.setIamPolicy', 'cloudkms.keyRings.setIamPolicy']],
  ['secretmanager.admin', ['secretmanager.secrets.setIamPolicy']],
  ['storage.admin', ['storage.buckets.setIamPolicy']],

  // Running code as a service account
  ['aiplatform.admin', ['aiplatform.customJobs.create']],
  ['aiplatform.user', ['aiplatform.customJobs.create']],
  ['appengine.appAdmin', ['appengine.versions.create']],
  ['appengine.deployer', ['appengine.versions.create']],
  ['batch.jobsEditor', ['batch.jobs.create']],
  ['cloudbuild.builds.builder', ['cloudbuild.builds.create']],
  ['cloudbuild.builds.editor', ['cloudbuild.builds.create']],
  ['cloudfunctions.admin', ['cloudfunctions.functions.create', 'cloudfunctions.functions.update']],
  ['cloudfunctions.developer', ['cloudfunctions.functions.create', 'cloudfunctions.functions.update']],
  ['cloudscheduler.admin', ['cloudscheduler.jobs.create']],
  ['composer.admin', ['composer.environments.create']],
  ['compute.admin', ['compute.instances.create', 'compute.instances.setMetadata']],
  ['compute.instanceAdmin', ['compute.instances.create', 'compute.instances.setMetadata']],
  ['compute.instanceAdmin.v1', ['compute.instances.create', 'compute.projects.setCommonInstanceMetadata']],
  // Without acting as the service account: an instance that has one gives its tokens to whoever is root on it.
  ['compute.osAdminLogin', ['compute.instances.osAdminLogin']],
  ['config.admin', ['config.deployments.create']],
  [
    'container.admin',
    ['container.clusterRoleBindings.create', 'container.clusterRoles.bind', 'container.clusters.create'],
  ],
  ['container.clusterAdmin', ['container.clusters.create']],
  ['dataflow.admin', ['dataflow.jobs.create']],
  ['dataflow.developer', ['cloudbuild.builds.create', 'dataflow.jobs.create']],
  ['dataproc.admin', ['dataproc.clusters.create', 'dataproc.clusters.use', 'dataproc.jobs.create']],
  ['dataproc.editor', ['dataproc.clusters.create', 'dataproc.clusters.use', 'dataproc.jobs.create']],
  ['deploymentmanager.editor', ['deploymentmanager.deployments.create']],
  ['firebase.admin', ['cloudfunctions.functions.create', 'run.services.create']],
  ['notebooks.admin', ['notebooks.instances.create']],
  ['run.admin', ['run.services.create', 'run.services.update', 'run.jobs.run']],
  ['run.developer', ['run.services.create', 'run.services.update', 'run.jobs.run']],
  ['workflows.admin', ['workflows.workflows.create', 'workflows.executions.create']],
  ['workflows.editor', ['workflows.workflows.create', 'workflows.executions.create']],
]);
