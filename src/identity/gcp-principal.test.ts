import { describe, expect, it } from 'vitest';
import { canonicalPrincipal, principalKind, principalNamed, projectOfServiceAccount } from './gcp-principal.ts';

describe('one form for whoever acts and whoever is granted something', () => {
  it.each([
    ['ann@example.com', 'user:ann@example.com', 'user'],
    ['Ann@Example.COM', 'user:ann@example.com', 'user'],
    ['user:ann@example.com', 'user:ann@example.com', 'user'],
    ['group:Admins@example.com', 'group:admins@example.com', 'federated'],
    ['x@p-1.iam.gserviceaccount.com', 'serviceAccount:x@p-1.iam.gserviceaccount.com', 'service-account'],
    ['user:x@p-1.iam.gserviceaccount.com', 'serviceAccount:x@p-1.iam.gserviceaccount.com', 'service-account'],
    ['serviceAccount:p-1.svc.id.goog[shop/web]', 'serviceAccount:p-1.svc.id.goog[shop/web]', 'service-account'],
    ['principal://iam.googleapis.com/x/subject/Repo', 'principal://iam.googleapis.com/x/subject/Repo', 'federated'],
    ['system:serviceaccount:shop:web', 'system:serviceaccount:shop:web', 'service-account'],
    ['system:node:gke-1', 'system:node:gke-1', 'service'],
    ['system:anonymous', 'system:anonymous', 'unknown'],
    ['b6112abb-5791', 'b6112abb-5791', 'federated'],
  ])('%s: %s', (text, principal, kind) => {
    expect(canonicalPrincipal(text)).toBe(principal);
    expect(principalKind(principal)).toBe(kind);
  });
});

describe("Google's own machinery is a service, by the project it lives in", () => {
  it.each([
    'service-123456789@gcp-sa-pubsub.iam.gserviceaccount.com',
    'service-123456789@compute-system.iam.gserviceaccount.com',
    'service-123456789@container-engine-robot.iam.gserviceaccount.com',
    'service-org-123456789@gcp-sa-scc-notification.iam.gserviceaccount.com',
    'service-agent-manager@system.gserviceaccount.com',
    'gcp-compromised-key-response@system.gserviceaccount.com',
    'system@google.com',
  ])('%s', (address) => {
    expect(principalKind(canonicalPrincipal(address))).toBe('service');
    expect(projectOfServiceAccount(address)).toBeUndefined();
  });
});

describe('what code of the customer runs as is no service, whatever it is called', () => {
  it.each([
    ['service-123456789@p-1.iam.gserviceaccount.com', 'p-1'],
    ['compute-system@p-1.iam.gserviceaccount.com', 'p-1'],
    ['container-engine-robot@p-1.iam.gserviceaccount.com', 'p-1'],
    ['gcp-sa-pubsub@p-1.iam.gserviceaccount.com', 'p-1'],
    ['123456789-compute@developer.gserviceaccount.com', '123456789'],
    ['123456789@cloudbuild.gserviceaccount.com', '123456789'],
    // Deployment Manager acts as this one, with whatever a template of the customer says.
    ['123456789@cloudservices.gserviceaccount.com', '123456789'],
    ['p-1@appspot.gserviceaccount.com', 'p-1'],
    ['x@p-1.example.com.iam.gserviceaccount.com', 'example.com:p-1'],
    ['p-1.svc.id.goog[shop/web]', 'p-1'],
  ])('%s of project %s', (address, project) => {
    expect(principalKind(canonicalPrincipal(`serviceAccount:${address}`))).toBe('service-account');
    expect(projectOfServiceAccount(address)).toBe(project);
  });

  it('an address that only ends like one of theirs is a person', () => {
    expect(principalKind(canonicalPrincipal('x@evilgserviceaccount.com'))).toBe('user');
    expect(principalKind(canonicalPrincipal('system@google.com.example.com'))).toBe('user');
  });
});

describe('requests name principals by less than policies do', () => {
  it.each([
    ['Deployer@shop-prod.iam.gserviceaccount.com', 'serviceAccount:deployer@shop-prod.iam.gserviceaccount.com'],
    ['ann@example.com', 'user:ann@example.com'],
    ['projects/-/serviceAccounts/x@p.iam.gserviceaccount.com', 'serviceAccount:x@p.iam.gserviceaccount.com'],
    ['projects/p/serviceAccounts/x@p.iam.gserviceaccount.com', 'serviceAccount:x@p.iam.gserviceaccount.com'],
  ])('%s', (named, principal) => expect(principalNamed(named)).toBe(principal));

  it.each([
    'serviceAccount:x@p.iam.gserviceaccount.com',
    'arn:aws:sts::111122223333:assumed-role/x/ann@example.com',
    'projects/-/serviceAccounts/123456789012345678901',
    'groups/readers@example.com',
    'allUsers',
    '',
  ])('%s stays as it is', (text) => expect(principalNamed(text)).toBe(text));
});
