import { describe, expect, it } from 'vitest';
import { gcpAccessMethod } from './gcp-access-method.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0,gzip(gfe),gzip(gfe)';

describe('by the agent alone, which is a claim', () => {
  it.each([
    ['google-cloud-sdk gcloud/501.0.0 command/gcloud.iam.roles.list,gzip(gfe)', 'cli'],
    ['apitools Python/3.12 gsutil/5.30 (linux) google-cloud-sdk/501.0.0', 'cli'],
    ['kubectl/v1.31.0', 'cli'],
    ['google-api-go-client/0.5 Terraform/1.9.8 (+https://www.terraform.io),gzip(gfe)', 'iac'],
    ['Pulumi/3.0 google-api-go-client/0.5', 'iac'],
    ['google-api-python-client/2.0 (gzip),gzip(gfe)', 'sdk'],
    ['gcloud-python/2.1 gl-python/3.12', 'sdk'],
    ['grpc-go/1.70.0,gzip(gfe)', 'sdk'],
    [BROWSER, 'console'],
    ['curl/8.5', 'unknown'],
    ['Mozilla', 'unknown'],
    [undefined, 'unknown'],
  ])('%s: %s', (userAgent, method) => {
    expect(gcpAccessMethod({ actorKind: 'user', userAgent, oauthClientId: undefined })).toBe(method);
  });
});

it("is a service for Google's own, whatever the agent", () => {
  expect(gcpAccessMethod({ actorKind: 'service', userAgent: BROWSER, oauthClientId: undefined })).toBe('service');
});

it('a service account cannot sign in to the console', () => {
  const path = { actorKind: 'service-account', userAgent: BROWSER, oauthClientId: undefined } as const;
  expect(gcpAccessMethod(path)).toBe('unknown');
});

it('the OAuth client of gcloud tells where the agent says nothing', () => {
  const oauthClientId = '32555940559.apps.googleusercontent.com';
  expect(gcpAccessMethod({ actorKind: 'user', userAgent: undefined, oauthClientId })).toBe('cli');
  expect(gcpAccessMethod({ actorKind: 'user', userAgent: 'Terraform/1.9', oauthClientId })).toBe('iac');
});
