import { describe, expect, it } from 'vitest';
import { agentFamily } from './agent-family.ts';

describe('a family is the kind of tool, whatever its version', () => {
  it.each([
    ['aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux md/command#iam.list-users', 'aws-cli'],
    ['[aws-cli/1.18.136 Python/3.8.5 Darwin/19.5.0 botocore/1.17.59]', 'aws-cli'],
    ['AWSPowerShell.NetCore/4.1', 'aws-powershell'],
    ['Boto3/1.40.0 md/Botocore#1.40.0', 'boto3'],
    ['Botocore/1.40.0', 'boto3'],
    ['aws-sdk-go-v2/1.36.0', 'sdk-go'],
    ['aws-sdk-go/1.40.21 (go1.17; linux; amd64) exec-env/AWS_Lambda_go1.x', 'sdk-go'],
    ['[aws-sdk-java/2.20]', 'sdk-java'],
    ['aws-sdk-js/3.600.0', 'sdk-js'],
    ['aws-sdk-nodejs/2.1500.0 linux/v18', 'sdk-js'],
    ['APN/1.0 HashiCorp/1.0 Terraform/1.9.8 aws-sdk-go-v2/1.36.0', 'terraform'],
    ['google-api-go-client/0.5 Terraform/1.9.8 (+https://www.terraform.io),gzip(gfe)', 'terraform'],
    ['OpenTofu/1.8.0 aws-sdk-go-v2/1.36.0', 'terraform'],
    ['Pulumi/3.0 aws-sdk-go/1.0', 'pulumi'],
    ['cloudformation.amazonaws.com', 'cloudformation'],
    ['console.amazonaws.com', 'console'],
    ['console.ec2.amazonaws.com', 'console'],
    ['[S3Console/0.4]', 'console'],
    ['signin.amazonaws.com', 'console'],
    ['AWS Internal', 'aws-service'],
    ['autoscaling.amazonaws.com', 'aws-service'],
    ['google-cloud-sdk gcloud/501.0.0 command/gcloud.iam.roles.list,gzip(gfe)', 'gcloud'],
    ['apitools Python/3.12 gsutil/5.30 (linux) google-cloud-sdk/501.0.0', 'gcloud'],
    ['google-api-python-client/2.0 (gzip),gzip(gfe)', 'google-sdk'],
    ['gcloud-python/2.1 gl-python/3.12', 'google-sdk'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0,gzip(gfe),gzip(gfe)', 'browser'],
    ['Mozilla', 'other'],
    ['python-requests/2.32', 'other'],
    ['evil.amazonaws.com.example.com', 'other'],
    ['', 'other'],
    [undefined, 'other'],
  ])('%s: %s', (userAgent, family) => {
    expect(agentFamily(userAgent)).toBe(family);
  });
});
