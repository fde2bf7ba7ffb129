#include "generator/usage/collector.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "generator/error.h"
#include "generator/usage/list_text.h"
#include "model/action.h"
#include "model/arn.h"

namespace scopedown {
namespace {

bool is_api_call(const Event& event) {
  constexpr std::array other_categories{"Insight", "Aggregated", "NetworkActivity"};
  return (event.type.empty() || event.type == "AwsApiCall") && !event.source.empty() &&
         !event.name.empty() &&
         std::ranges::find(other_categories, event.category) == other_categories.end();
}

bool is_grant(const Event& event) {
  return event.source == "sts.amazonaws.com" && event.name.starts_with("AssumeRole");
}

// True if no tenant's permissions were used to get a session: AWS got it, or a token's owner did.
bool is_grant_by_aws(const Event& event) {
  if (!is_grant(event)) return false;
  const std::string_view type = event.identity.type;
  if (type == "WebIdentityUser" || type == "SAMLUser" || is_called_by_eks(event)) return true;
  return type == "AWSService" && session_record(event).has_value();
}

bool is_pod_identity_exchange(const Event& event) {
  return event.source == "eks-auth.amazonaws.com" && event.name == "AssumeRoleForPodIdentity";
}

// Why the event is not used; "" if it is. In the order of set_aside_reasons.
std::string_view reason_of(const Event& event, const Identified& who, ErrorClass error) {
  if (!is_api_call(event)) return "not_an_api_call";
  if (is_pod_identity_exchange(event)) return "pod_identity_exchange";
  if (is_grant_by_aws(event)) return "session_grant";
  if (!who.set_aside.empty()) return who.set_aside;
  if (error == ErrorClass::NotEvaluated) return "not_evaluated";
  return "";
}

std::uint32_t reason_index(std::string_view reason) {
  const auto* const found = std::ranges::find(set_aside_reasons, reason, &SetAsideReason::name);
  ensure(found != set_aside_reasons.end(), "the reason is one of set_aside_reasons");
  return static_cast<std::uint32_t>(found - set_aside_reasons.begin());
}

std::string error_text(ErrorClass error) {
  if (error == ErrorClass::Denied) return "denied";
  if (error == ErrorClass::Missing) return "missing";
  return error == ErrorClass::Failed ? "failed" : "";
}

// The UUID that an id is: "7b7e4636-4713-3d04-b86a-cd6774cdbae9".
std::string uuid_text(const EventId& id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text += '-';
    const std::uint64_t half = nibble < 16 ? id.high : id.low;
    text += digits[half >> (60U - 4U * static_cast<unsigned>(nibble % 16)) & 15U];
  }
  return text;
}

// A text for each value, and for no two the same.
class Identifying {
 public:
  Identifying& operator<<(std::string_view field) {
    text_.append(std::to_string(field.size())).append(":").append(field);
    return *this;
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// The parameters of one call: of the event as a whole, or of one element of a list in it.
struct CallParameters {
  std::vector<NamedValue> kept;
  std::vector<NamedValue> items;
};

// The list that a path lies in, with the number of the element: "names[]", 3.
std::pair<std::string_view, int> element_of(const Parameter& parameter) {
  if (parameter.element < 0) return {"", -1};
  const std::string_view path = parameter.path;
  const std::size_t list = std::min(path.find("[]"), path.find("{}"));
  return {list == std::string_view::npos ? path : path.substr(0, list + 2), parameter.element};
}

std::vector<CallParameters> parameters_of(const Event& event, const Extraction::Source& source) {
  std::map<std::pair<std::string_view, int>, CallParameters> by_element;
  for (const Parameter& parameter : event.parameters) {
    const Keeping* const keeping = source.find(parameter.path);
    CallParameters& call = by_element[element_of(parameter)];
    std::vector<NamedValue>& values = keeping != nullptr && keeping->item ? call.items : call.kept;
    values.push_back({parameter.path, std::string(parameter.value)});
  }
  const CallParameters whole = by_element[{"", -1}];
  std::vector<CallParameters> calls;
  for (auto& [element, call] : by_element) {
    if (element.second < 0) continue;
    std::ranges::copy(whole.kept, std::back_inserter(call.kept));
    std::ranges::copy(whole.items, std::back_inserter(call.items));
    calls.push_back(std::move(call));
  }
  if (calls.empty()) calls.push_back(whole);
  return calls;
}

bool has_bucket(const std::vector<NamedValue>& parameters) {
  return std::ranges::any_of(parameters, [](const NamedValue& parameter) {
    return folded_case(parameter.name) == "bucketname";
  });
}

std::string resources_of(const Event& event) {
  std::vector<std::string> arns;
  for (const std::string_view resource : event.resources) {
    if (Arn::parse(resource)) arns.emplace_back(resource);
  }
  return list_text(arns);
}

}  // namespace

std::string Batch::sample_of(const Entry& entry) const {
  return entry.sample == id_is_sample ? uuid_text(entry.id) : samples[entry.sample];
}

bool Batch::is_before(const Entry& a, const Entry& b) const {
  if (a.id != b.id) return a.id < b.id;
  const bool a_used = a.call_count > 0;
  const bool b_used = b.call_count > 0;
  if (!a_used || !b_used) {
    return a_used != b_used ? a_used : std::tie(a.reason, a.time) < std::tie(b.reason, b.time);
  }
  const auto sorted_calls = [&](const Entry& entry) {
    std::vector<const UsageKey*> keys;
    for (std::uint32_t index = 0; index < entry.call_count; ++index)
      keys.push_back(&calls[call_indexes[entry.first_call + index]]);
    return keys;
  };
  const auto a_calls = sorted_calls(a);
  const auto b_calls = sorted_calls(b);
  if (a.time != b.time) return a.time < b.time;
  if (callers[a.caller] != callers[b.caller]) return callers[a.caller] < callers[b.caller];
  const auto by_value = [](const UsageKey* one, const UsageKey* other) { return *one < *other; };
  if (std::lexicographical_compare(a_calls.begin(), a_calls.end(), b_calls.begin(), b_calls.end(),
                                   by_value)) {
    return true;
  }
  if (std::lexicographical_compare(b_calls.begin(), b_calls.end(), a_calls.begin(), a_calls.end(),
                                   by_value)) {
    return false;
  }
  return sample_of(a) < sample_of(b);
}

Collector::Collector(const Extraction& extraction) : extraction_(&extraction) {}

void Collector::add(const Event& event) {
  const Identified who = identified(event.identity);
  const ErrorClass error = extraction_->error_class(event.error_code);
  const std::string_view reason = reason_of(event, who, error);
  if (is_api_call(event)) {
    if (auto record = session_record(event)) batch_.sessions.insert(std::move(*record));
  }

  Batch::Entry entry;
  entry.id = event.id;
  entry.time = event.time;
  if (!reason.empty()) {
    entry.reason = reason_index(reason);
    batch_.entries.push_back(entry);
    return;
  }
  entry.caller = caller_index(who.caller);
  entry.sample = Batch::id_is_sample;
  if (event.id_text != uuid_text(event.id)) {
    entry.sample = static_cast<std::uint32_t>(batch_.samples.size());
    batch_.samples.emplace_back(event.id_text);
  }
  entry.first_call = static_cast<std::uint32_t>(batch_.call_indexes.size());
  for (const UsageKey& call : calls_of(event, error))
    batch_.call_indexes.push_back(call_index(call));
  entry.call_count = static_cast<std::uint32_t>(batch_.call_indexes.size()) - entry.first_call;
  batch_.entries.push_back(entry);
}

void Collector::set_aside(std::string_view reason) {
  ++batch_.without_id[std::string(set_aside_reasons[reason_index(reason)].name)];
}

void Collector::merge(Collector&& other) {
  const Batch theirs = other.take();
  std::vector<std::uint32_t> callers;
  std::vector<std::uint32_t> calls;
  for (const Caller& caller : theirs.callers)
    callers.push_back(caller_index(caller));
  for (const UsageKey& call : theirs.calls)
    calls.push_back(call_index(call));

  const auto first_sample = static_cast<std::uint32_t>(batch_.samples.size());
  const auto first_call = static_cast<std::uint32_t>(batch_.call_indexes.size());
  std::ranges::copy(theirs.samples, std::back_inserter(batch_.samples));
  for (const std::uint32_t call : theirs.call_indexes)
    batch_.call_indexes.push_back(calls[call]);
  for (Batch::Entry entry : theirs.entries) {
    entry.first_call += first_call;
    if (entry.call_count > 0) {
      entry.caller = callers[entry.caller];
      if (entry.sample != Batch::id_is_sample) entry.sample += first_sample;
    }
    batch_.entries.push_back(entry);
  }
  for (const auto& [reason, count] : theirs.without_id)
    batch_.without_id[reason] += count;
  batch_.sessions.insert(theirs.sessions.begin(), theirs.sessions.end());
}

Batch Collector::take() {
  callers_.clear();
  calls_.clear();
  return std::exchange(batch_, {});
}

// Each row once, sorted, even if a list names a thing twice.
std::vector<UsageKey> Collector::calls_of(const Event& event, ErrorClass error) const {
  UsageKey shared;
  shared.account = event.account;
  shared.region = event.region;
  shared.event_source = event.source;
  shared.event_name = event.name;
  shared.error_class = error_text(error);

  std::vector<UsageKey> calls;
  for (CallParameters& parameters : parameters_of(event, extraction_->of(event.source))) {
    UsageKey& call = calls.emplace_back(shared);
    if (!parameters.items.empty()) {
      std::ranges::sort(parameters.items);
      call.fold_min = call.fold_max = parameters.items.front().value;
      parameters.kept.insert(parameters.kept.end(), std::next(parameters.items.begin()),
                             parameters.items.end());
    }
    if (!has_bucket(parameters.kept)) call.resources = resources_of(event);
    call.parameters = list_text(parameters.kept);
  }
  std::ranges::sort(calls);
  calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
  return calls;
}

std::uint32_t Collector::caller_index(const Caller& caller) {
  Identifying text;
  text << caller.principal << (caller.is_user ? "1" : "0") << caller.session.access_key
       << caller.session.arn << caller.session.id << (caller.forwarded ? "1" : "0");
  const auto index = static_cast<std::uint32_t>(batch_.callers.size());
  const auto [entry, is_new] = callers_.try_emplace(text.text(), index);
  if (is_new) batch_.callers.push_back(caller);
  return entry->second;
}

std::uint32_t Collector::call_index(const UsageKey& call) {
  Identifying text;
  text << call.account << call.region << call.event_source << call.event_name << call.error_class
       << call.parameters << call.resources << call.fold_min;
  const auto index = static_cast<std::uint32_t>(batch_.calls.size());
  const auto [entry, is_new] = calls_.try_emplace(text.text(), index);
  if (is_new) batch_.calls.push_back(call);
  return entry->second;
}

}  // namespace scopedown
