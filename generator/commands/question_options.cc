#include "generator/commands/question_options.h"

#include <cstdint>
#include <iostream>
#include <set>
#include <string_view>

#include <CLI/CLI.hpp>

#include "data/extraction.h"
#include "generator/commands/terminal_bar.h"
#include "generator/emit/write_file.h"
#include "generator/report/printed.h"
#include "generator/usage/given.h"
#include "generator/usage/timestamp.h"

namespace scopedown {

std::int64_t moment(const std::string& option, const std::string& text) {
  const auto seconds = parse_timestamp(text);
  if (!seconds) misuse(option + " " + text, "no moment; write 2026-11-01 or 2026-11-01T10:30:00Z");
  return *seconds;
}

void add_logs(CLI::App& command, std::vector<std::string>& logs, bool required) {
  auto* option =
      command.add_option("LOG", logs, "CloudTrail logs: files, folders, or - for standard input");
  if (required) option->required();
}

void add_quiet(CLI::App& command, bool& quiet) {
  command.add_flag("--quiet", quiet, "Say only what went wrong");
}

void add_inventory(CLI::App& command, std::vector<std::string>& inventory) {
  command
      .add_option("--inventory", inventory,
                  "[CLUSTER=]FILE: whose pods there are, as aws eks and kubectl print it; "
                  "attributes sessions without tags; repeatable")
      ->allow_extra_args(false);
}

std::vector<InventoryFile> read_inventories(const std::vector<std::string>& inventory) {
  std::vector<InventoryFile> files;
  for (const std::string& text : inventory)
    files.push_back(read_inventory(InventoryArgument::parse(text)));
  return files;
}

void learn(const std::vector<InventoryFile>& files, Ledger& ledger, bool quiet) {
  if (files.empty()) return;
  std::set<std::string> known;
  for (const InventoryFact& fact : ledger.inventory())
    known.insert(fact.cluster);
  for (const SessionRecord& session : ledger.sessions()) {
    if (session.kind == "pod-identity" && !session.cluster.empty()) known.insert(session.cluster);
  }
  const std::vector<InventoryFact> facts = name_clusters(files, std::move(known));
  ledger.add_inventory(facts);
  if (!quiet) print_inventory(std::cerr, facts);
}

std::pair<std::string, std::string> cluster_provider(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    misuse("--cluster-provider " + text, "write CLUSTER=PROVIDER");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

void add_question(CLI::App& command, QuestionOptions& options) {
  add_logs(command, options.logs, false);
  add_quiet(command, options.quiet);
  Selection& selection = options.question.selection;
  command.add_option("--db", options.db, "The ledger; with LOG, the logs are added to it first");
  command.add_option("--namespace", selection.name_space, "Only this namespace");
  command.add_option("--cluster", selection.cluster, "Only this cluster: its name or ARN");
  command.add_option("--cluster-provider", options.cluster_providers,
                     "CLUSTER=PROVIDER: whose OIDC provider it is (IRSA); repeatable");
  add_inventory(command, options.inventory);
  command.add_option("--service-account", selection.service_account, "Only this service account");
  command.add_option("--tenant", selection.tenant, "Only this tenant, by its canonical text");
  command.add_option("--per", options.per,
                     "service-account (default) or namespace: what a policy is made for");
  command.add_option("--tenant-by", options.tenant_by,
                     "namespace (default), principal or tag:KEY: what is kept apart");
  command.add_option("--from-role", selection.from_role,
                     "Only calls of sessions of this role (ARN)");
  command.add_option("--since", options.since, "Only calls last seen at or after this moment");
  command.add_option("--until", options.until, "Only calls first seen before this moment");
  command.add_option("--min-calls", selection.calls_min, "Only accesses seen so often")
      ->check(CLI::PositiveNumber);
  command.add_option("--also", options.also, "More accesses, as JSON lines: what no log shows");
}

void settle(QuestionOptions& options) {
  Selection& selection = options.question.selection;
  const auto kind = TenantKind::parse(options.tenant_by);
  if (!kind)
    misuse("--tenant-by " + options.tenant_by,
           "no kind of tenant; write namespace, principal or tag:KEY");
  selection.kind = *kind;
  const bool by_namespace = kind->kind == TenantKind::Kind::Namespace;
  const bool names_namespace = !selection.cluster.empty() || !selection.name_space.empty() ||
                               !selection.service_account.empty();
  if (!by_namespace && names_namespace)
    misuse("--tenant-by " + options.tenant_by,
           "goes with --tenant, not with --cluster, --namespace or --service-account");
  if (options.per != "namespace" && options.per != "service-account")
    misuse("--per " + options.per, "write service-account or namespace");
  selection.per_namespace = options.per == "namespace";
  if (selection.per_namespace && !selection.service_account.empty())
    misuse("--per namespace",
           "makes one policy for all service accounts; leave out --service-account");
  if (!selection.tenant.empty() && !Unit::parse(selection.tenant))
    misuse("--tenant " + selection.tenant,
           "not the text of a tenant; write cluster=ARN,namespace=NAME[,service-account=NAME], "
           "principal=ARN or tag=KEY,value=VALUE");
  if (!options.since.empty()) selection.since = moment("--since", options.since);
  if (!options.until.empty()) selection.until = moment("--until", options.until);
  for (const std::string& join : options.cluster_providers)
    selection.cluster_providers.push_back(cluster_provider(join));
  if (!options.also.empty())
    options.question.also = read_given(read_file(options.also), options.also);
}

Ledger open_ledger(const std::string& path, bool create) {
  const std::string_view digest = Extraction::built_in().digest();
  if (path.empty()) return Ledger::open(":memory:", digest);
  LedgerOptions how;
  how.create = create;
  return Ledger::open(path, digest, how);
}

QuestionSource source_of(const QuestionOptions& options) {
  if (options.logs.empty() && options.db.empty())
    misuse("LOG", "name a log file or folder (`-` for standard input), or a ledger with --db");
  const std::vector<InventoryFile> inventory = read_inventories(options.inventory);
  QuestionSource source{open_ledger(options.db, !options.logs.empty()), true};
  if (!options.logs.empty()) {
    ProgressBar bar = terminal_bar(options.quiet);
    const Ingested ingested =
        ingest(options.logs, source.ledger,
               {.on_progress = [&](const IngestProgress& progress) { bar.show(progress); }});
    bar.clear();
    print_ingested(std::cerr, ingested, options.quiet);
    source.complete = ingested.problems.empty();
  }
  learn(inventory, source.ledger, options.quiet);
  return source;
}

ExitCode finished(bool complete, ExitCode otherwise) {
  return complete ? otherwise : ExitCode::Failure;
}

void check_cluster(const Selection& selection, const Clusters& clusters) {
  if (selection.cluster.empty()) return;
  const auto found = clusters.named(selection.cluster);
  const std::string where = "--cluster " + selection.cluster;
  if (found.empty())
    throw Error(where, "no such cluster in the log; `scopedown tenants` lists them");
  if (found.size() > 1)
    misuse(where, "several clusters have that name; write one of " + listed(found));
}

}  // namespace scopedown
