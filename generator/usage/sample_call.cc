#include "generator/usage/sample_call.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "generator/error.h"
#include "generator/logs/cloudtrail.h"
#include "generator/usage/collector.h"
#include "generator/usage/list_text.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

Json identity_json(const std::string& account) {
  const std::string role = "arn:aws:iam::" + account + ":role/sample";
  return {{"type", "AssumedRole"},
          {"principalId", "AROASAMPLE:sample"},
          {"arn", "arn:aws:sts::" + account + ":assumed-role/sample/sample"},
          {"accountId", account},
          {"accessKeyId", "ASIASAMPLE"},
          {"sessionContext", {{"sessionIssuer", {{"type", "Role"}, {"arn", role}}}}}};
}

Json parameters_of(const SampleCall& call) {
  Json parameters = Json::parse(call.parameters, nullptr, false);
  if (!parameters.is_object() && !parameters.is_null())
    throw Error("--parameters", "not a JSON object; write requestParameters as a record has them",
                ExitCode::Usage);
  return parameters;
}

std::string record_text(const SampleCall& call) {
  Json resources = Json::array();
  for (const std::string& arn : call.resources)
    resources.push_back({{"ARN", arn}});
  const Json record = {{"eventVersion", "1.11"},
                       {"userIdentity", identity_json(call.account)},
                       {"eventSource", call.event_source},
                       {"eventName", call.event_name},
                       {"awsRegion", call.region},
                       {"requestParameters", parameters_of(call)},
                       {"resources", resources},
                       {"eventType", "AwsApiCall"},
                       {"recipientAccountId", call.account}};
  return record.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What the ledger would keep of it.
struct Kept {
  std::vector<UsageKey> calls;
  std::string set_aside;
  std::map<std::string, std::string> items;  // value → path, of the calls' open-ended names
};

Kept keep(const SampleCall& call) {
  const Extraction& extraction = Extraction::built_in();
  const std::string text = record_text(call);
  PaddedBuffer bytes(text);
  Collector collector(extraction);
  CloudTrailReader reader(extraction);
  Kept kept;
  const auto on_event = [&](const Event& event) {
    for (const Parameter& parameter : event.parameters) {
      if (parameter.keeping != nullptr && parameter.keeping->item)
        kept.items.emplace(std::string(parameter.value), parameter.path);
    }
    collector.add(event);
  };
  const LogReading reading = reader.read(bytes.padded(text.size()), "", on_event,
                                         [](std::string_view, const std::string&) {});
  if (reading.events != 1)
    throw Error(call.event_source, "no event source; write s3.amazonaws.com", ExitCode::Usage);
  const Batch batch = collector.take();
  const Batch::Entry& entry = batch.entries.front();
  if (entry.call_count == 0) kept.set_aside = set_aside_reasons[entry.reason].name;
  for (std::uint32_t index = 0; index < batch.calls.size(); ++index)
    kept.calls.push_back(batch.call(index));
  return kept;
}

// The row without one of the things that it says, for each of them.
std::vector<std::pair<std::string, UsageKey>> without_each(const UsageKey& row, const Kept& kept) {
  std::vector<std::pair<std::string, UsageKey>> all;
  const std::vector<NamedValue> parameters = named_values(row.parameters);
  for (const NamedValue& left_out : parameters) {
    std::vector<NamedValue> rest;
    std::ranges::copy_if(parameters, std::back_inserter(rest), [&](const NamedValue& parameter) {
      return parameter.name != left_out.name;
    });
    all.emplace_back(left_out.name, row).second.parameters = list_text(rest);
  }
  const std::vector<std::string> resources = values(row.resources);
  for (const std::string& left_out : resources) {
    std::vector<std::string> rest;
    std::ranges::copy_if(resources, std::back_inserter(rest),
                         [&](const std::string& arn) { return arn != left_out; });
    all.emplace_back(left_out, row).second.resources = list_text(rest);
  }
  if (!row.fold_min.empty()) {
    const auto item = kept.items.find(row.fold_min);
    UsageKey& rest =
        all.emplace_back(item == kept.items.end() ? row.fold_min : item->second, row).second;
    rest.fold_min.clear();
    rest.fold_max.clear();
  }
  return all;
}

// "requestItems[].tableName" → "requestItems".
std::string top_level_name(std::string_view path) {
  return std::string(path.substr(0, path.find_first_of(".[{")));
}

bool has(const Interpretation& interpretation, const Access& access) {
  return std::ranges::any_of(interpretation.accesses, [&](const ObservedAccess& observed) {
    return observed.access == access;
  });
}

}  // namespace

SampleReading read_sample(const SampleCall& call, const Interpreter& interpreter) {
  SampleReading reading;
  reading.service = interpreter.service_of(call.event_source);
  const Kept kept = keep(call);
  reading.set_aside = kept.set_aside;

  std::map<Access, std::pair<ObservedAccess, std::set<std::string>>> found;
  std::set<std::string> used;
  for (const UsageKey& row : kept.calls) {
    const Interpretation whole = interpreter.interpret(row);
    if (!whole.set_aside.empty()) reading.set_aside = whole.set_aside;
    for (const ObservedAccess& observed : whole.accesses)
      found.try_emplace(observed.access, observed, std::set<std::string>{});
    for (const auto& [name, rest] : without_each(row, kept)) {
      const Interpretation less = interpreter.interpret(rest);
      for (const ObservedAccess& observed : whole.accesses) {
        if (has(less, observed.access)) continue;
        found.at(observed.access).second.insert(name);
        used.insert(top_level_name(name));
      }
    }
  }
  for (auto& [access, reasoned] : found)
    reading.accesses.push_back({reasoned.first, {reasoned.second.begin(), reasoned.second.end()}});
  const Json parameters = parameters_of(call);
  for (const auto& [name, value] : parameters.items())
    if (!used.contains(name)) reading.ignored.push_back(name);
  std::ranges::sort(reading.ignored);
  return reading;
}

}  // namespace scopedown
