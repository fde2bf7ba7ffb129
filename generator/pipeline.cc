#include "generator/pipeline.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "data/load.h"
#include "generator/emit/file_name.h"
#include "generator/emit/write_file.h"
#include "generator/error.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/log_files.h"
#include "generator/minimise/front.h"
#include "generator/minimise/minimise.h"
#include "generator/minimise/needs.h"
#include "generator/minimise/verify.h"
#include "generator/parallel.h"
#include "generator/report/review.h"
#include "generator/role/pair.h"
#include "generator/role/role_facts.h"
#include "generator/role/role_judge.h"

namespace scopedown {
namespace {

Rules rules_of(const Question& question) {
  return {.catalogue = built_in_catalogue(),
          .budget = question.budget,
          .exact = question.exact,
          .readable = question.readable,
          .whole_words = question.whole_words,
          .allow_escape = question.allow_escape,
          .never = question.never,
          .role = question.role,
          .trust_role = question.trust_role,
          .wildcards_may_reach = question.wildcards_may_reach};
}

std::vector<GivenAccess> given_accesses(const Ledger& ledger, const Question& question) {
  std::vector<GivenAccess> given = ledger.given();
  given.insert(given.end(), question.also.begin(), question.also.end());
  return given;
}

bool names_a_tenant(const Selection& selection) {
  return !selection.name_space.empty() || !selection.service_account.empty() ||
         !selection.tenant.empty();
}

UnitUsage usage_of(const Unit& unit, const Workloads& all) {
  const Workload& workload = all.units.at(unit);
  return {unit, workload.accesses, workload.unresolved, all.shared_roles};
}

// The policy is read again and judged by what shares nothing with the search, before anybody sees it.
void ensure_promises(const Proposal& proposal, const Unit& unit, const Workloads& all,
                     const Rules& rules) {
  if (proposal.policy.statements.empty()) return;
  for (const std::string& objection :
       objections(proposal.policy.text(), proposal, unit.tenant, all.world, rules))
    ensure(false, ("the policy of " + unit.text() + ": " + objection).c_str());
}

std::vector<const Unit*> selected_units(const Workloads& all, const Question& question,
                                        const Clusters& clusters) {
  std::vector<const Unit*> units;
  for (const auto& [unit, workload] : all.units) {
    if (!is_selected(unit, question.selection, clusters)) continue;
    if (workload.idle && !names_a_tenant(question.selection)) continue;  // a pod that made no call
    units.push_back(&unit);
  }
  return units;
}

Result result_of(const Unit& unit, const Workloads& all, const Rules& rules,
                 const Question& question, const Clusters& clusters) {
  Proposal proposal = minimise(usage_of(unit, all), all.world, rules);
  ensure_promises(proposal, unit, all, rules);
  return review(unit, all.units.at(unit), std::move(proposal), all, rules, question.selection,
                clusters);
}

// What is done with logs as they are read, file by file.
struct LogVisitor {
  CloudTrailReader::OnEvent on_event;
  std::function<void()> on_end = [] {};
};

// Reads logs without a ledger, in the order of their files.
Ingested read_logs(const std::vector<std::string>& logs, const LogVisitor& visitor) {
  Ingested result;
  LogList list = list_logs(logs);
  result.problems = std::move(list.problems);
  result.passed_over = std::move(list.passed_over);

  CloudTrailReader reader(Extraction::built_in());
  LogLoader loader;
  for (const std::string& path : list.files) {
    const auto loaded = loader.load(path);
    if (const auto* problem = std::get_if<Problem>(&loaded)) {
      result.problems.push_back(*problem);
      continue;
    }
    const auto on_set_aside = [&](std::string_view reason, const std::string& place) {
      if (reason != "broken_record") return;
      if (++result.broken_count <= broken_places_max) result.broken.push_back(place);
    };
    const LogReading reading =
        reader.read(std::get<LogText>(loaded).text, path, visitor.on_event, on_set_aside);
    if (reading.problem) result.problems.push_back(*reading.problem);
    result.records += reading.records;
    ++result.files;
    visitor.on_end();
  }
  return result;
}

// Empty if the format cannot hold this policy: whoever chose a tenant's names must not keep the others'
// policies from being written.
std::optional<std::string> text_or_warning(Result& result, const Summary& summary,
                                           const Clusters& clusters, const Delivery& delivery) {
  try {
    return delivered_text(result, summary, clusters, delivery);
  } catch (const Error& error) {
    if (error.code() != ExitCode::Refused) throw;
    result.warnings.push_back({std::string(not_delivered), error.what()});
    return std::nullopt;
  }
}

// The files that make a folder of each cluster's policies: by path below --out. A policy of an earlier
// run stays in: a tool that deletes what is not listed would take a tenant's association away because
// this run did not ask about it. A person deletes the file.
std::map<std::string, std::string> index_files(const std::map<std::string, std::string>& texts,
                                               const std::set<std::string>& stale,
                                               const Format& format) {
  std::map<std::string, std::string> files;
  if (format.index == nullptr) return files;
  std::map<std::string, std::set<std::string>> paths;  // by the folder of the cluster
  const auto add = [&](const std::string& file) {
    const std::size_t slash = file.find('/');
    paths[file.substr(0, slash)].insert(file.substr(slash + 1));
  };
  for (const auto& [file, text] : texts)
    add(file);
  for (const std::string& file : stale) {
    if (file.ends_with(format.extension) && file.find('/') != std::string::npos) add(file);
  }
  for (const auto& [folder, below] : paths)
    files.emplace(folder + "/" + std::string(format.index_name),
                  format.index({below.begin(), below.end()}));
  return files;
}

}  // namespace

CoverageRun coverage(const std::vector<std::string>& logs) {
  const Catalogue& catalogue = built_in_catalogue();
  const Interpreter interpreter(catalogue);
  Coverage coverage(interpreter, catalogue);
  CoverageRun run;
  run.ingested = read_logs(logs, {.on_event = [&](const Event& event) { coverage.add(event); },
                                  .on_end = [&] { coverage.end_of_file(); }});
  run.report = coverage.report();
  return run;
}

PackedCheck check_packed(const std::vector<std::string>& logs) {
  PackedCalibrator calibrator;
  PackedCheck check;
  check.ingested =
      read_logs(logs, {.on_event = [&](const Event& event) { calibrator.add(event); }});
  check.calibration = calibrator.take();
  return check;
}

Clusters clusters_of(const Ledger& ledger, const Question& question) {
  std::set<std::string> seen;
  for (const UsageRow& row : ledger.rows())
    seen.insert(row.key.who.cluster);
  for (const SessionRecord& session : ledger.sessions())
    seen.insert(session.cluster);
  for (const GivenAccess& given : given_accesses(ledger, question)) {
    const auto* name_space = std::get_if<Namespace>(&given.unit.tenant.who);
    if (name_space != nullptr && name_space->cluster.starts_with("arn:"))
      seen.insert(name_space->cluster);
  }
  const std::vector<InventoryFact> inventory = ledger.inventory();
  for (const InventoryFact& fact : inventory)
    seen.insert(fact.cluster);
  seen.erase("");
  return {std::move(seen), question.selection.cluster_providers,
          provider_joins(inventory, ledger.sessions())};
}

Workloads workloads(const Ledger& ledger, const Question& question, const Clusters& clusters) {
  FleetCounter(question.on_progress).begin("reading the ledger");
  const Catalogue& catalogue = built_in_catalogue();
  const Interpreter interpreter(catalogue);
  const Inventory inventory(ledger.inventory());
  std::vector<SessionRecord> sessions = ledger.sessions();
  for (SessionRecord& session : sessions)
    session = told_by(inventory, std::move(session));
  const LedgerContents contents{ledger.rows(), std::move(sessions),
                                given_accesses(ledger, question), ledger.totals()};
  return workloads_of(contents, question.selection, clusters, interpreter, catalogue);
}

Summary summary_of(const Workloads& all, const Question& question, const Clusters& clusters) {
  const Rules rules = rules_of(question);
  Summary summary;
  summary.budget = question.budget;
  const std::vector<const Unit*> units = selected_units(all, question, clusters);
  std::vector<std::optional<Result>> results(units.size());
  FleetCounter counter(question.on_progress);
  counter.begin("policies", units.size());
  in_parallel(units.size(), question.threads, [&](std::size_t index) {
    results[index] = result_of(*units[index], all, rules, question, clusters);
    counter.add(!results[index]->proposal.fits());
  });
  for (std::optional<Result>& result : results)
    summary.results.push_back(std::move(*result));
  summary.events = all.events;
  summary.unknown_actions = all.unknown_actions;
  summary.catalogue = built_in_catalogue_digest();
  if (question.role) summary.role = question.role->digest();
  for (const auto& [provider, cluster] : clusters.guessed()) {
    summary.warnings.push_back(
        {"cluster_guessed",
         "sessions of " + provider + " were taken to be of " + cluster +
             ", the only cluster known there; --cluster-provider says otherwise"});
  }
  for (const auto& [provider, cluster] : clusters.annotated()) {
    summary.warnings.push_back(
        {"cluster_by_annotation",
         "sessions of " + provider + " were taken to be of " + cluster +
             ", where service accounts have the same roles; describe-cluster in --inventory, or "
             "--cluster-provider, would say so for sure"});
  }
  return summary;
}

std::vector<UnitNeeds> unit_needs(const Workloads& all, const Question& question,
                                  const Clusters& clusters) {
  FleetCounter(question.on_progress).begin("asking what each tenant needs");
  const Rules rules = rules_of(question);
  const std::vector<const Unit*> units = selected_units(all, question, clusters);
  std::vector<UnitNeeds> needs(units.size());
  in_parallel(units.size(), question.threads, [&](std::size_t index) {
    const Unit& unit = *units[index];
    Isolation isolation(all.world, rules, unit.tenant);
    needs[index].unit = unit;
    for (const auto& [access, usage] : needs_of(usage_of(unit, all), isolation, rules).accesses)
      needs[index].accesses.push_back(access);
  });
  return needs;
}

Summary generate(const Ledger& ledger, const Question& question, const Clusters& clusters) {
  // Find out what each tenant did, in IAM's terms, and what all of them did together.
  return summary_of(workloads(ledger, question, clusters), question, clusters);
}

RoleKit role_kit(const Ledger& ledger, const Question& question, const Clusters& clusters,
                 const RoleQuestion& asked) {
  const Workloads all = workloads(ledger, question, clusters);
  std::vector<UnitNeeds> units = unit_needs(all, question, clusters);
  FleetCounter(question.on_progress).begin("making the role");
  RoleFacts facts = role_facts(ledger, clusters, units, asked);
  return role_kit_of(units, std::move(facts), all.world, built_in_catalogue(), asked);
}

RoleAndPolicies generate_with_role(const Ledger& ledger, const Question& question,
                                   const Clusters& clusters, const RoleQuestion& asked) {
  const Workloads all = workloads(ledger, question, clusters);
  std::vector<UnitNeeds> units = unit_needs(all, question, clusters);
  FleetCounter(question.on_progress).begin("making the role");
  RoleFacts facts = role_facts(ledger, clusters, units, asked);
  RoleAndPolicies pair;
  pair.kit = role_kit_of(units, std::move(facts), all.world, built_in_catalogue(), asked);
  if (!pair.kit.role.permissions.fits()) return pair;

  // The session policies know the role, and so may leave open what it pins.
  Question inside = question;
  inside.role = Role(pair.kit.role.permissions.documents);
  pair.summary = summary_of(all, inside, clusters);
  std::erase_if(pair.summary.results, [&](const Result& result) {
    const std::string account = account_of(result.unit);
    return !account.empty() && account != pair.kit.facts.account;
  });
  FleetCounter(question.on_progress).begin("judging the policies inside the role");
  const RoleJudge judge(pair.kit.role.texts());
  for (const Result& result : pair.summary.results)
    ensure_pair(judge, result.unit, result.proposal);
  return pair;
}

std::vector<Front> fronts(const Ledger& ledger, const Question& question,
                          const Clusters& clusters) {
  const Workloads all = workloads(ledger, question, clusters);
  const Rules rules = rules_of(question);
  const std::vector<const Unit*> units = selected_units(all, question, clusters);
  std::vector<Front> fronts(units.size());
  FleetCounter counter(question.on_progress);
  counter.begin("fronts", units.size());
  in_parallel(units.size(), question.threads, [&](std::size_t index) {
    const Unit& unit = *units[index];
    fronts[index] = {unit, front(usage_of(unit, all), all.world, rules)};
    for (const Proposal& point : fronts[index].points)
      ensure_promises(point, unit, all, rules);
    counter.add(false);
  });
  return fronts;
}

void write_policies(Summary& summary, const Clusters& clusters, const std::string& folder,
                    const Delivery& delivery) {
  namespace fs = std::filesystem;
  const fs::path root(folder);
  const fs::path summary_file = root / "summary.json";
  std::set<std::string> stale;
  std::error_code ignored;
  if (fs::exists(summary_file, ignored)) {
    for (std::string& file : files_of_summary(read_file(summary_file)))
      stale.insert(std::move(file));
  }

  std::map<std::string, std::string> texts;  // by file: all, before the first is written
  for (Result& result : summary.results) {
    if (!result.proposal.fits()) continue;
    const auto text = text_or_warning(result, summary, clusters, delivery);
    if (!text) continue;
    result.file = file_name(result.unit, clusters, delivery.format->extension);
    ensure(texts.emplace(result.file, *text).second, "two units share a file");
  }
  for (const auto& [file, text] : texts) {
    write_file(root / file, text);
    stale.erase(file);
  }
  std::erase_if(stale, [&](const std::string& file) { return !fs::exists(root / file, ignored); });
  summary.stale.assign(stale.begin(), stale.end());
  for (const auto& [file, text] : index_files(texts, stale, *delivery.format))
    write_file(root / file, text);
  write_file(summary_file, summary_text(summary));
}

}  // namespace scopedown
