// Writes two tables from the models of AWS's own SDK for Python: which operations each service has, and the names of
// their parameters for the services whose records rules read most. Run by hand, with pip and unzip at hand:
// node scripts/derive-operation-table.mjs
// The package is fetched into a temporary folder; it is no dependency. The SDK for JavaScript has the same models, but its
// packages are one a service, and the old single one takes no new services.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { frontCoded } from './front-coded.mjs';
import { withPythonPackage } from './python-package.mjs';

const PACKAGE = 'botocore==1.43.107';
const DATA = new URL('../src/workshop/aws/data/', import.meta.url);

// Services whose parameters are kept: those that identities, credentials, permissions and logs are changed through.
// Not S3, EC2 and API Gateway: CloudTrail writes their parameters in forms of its own.
const WITH_PARAMETERS = new Set(
  ['iam', 'sts', 'organizations', 'sso', 'sso-admin', 'sso-oidc', 'identitystore', 'signin', 'kms', 'lambda'].concat(
    ['cloudtrail', 'guardduty', 'config', 'secretsmanager', 'ssm', 'rolesanywhere', 'accessanalyzer', 'eks', 'ecs'],
    ['glue', 'sagemaker', 'cognito-idp', 'cognito-identity', 'ram', 'logs', 'events', 'securityhub', 'account'],
    ['cloudformation', 'codebuild', 'dynamodb', 'ecr', 'eks-auth', 'elasticfilesystem', 'macie2', 'rds', 'sns'],
  ),
);

await withPythonPackage(PACKAGE, (folder) => {
  const models = join(folder, 'botocore', 'data');
  const services = readdirSync(models)
    .filter((service) => versionsOf(models, service).length > 0)
    .sort()
    .map((service) => ({ service, models: versionsOf(models, service).map(readModel) }));
  const operations = services.map(({ service, models }) => `${sourcesOf(service, models)} ${operationsOf(models)}`);
  write('operation-table.ts', 'OPERATION_TABLE', operations, 'The operations of the services of AWS');
  const parameters = services
    .filter(({ service }) => WITH_PARAMETERS.has(service))
    .map(({ service, models }) => `${sourcesOf(service, models)} ${parametersOf(models)}`);
  write('parameter-table.ts', 'PARAMETER_TABLE', parameters, 'The names of parameters of some services of AWS');
});

function versionsOf(models, service) {
  const folder = join(models, service);
  if (!existsSync(folder) || service.includes('.')) return [];
  return readdirSync(folder)
    .map((version) => join(folder, version, 'service-2.json.gz'))
    .filter((file) => existsSync(file));
}

function readModel(file) {
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
}

/** Under which names CloudTrail may write the service: its endpoint, what requests are signed for, its own. */
function sourcesOf(service, models) {
  const names = models.flatMap(({ metadata }) => [metadata.signingName, metadata.endpointPrefix]);
  return [...new Set([service, ...names.filter((name) => name !== undefined)])].join('|');
}

/** Names of operations, with the version in its path for those of Lambda up to 2018: CloudTrail writes it behind the name. */
function operationsOf(models) {
  return frontCoded(
    models.flatMap(({ metadata, operations }) =>
      Object.entries(operations).map(([name, { http }]) => {
        const [, year, month, day] = /^\/(201[4-8])-(\d\d)-(\d\d)\//u.exec(http?.requestUri ?? '') ?? [];
        const isVersioned = metadata.endpointPrefix === 'lambda' && year !== undefined && !name.startsWith('Invoke');
        return isVersioned ? `${name}${year}${month}${day}` : name;
      }),
    ),
  );
}

/** Names of members of all shapes, first letter small as CloudTrail writes them; `*` marks maps, whose keys are anyone's. */
function parametersOf(models) {
  return frontCoded(
    models.flatMap(({ shapes }) =>
      Object.values(shapes).flatMap(({ members = {} }) =>
        Object.entries(members).map(
          ([name, { shape }]) => small(name) + (shapes[shape]?.type === 'map' || shapes[shape]?.document ? '*' : ''),
        ),
      ),
    ),
  );
}

function small(name) {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function write(file, constant, lines, what) {
  const text = `/**
 * ${what}, as scripts/derive-operation-table.mjs wrote them; how to read them is in
 * ../${file.replace('-table', '')}.
 *
 * Derived from the models in the Python package ${PACKAGE}, which is
 * Copyright 2012-2026 Amazon.com, Inc. or its affiliates and licensed under the Apache License 2.0 (see NOTICE).
 * Names only. Do not edit: run the script.
 */
export const ${constant} = \`
${lines.join('\n')}
\`;
`;
  writeFileSync(new URL(file, DATA), text);
  console.log(`${file}: ${lines.length} services, ${text.length} characters`);
}
