#include "tests/support/run.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "data/extraction.h"
#include "data/load.h"
#include "generator/logs/cloudtrail.h"
#include "generator/usage/usage_rows_text.h"

namespace scopedown::testing {
namespace {

namespace fs = std::filesystem;

// A secret's name is one secret's, whatever six characters AWS drew: a call by name is a use of it.
std::string without_drawn_suffix(const std::string& arn) {
  if (arn.find(":secretsmanager:") == std::string::npos || arn.size() < 7) return arn;
  return arn.substr(0, arn.size() - 7);
}

Tenant tenant_of(const TrueAccess& access, const Clusters& clusters) {
  return Tenant{Namespace{clusters.joined(access.cluster), access.name_space}};
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "scopedown-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Ledger empty_ledger() {
  return Ledger::open(":memory:", Extraction::built_in().digest());
}

Ledger ledger_of(std::span<const std::string> records) {
  Collector collector(Extraction::built_in());
  CloudTrailReader reader(Extraction::built_in());
  const std::string text = json_lines(records);
  PaddedBuffer buffer(text);
  const LogReading reading = reader.read(
      PaddedText{std::string_view(buffer.data(), text.size())}, "log",
      [&](const Event& event) { collector.add(event); },
      [&](std::string_view reason, const std::string&) { collector.set_aside(reason); });
  if (reading.records != records.size()) std::abort();
  Ledger ledger = empty_ledger();
  ledger.add(collector.take(), {});
  return ledger;
}

Run run_of(Ledger ledger, const Question& question) {
  Clusters clusters = clusters_of(ledger, question);
  Summary summary = generate(ledger, question, clusters);
  return {std::move(ledger), std::move(clusters), std::move(summary)};
}

Run run_of(std::span<const std::string> records, const Question& question) {
  return run_of(ledger_of(records), question);
}

Question exact_question() {
  Question question;
  question.budget = {1'000'000, std::nullopt};
  question.exact = true;
  return question;
}

std::string rows_text(const Ledger& ledger) {
  return usage_rows_text(ledger.rows(), Extraction::built_in().digest());
}

std::map<std::string, std::string> policy_texts(const Summary& summary) {
  std::map<std::string, std::string> texts;
  for (const Result& result : summary.results) {
    if (result.proposal.fits()) texts[result.unit.text()] = result.proposal.policy.text();
  }
  return texts;
}

const Result* result_of(const Summary& summary, const Unit& unit) {
  const auto place = std::ranges::find(summary.results, unit, &Result::unit);
  return place == summary.results.end() ? nullptr : &*place;
}

bool allowed(const Policy& policy, std::string_view action, const std::string& arn,
             Reading reading) {
  const Request request{"", Action::parse(action).value(), arn, {}};
  return decide(policy, request, reading).allowed();
}

const std::set<std::string>& possible_actions(const std::string& arn) {
  static std::map<TypeIndex, std::vector<const CatalogueAction*>> by_type = [] {
    std::map<TypeIndex, std::vector<const CatalogueAction*>> actions;
    for (const CatalogueAction& action : built_in_catalogue().actions()) {
      for (const ActionType& type : action.types) {
        if (!type.created) actions[type.type].push_back(&action);
      }
    }
    return actions;
  }();
  static std::map<std::string, std::set<std::string>> known;
  const auto [place, added] = known.try_emplace(arn);
  if (!added) return place->second;
  for (const TypeIndex type : built_in_catalogue().types_of(ArnPattern::exactly(arn))) {
    for (const CatalogueAction* action : by_type[type])
      place->second.insert(action->action.text());
  }
  return place->second;
}

std::vector<std::string> without_chained_calls(std::vector<std::string> records) {
  std::erase_if(records, [](const std::string& record) {
    return record.find("assumed-role/partner/export-job") != std::string::npos &&
           record.find("\"AssumeRole\"") == std::string::npos;
  });
  return records;
}

Truth::Truth(const std::vector<TrueAccess>& accesses, const Clusters& clusters)
    : accesses_(accesses), clusters_(&clusters) {
  for (const TrueAccess& access : accesses_) {
    arns_.insert(access.arn);
    if (access.outcome != Outcome::Allowed) continue;
    const Tenant tenant = tenant_of(access, clusters);
    by_unit_[unit_of(access)].push_back(access);
    by_tenant_[tenant].emplace(access.action, access.arn);
    if (access.named) named_[tenant].insert(access.arn);
  }
}

Unit Truth::unit_of(const TrueAccess& access) const {
  return {tenant_of(access, *clusters_), access.service_account};
}

const std::vector<TrueAccess>& Truth::of(const Unit& unit) const {
  static const std::vector<TrueAccess> nothing;
  const auto place = by_unit_.find(unit);
  return place == by_unit_.end() ? nothing : place->second;
}

bool Truth::unit_did(const Unit& unit, const std::string& action, const std::string& arn) const {
  return std::ranges::any_of(of(unit), [&](const TrueAccess& access) {
    return access.action == action && access.arn == arn;
  });
}

bool Truth::tenant_did(const Tenant& tenant, const std::string& action,
                       const std::string& arn) const {
  const auto place = by_tenant_.find(tenant);
  if (place == by_tenant_.end()) return false;
  return std::ranges::any_of(place->second, [&](const auto& pair) {
    return pair.first == action && without_drawn_suffix(pair.second) == without_drawn_suffix(arn);
  });
}

bool Truth::uses(const Tenant& tenant, const std::string& arn) const {
  const auto place = by_tenant_.find(tenant);
  if (place == by_tenant_.end()) return false;
  return std::ranges::any_of(place->second, [&](const auto& pair) {
    return without_drawn_suffix(pair.second) == without_drawn_suffix(arn);
  });
}

bool Truth::used_elsewhere(const Tenant& tenant, const std::string& arn) const {
  return std::ranges::any_of(named_, [&](const auto& entry) {
    return entry.first != tenant && entry.second.contains(arn);
  });
}

}  // namespace scopedown::testing
