#!/usr/bin/env node
// Writes operations.tsv: every operation of the SDK clients below, with the members of its input.
//
//   node data/operations.mjs           fetches the packages with `npm pack`, and writes
//   node data/operations.mjs FOLDER    takes archives that lie there already, and fetches the others
//
// The tests form of each operation the event that CloudTrail would log (tests/data/operations_test.cc);
// the program does not read the table. A client of version 3 of the AWS SDK for JavaScript holds
// its model as arrays, in dist-es/schemas:
//
//   operation  [9, namespace, name, traits, () => input, () => output]
//   structure  [3, namespace, name, traits, [names of members], [their schemas], count of required]
//   list       [1, namespace, name, traits, schema]        map  [2, ..., key's schema, value's schema]
//
// a schema being a number (a scalar), one of those arrays, a function that returns one, or a pair
// of a schema and traits. Not every client is published at every version: of each the newest up to
// `version` is taken, so the same ones every time.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const version = '3.1169.0';
const here = dirname(fileURLToPath(import.meta.url));

// Client; the first label of its event source; the service prefix of its actions.
const clients = [
  ['amp', 'aps', 'aps'],
  ['athena', 'athena', 'athena'],
  ['auto-scaling', 'autoscaling', 'autoscaling'],
  ['bedrock', 'bedrock', 'bedrock'],
  ['bedrock-agent', 'bedrock', 'bedrock'],
  ['bedrock-agent-runtime', 'bedrock', 'bedrock'],
  ['bedrock-runtime', 'bedrock', 'bedrock'],
  ['cloudwatch', 'monitoring', 'cloudwatch'],
  ['cloudwatch-logs', 'logs', 'logs'],
  ['cognito-identity-provider', 'cognito-idp', 'cognito-idp'],
  ['dynamodb', 'dynamodb', 'dynamodb'],
  ['dynamodb-streams', 'dynamodb', 'dynamodb'],
  ['ec2', 'ec2', 'ec2'],
  ['ecr', 'ecr', 'ecr'],
  ['elastic-load-balancing', 'elasticloadbalancing', 'elasticloadbalancing'],
  ['elastic-load-balancing-v2', 'elasticloadbalancing', 'elasticloadbalancing'],
  ['elasticache', 'elasticache', 'elasticache'],
  ['elasticsearch-service', 'es', 'es'],
  ['eventbridge', 'events', 'events'],
  ['firehose', 'firehose', 'firehose'],
  ['glue', 'glue', 'glue'],
  ['iam', 'iam', 'iam'],
  ['kinesis', 'kinesis', 'kinesis'],
  ['kms', 'kms', 'kms'],
  ['lambda', 'lambda', 'lambda'],
  ['opensearch', 'es', 'es'],
  ['rds', 'rds', 'rds'],
  ['rds-data', 'rdsdata', 'rds-data'],
  ['route-53', 'route53', 'route53'],
  ['s3', 's3', 's3'],
  ['secrets-manager', 'secretsmanager', 'secretsmanager'],
  ['sfn', 'states', 'states'],
  ['sns', 'sns', 'sns'],
  ['sqs', 'sqs', 'sqs'],
  ['ssm', 'ssm', 'ssm'],
  ['sts', 'sts', 'sts'],
  ['xray', 'xray', 'xray'],
];

// Members below this many structures are not listed: recursive ones never end.
const depth_max = 3;
// They name no resource of the call.
const left_out = /^(DryRun|ClientToken|NextToken|MaxResults)$/;
// Of the members inside of others, those that may name a resource.
const naming = /(Arns?|ARNs?|Identifiers?|Ids?|Names?|Roles?|Statement|Uri|Url)(\[\]|\{\})?$/;

function archive_of(client, folder) {
  const pattern = new RegExp(`^aws-sdk-client-${client}-3\\.[0-9.]+\\.tgz$`);
  const present = readdirSync(folder).find((file) => pattern.test(file));
  if (present) return present;
  const options = { cwd: folder, encoding: 'utf8' };
  const specification = `@aws-sdk/client-${client}@<=${version}`;
  return execFileSync('npm', ['pack', '--silent', specification], options).trim().split('\n').pop();
}

// What the file imports serves errors alone, and is not needed to read it.
async function read_model(client, folder) {
  const unpacked = mkdtempSync(join(folder, 'package-'));
  execFileSync('tar', ['xzf', join(folder, archive_of(client, folder)), '-C', unpacked]);
  const schemas = join(unpacked, 'package', 'dist-es', 'schemas', 'schemas_0.js');
  const text = readFileSync(schemas, 'utf8');
  const imports = [...text.matchAll(/^import \{([^}]+)\} from /gm)];
  const names = imports.flatMap((match) => match[1].split(',')).map((name) => name.trim());
  const stubs = names.filter(Boolean).map((name) =>
    `class ${name} { static for() { return new ${name}(); } registerError() {} }\n`);
  const readable = join(unpacked, 'schemas.mjs');
  writeFileSync(readable, stubs.join('') + text.replace(/^import [^;]*;/gm, ''));
  return import(pathToFileURL(readable).href);
}

// A schema without its wrappings.
function resolved(schema) {
  if (typeof schema === 'function') return resolved(schema());
  if (Array.isArray(schema) && typeof schema[1] !== 'string') return resolved(schema[0]);
  return schema;
}

// The name that goes over the wire, where it is another: EC2's query name, S3's headers.
function wire_name(client, member, schema) {
  const traits = Array.isArray(schema) && typeof schema[1] === 'object' ? schema[1] : {};
  if (client === 's3') return traits.httpHeader ?? traits.httpQuery ?? member;
  if (client !== 'ec2') return member;
  const xml = traits.xmlName ? traits.xmlName[0].toUpperCase() + traits.xmlName.slice(1) : undefined;
  return traits.ec2QueryName ?? xml ?? member;
}

function add_paths(client, schema, prefix, depth, paths) {
  const shape = resolved(schema);
  if (typeof shape === 'number') {
    const list = shape >= 128 ? '{}' : shape >= 64 ? '[]' : '';
    paths.push(prefix + list);
  } else if (shape[0] === 1) {
    add_paths(client, shape[4], `${prefix}[]`, depth, paths);
  } else if (shape[0] === 2) {
    paths.push(`${prefix}{}`);
  } else if (shape[0] === 3 || shape[0] === 4) {
    if (depth === depth_max) return;
    shape[4].forEach((member, index) => {
      if (left_out.test(member)) return;
      const name = wire_name(client, member, shape[5][index]);
      add_paths(client, shape[5][index], prefix ? `${prefix}.${name}` : name, depth + 1, paths);
    });
  } else {
    paths.push(prefix);
  }
}

function operation_rows([client, label, service], model) {
  const operations = Object.values(model).filter((value) => Array.isArray(value) && value[0] === 9);
  return operations.map((operation) => {
    const paths = [];
    const input = resolved(operation[4]);
    if (input !== 'unit' && Array.isArray(input)) add_paths(client, input, '', 0, paths);
    const members = paths.filter((path) => !path.includes('.') || naming.test(path));
    return [client, label, service, operation[2], [...new Set(members)].join(' ')];
  });
}

async function main() {
  const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'scopedown-operations-'));
  const rows = [];
  for (const client of clients) {
    const found = operation_rows(client, await read_model(client[0], folder));
    if (!found.length) throw new Error(`no operation in client ${client[0]}`);
    rows.push(...found);
  }
  rows.sort((a, b) => (`${a[0]} ${a[3]}` < `${b[0]} ${b[3]}` ? -1 : 1));
  const header = ['client', 'event_source', 'service', 'operation', 'members'];
  writeFileSync(join(here, 'operations.tsv'),
    [header, ...rows].map((row) => `${row.join('\t')}\n`).join(''));
  console.log(`operations.tsv: ${rows.length} rows of ${clients.length} clients`);
  if (!process.argv[2]) rmSync(folder, { recursive: true });
}

await main();
