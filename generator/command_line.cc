#include "generator/command_line.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "data/extraction.h"
#include "generator/emit/write_file.h"
#include "generator/logs/digest.h"
#include "generator/pipeline.h"
#include "generator/report/printed.h"
#include "generator/usage/given.h"
#include "generator/usage/timestamp.h"
#include "generator/usage/usage_rows_text.h"

namespace scopedown {
namespace {

// Everything that any subcommand takes, as it was typed.
struct Options {
  std::vector<std::string> logs;
  std::string db;
  std::string file;
  std::string tenant_by = "namespace";
  std::string per = "service-account";
  std::string since;
  std::string until;
  std::string packed_max = std::to_string(packed_percent_max_by_default);
  std::string also;
  std::string never;
  std::string out;
  std::string summary;
  std::vector<std::string> cluster_providers;
  bool usage = false;
  bool accesses = false;
  bool quiet = false;
  Question question;
};

[[noreturn]] void misuse(const std::string& where, const std::string& why) {
  throw Error(where, why, ExitCode::Usage);
}

std::int64_t moment(const std::string& option, const std::string& text) {
  const auto seconds = parse_timestamp(text);
  if (!seconds) misuse(option + " " + text, "no moment; write 2026-11-01 or 2026-11-01T10:30:00Z");
  return *seconds;
}

Policy read_never(const std::string& path) {
  Policy policy;
  try {
    policy = Policy::parse(read_file(path));
  } catch (const PolicyError& error) {
    throw Error(path, std::string("no policy: ") + error.what());
  }
  for (const Statement& statement : policy.statements) {
    if (statement.effect != Effect::Deny)
      throw Error(
          path, "a --never document holds Deny statements alone: it says what must not be granted");
  }
  return policy;
}

// What was typed, read. Throws Error (usage) for what makes no sense.
void settle(Options& options) {
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
  for (const std::string& join : options.cluster_providers) {
    const std::size_t equals = join.find('=');
    if (equals == std::string::npos) misuse("--cluster-provider " + join, "write CLUSTER=PROVIDER");
    selection.cluster_providers.emplace_back(join.substr(0, equals), join.substr(equals + 1));
  }
  if (options.packed_max == "off") {
    options.question.budget.packed_percent_max.reset();
  } else {
    const bool number = !options.packed_max.empty() && options.packed_max.size() <= 4 &&
                        std::ranges::all_of(options.packed_max,
                                            [](char byte) { return byte >= '0' && byte <= '9'; });
    if (!number) misuse("--packed-max " + options.packed_max, "write a whole percentage, or off");
    options.question.budget.packed_percent_max = std::stoi(options.packed_max);
  }
  if (!options.also.empty())
    options.question.also = read_given(read_file(options.also), options.also);
  if (!options.never.empty()) options.question.never = read_never(options.never);
}

Ledger open_ledger(const std::string& path, bool create) {
  const std::string_view digest = Extraction::built_in().digest();
  if (path.empty()) return Ledger::open(":memory:", digest);
  LedgerOptions how;
  how.create = create;
  return Ledger::open(path, digest, how);
}

// The ledger that a question is asked of, and whether all logs could be read into it.
struct Source {
  Ledger ledger;
  bool complete = true;
};

Source source_of(const Options& options) {
  if (options.logs.empty() && options.db.empty())
    misuse("LOG", "name a log file or folder (`-` for standard input), or a ledger with --db");
  Source source{open_ledger(options.db, !options.logs.empty()), true};
  if (!options.logs.empty()) {
    const Ingested ingested = ingest(options.logs, source.ledger);
    print_ingested(std::cerr, ingested, options.quiet);
    source.complete = ingested.problems.empty();
  }
  return source;
}

ExitCode finished(bool complete, ExitCode otherwise) {
  return complete ? otherwise : ExitCode::Failure;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

// A cluster that is not known, or a name that several have.
void check_cluster(const Selection& selection, const Clusters& clusters) {
  if (selection.cluster.empty()) return;
  const auto found = clusters.named(selection.cluster);
  const std::string where = "--cluster " + selection.cluster;
  if (found.empty())
    throw Error(where, "no such cluster in the log; `scopedown tenants` lists them");
  if (found.size() > 1)
    misuse(where, "several clusters have that name; write one of " + listed(found));
}

// Nothing was selected: says so with the names that were meant.
[[noreturn]] void nobody(const Selection& selection, const Workloads& all) {
  std::vector<std::string> names;
  std::vector<std::string> accounts;
  std::vector<std::string> units;
  for (const auto& [unit, workload] : all.units) {
    if (workload.idle) continue;
    units.push_back(unit.text());
    if (const auto* name_space = std::get_if<Namespace>(&unit.tenant.who)) {
      names.push_back(name_space->name);
      if (name_space->name == selection.name_space) accounts.push_back(unit.service_account);
    }
  }
  if (units.empty())
    throw Error("no tenant",
                "no call of one was found; `scopedown tenants` says what was set aside, and why");
  if (!selection.tenant.empty())
    throw Error("--tenant " + selection.tenant,
                "no such tenant; nearest: " + listed(nearest(selection.tenant, units)));
  if (!selection.service_account.empty() && (!accounts.empty() || selection.name_space.empty()))
    throw Error("--service-account " + selection.service_account,
                "no such service account; there are: " +
                    listed(nearest(selection.service_account, accounts)));
  throw Error("--namespace " + selection.name_space,
              "no such namespace; nearest: " + listed(nearest(selection.name_space, names)));
}

// One policy goes to stdout; of several, one must be chosen.
[[noreturn]] void ask_for_one(const Summary& summary) {
  std::set<std::string> clusters;
  std::set<std::string> names;
  std::set<std::string> accounts;
  std::vector<std::string> units;
  for (const Result& result : summary.results) {
    units.push_back(result.unit.text());
    if (const auto* name_space = std::get_if<Namespace>(&result.unit.tenant.who)) {
      clusters.insert(name_space->cluster);
      names.insert(name_space->name);
      accounts.insert(result.unit.service_account);
    }
  }
  const auto list = [](const std::set<std::string>& set) {
    return listed({set.begin(), set.end()});
  };
  const std::string several = std::to_string(units.size()) + " policies";
  if (names.size() > 1)
    misuse(several,
           "choose one with --namespace, or name a folder with --out; there are: " + list(names));
  if (clusters.size() > 1)
    misuse(several,
           "choose one with --cluster, or name a folder with --out; there are: " + list(clusters));
  if (accounts.size() > 1)
    misuse(several,
           "choose one with --service-account, make one for all with --per namespace, or name a "
           "folder with --out; there are: " +
               list(accounts));
  constexpr std::size_t shown_max = 10;
  if (units.size() > shown_max) units.resize(shown_max);
  misuse(several,
         "choose one with --tenant, or name a folder with --out; such as: " + listed(units));
}

bool is_complete_answer(const Summary& summary) {
  return std::ranges::all_of(summary.results, [](const Result& result) {
    return result.proposal.fits() && result.proposal.withheld.empty();
  });
}

ExitCode run_generate(Options& options) {
  settle(options);
  const Source source = source_of(options);
  const Clusters clusters = clusters_of(source.ledger, options.question);
  check_cluster(options.question.selection, clusters);
  Summary summary = generate(source.ledger, options.question, clusters);
  if (summary.results.empty())
    nobody(options.question.selection, workloads(source.ledger, options.question, clusters));
  if (options.out.empty() && summary.results.size() > 1) ask_for_one(summary);

  if (!options.out.empty()) write_policies(summary, clusters, options.out);
  if (!options.summary.empty()) write_file(options.summary, summary_text(summary));
  if (options.out.empty() && summary.results.front().proposal.fits()) {
    std::cout << summary.results.front().proposal.policy.text();
    if (isatty(STDOUT_FILENO) != 0) std::cout << '\n';
  }
  print_results(std::cerr, summary, options.quiet);
  return finished(source.complete,
                  is_complete_answer(summary) ? ExitCode::Success : ExitCode::Refused);
}

ExitCode run_tenants(Options& options) {
  settle(options);
  const Source source = source_of(options);
  const Clusters clusters = clusters_of(source.ledger, options.question);
  check_cluster(options.question.selection, clusters);
  print_tenants(std::cout, workloads(source.ledger, options.question, clusters),
                options.question.selection, clusters);
  return finished(source.complete, ExitCode::Success);
}

ExitCode run_ingest(Options& options) {
  Ledger ledger = open_ledger(options.db, true);
  const Ingested ingested = ingest(options.logs, ledger);
  print_ingested(std::cerr, ingested, options.quiet);
  return finished(ingested.problems.empty(), ExitCode::Success);
}

// Usage rows name their columns; accesses are objects with an action.
bool holds_usage_rows(std::string_view text) {
  const std::string_view begin = text.substr(0, text.find('\n'));
  return begin.find("event_source") != std::string_view::npos;
}

ExitCode run_import(Options& options) {
  const std::string text = read_file(options.file);
  const DoneFile file{digest_of(text).text(), options.file, text.size()};
  Ledger ledger = open_ledger(options.db, true);
  if (ledger.file_done(file.digest)) {
    if (!options.quiet)
      std::cerr << "scopedown: " << options.file << ": imported before; nothing to do\n";
    return ExitCode::Success;
  }
  std::size_t count = 0;
  if (holds_usage_rows(text)) {
    const auto rows = read_usage_rows(text, options.file, Extraction::built_in().digest());
    ledger.add_rows(rows, {file});
    count = rows.size();
  } else {
    const auto accesses = read_given(text, options.file);
    ledger.add_given(accesses, {file});
    count = accesses.size();
  }
  if (!options.quiet)
    std::cerr << "scopedown: " << options.file << ": " << count << " rows imported\n";
  return ExitCode::Success;
}

ExitCode run_export(Options& options) {
  if (options.usage == options.accesses) misuse("export", "say what: --usage or --accesses");
  settle(options);
  const Ledger ledger = open_ledger(options.db, false);
  if (options.usage) {
    std::cout << usage_rows_text(ledger.rows(), Extraction::built_in().digest());
    return ExitCode::Success;
  }
  const Clusters clusters = clusters_of(ledger, options.question);
  std::vector<GivenAccess> accesses;
  for (const auto& [unit, workload] : workloads(ledger, options.question, clusters).units) {
    for (const auto& [access, usage] : workload.accesses)
      accesses.push_back({unit, access, usage.count, usage.first_seen, usage.last_seen});
  }
  std::cout << given_text(std::move(accesses));
  return ExitCode::Success;
}

// --- what each subcommand takes ----------------------------------------------------------------

void add_logs(CLI::App& command, Options& options, bool required) {
  auto* logs = command.add_option("LOG", options.logs,
                                  "CloudTrail logs: files, folders, or - for standard input");
  if (required) logs->required();
  command.add_flag("--quiet", options.quiet, "Say only what went wrong");
}

void add_selection(CLI::App& command, Options& options) {
  Selection& selection = options.question.selection;
  command.add_option("--db", options.db, "The ledger; with LOG, the logs are added to it first");
  command.add_option("--namespace", selection.name_space, "Only this namespace");
  command.add_option("--cluster", selection.cluster, "Only this cluster: its name or ARN");
  command.add_option("--cluster-provider", options.cluster_providers,
                     "CLUSTER=PROVIDER: whose OIDC provider it is (IRSA); repeatable");
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

void add_generate(CLI::App& command, Options& options) {
  add_logs(command, options, false);
  add_selection(command, options);
  Question& question = options.question;
  command.add_option("--never", options.never,
                     "A policy of Deny statements: what must not be granted");
  command
      .add_option("--budget", question.budget.characters_max, "Characters that a policy may have")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command
      .add_option("--packed-max", options.packed_max,
                  "Percent of packed size that a policy may have, or off")
      ->capture_default_str();
  command.add_flag("--exact", question.exact, "Open no names that look made up");
  command.add_flag("--allow-escape", question.allow_escape,
                   "Let a session assume the shared role again");
  command.add_option("--out", options.out,
                     "Write a file per unit, and summary.json, into this folder");
  command.add_option("--summary", options.summary, "Write the summary to this file");
}

void add_tenants(CLI::App& command, Options& options) {
  add_logs(command, options, false);
  add_selection(command, options);
}

void add_ingest(CLI::App& command, Options& options) {
  add_logs(command, options, true);
  command.add_option("--db", options.db, "The ledger; made if it is missing")->required();
}

void add_import(CLI::App& command, Options& options) {
  command
      .add_option("FILE", options.file,
                  "Accesses as JSON lines, or usage rows as CSV or JSON lines")
      ->required();
  command.add_option("--db", options.db, "The ledger; made if it is missing")->required();
  command.add_flag("--quiet", options.quiet, "Say only what went wrong");
}

void add_export(CLI::App& command, Options& options) {
  command.add_option("--db", options.db, "The ledger")->required();
  command.add_flag("--usage", options.usage, "The ledger's rows, as CSV");
  command.add_flag("--accesses", options.accesses,
                   "What each unit did in IAM's terms, as JSON lines");
}

struct Command {
  const char* name;
  const char* description;
  void (*add)(CLI::App&, Options&);
  ExitCode (*run)(Options&);
};

constexpr std::array commands{
    Command{"generate", "Write the smallest session policy for each tenant", add_generate,
            run_generate},
    Command{"tenants", "Show who was found, and what was set aside and why", add_tenants,
            run_tenants},
    Command{"ingest", "Read logs into a ledger", add_ingest, run_ingest},
    Command{"import", "Read accesses, or usage rows of a SQL engine, into a ledger", add_import,
            run_import},
    Command{"export", "Print a ledger's accesses or usage rows", add_export, run_export},
};

}  // namespace

ExitCode run(int argc, char** argv) {
  CLI::App app{"Least-privilege session policies for the tenants of one shared EKS role"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "scopedown " SCOPEDOWN_VERSION);
  app.footer(
      "Exit codes: 0 yes; 1 could not; 2 the command line makes no sense; 3 done, and the answer "
      "is no.");
  Options options;
  for (const Command& command : commands)
    command.add(*app.add_subcommand(command.name, command.description), options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, std::cout, std::cerr) == 0 ? ExitCode::Success : ExitCode::Usage;
  }
  for (const Command& command : commands) {
    if (!app.got_subcommand(command.name)) continue;
    const ExitCode code = command.run(options);
    std::cout.flush();
    if (!std::cout) throw Error("standard output", "cannot write");
    return code;
  }
  return ExitCode::Usage;
}

}  // namespace scopedown
