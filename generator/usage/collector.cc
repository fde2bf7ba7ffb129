#include "generator/usage/collector.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "generator/error.h"
#include "generator/logs/event_id.h"
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
std::string_view reason_of(const Event& event, std::string_view nobody, ErrorClass error) {
  if (!is_api_call(event)) return "not_an_api_call";
  if (is_pod_identity_exchange(event)) return "pod_identity_exchange";
  if (is_grant_by_aws(event)) return "session_grant";
  if (!nobody.empty()) return nobody;
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

std::string text_of(const EventId& id) {
  const UuidText text = uuid_text(id);
  return {text.data(), text.size()};
}

bool is_text_of(const EventId& id, std::string_view text) {
  const UuidText uuid = uuid_text(id);
  return text == std::string_view(uuid.data(), uuid.size());
}

// Identities that were met lately: a power of two.
constexpr std::size_t marked_count = 8'192;

// A batch that has more than a few entries is likely to have many: it grows to them in one step.
constexpr std::size_t entries_few = 4'096;
constexpr std::size_t entries_many = 100'000;

// Calls that wait to be looked up together: as many as their texts stay near.
constexpr std::size_t waiting_max = 256;

// What is kept from batch to batch: of keys and callers each, and of the texts they are known by.
constexpr std::size_t learnt_max = 16'384;
constexpr std::size_t learnt_bytes_max = std::size_t{8} << 20U;

// The parameters of one call: of the event as a whole, or of one element of a list in it.
struct CallParameters {
  std::vector<NamedValue> kept;
  std::vector<NamedValue> items;
};

bool is_item(const Parameter& parameter) {
  return parameter.keeping != nullptr && parameter.keeping->item;
}

// The list that a path lies in, with the number of the element: "names[]", 3.
std::pair<std::string_view, int> element_of(const Parameter& parameter) {
  if (parameter.element < 0) return {"", -1};
  const std::string_view path = parameter.path;
  const std::size_t list = std::min(path.find("[]"), path.find("{}"));
  return {list == std::string_view::npos ? path : path.substr(0, list + 2), parameter.element};
}

std::vector<CallParameters> parameters_of(const Event& event) {
  std::map<std::pair<std::string_view, int>, CallParameters> by_element;
  for (const Parameter& parameter : event.parameters) {
    CallParameters& call = by_element[element_of(parameter)];
    std::vector<NamedValue>& values = is_item(parameter) ? call.items : call.kept;
    values.push_back({std::string(parameter.path), std::string(parameter.value)});
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

UsageKey key_without_parameters(const Event& event, ErrorClass error) {
  UsageKey key;
  key.account = event.account;
  key.region = event.region;
  key.event_source = event.source;
  key.event_name = event.name;
  key.error_class = error_text(error);
  return key;
}

void take_parameters(UsageKey& call, CallParameters parameters, const Event& event) {
  if (!parameters.items.empty()) {
    std::ranges::sort(parameters.items);
    call.fold_min = call.fold_max = parameters.items.front().value;
    parameters.kept.insert(parameters.kept.end(), std::next(parameters.items.begin()),
                           parameters.items.end());
  }
  if (!has_bucket(parameters.kept)) call.resources = resources_of(event);
  call.parameters = list_text(parameters.kept);
}

// Each row once, sorted, even if a list names a thing twice.
std::vector<UsageKey> calls_of(const Event& event, ErrorClass error) {
  const UsageKey shared = key_without_parameters(event, error);
  std::vector<UsageKey> calls;
  for (CallParameters& parameters : parameters_of(event))
    take_parameters(calls.emplace_back(shared), std::move(parameters), event);
  std::ranges::sort(calls);
  calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
  return calls;
}

}  // namespace

// A call is written as the number of its key, then its item.
std::uint32_t Batch::key_of(std::uint32_t call) const {
  std::uint32_t key = 0;
  std::memcpy(&key, calls.text(call).data(), sizeof key);
  return key;
}

std::string_view Batch::item_of(std::uint32_t call) const {
  return calls.text(call).substr(sizeof(std::uint32_t));
}

UsageKey Batch::call(std::uint32_t index) const {
  UsageKey call = keys[key_of(index)];
  call.fold_min = call.fold_max = item_of(index);
  return call;
}

std::string Batch::sample_of(const Entry& entry) const {
  return entry.sample == id_is_sample ? text_of(entry.id) : samples[entry.sample];
}

bool Batch::is_before(const Entry& a, const Entry& b) const {
  if (a.id != b.id) return a.id < b.id;
  const bool a_used = a.call_count > 0;
  const bool b_used = b.call_count > 0;
  if (!a_used || !b_used) {
    return a_used != b_used ? a_used : std::tie(a.reason, a.time) < std::tie(b.reason, b.time);
  }
  if (a.time != b.time) return a.time < b.time;
  if (callers[a.caller] != callers[b.caller]) return callers[a.caller] < callers[b.caller];
  const auto calls_in_order = [&](const Entry& entry) {
    std::vector<UsageKey> in_order;
    for (std::uint32_t made = 0; made < entry.call_count; ++made)
      in_order.push_back(call(call_indexes[entry.first_call + made]));
    return in_order;
  };
  const std::vector<UsageKey> a_calls = calls_in_order(a);
  const std::vector<UsageKey> b_calls = calls_in_order(b);
  if (a_calls != b_calls) return a_calls < b_calls;
  return sample_of(a) < sample_of(b);
}

Collector::Collector(const Extraction& extraction) : extraction_(&extraction) {}

void Collector::add(const Event& event) {
  const Known who = known(event);
  const ErrorClass error = extraction_->error_class(event.error_code);
  const std::string_view reason = reason_of(event, who.set_aside, error);
  if (event.source == "sts.amazonaws.com" && is_api_call(event)) {
    if (auto record = session_record(event)) batch_.sessions.insert(std::move(*record));
  }

  if (batch_.entries.size() == entries_few) batch_.entries.reserve(entries_many);
  Batch::Entry entry;
  entry.id = event.id;
  entry.time = event.time;
  if (!reason.empty()) {
    entry.reason = reason_index(reason);
    batch_.entries.push_back(entry);
    return;
  }
  entry.caller = callers_.number_in(batch_.callers, who.caller);
  entry.sample = Batch::id_is_sample;
  if (!is_text_of(event.id, event.id_text)) {
    entry.sample = static_cast<std::uint32_t>(batch_.samples.size());
    batch_.samples.emplace_back(event.id_text);
  }
  entry.first_call = static_cast<std::uint32_t>(batch_.call_indexes.size());
  add_calls(event, error);
  entry.call_count = static_cast<std::uint32_t>(batch_.call_indexes.size()) - entry.first_call;
  batch_.entries.push_back(entry);
}

void Collector::set_aside(std::string_view reason) {
  ++batch_.without_id[std::string(set_aside_reasons[reason_index(reason)].name)];
}

Batch Collector::take() {
  add_waiting();
  forget_if_much();
  callers_.begin_batch();
  keys_.begin_batch();
  for (PlainCall& call : plain_)
    call.call_plus_one = 0;
  return std::exchange(batch_, {});
}

// Numbers are of numbers: what one of them is too many of, all forget.
void Collector::forget_if_much() {
  const std::size_t most = std::max(
      {identities_.size(), plain_calls_.size(), callers_.values.size(), keys_.values.size()});
  const std::size_t bytes =
      identities_.bytes() + plain_calls_.bytes() + callers_.numbers.bytes() + keys_.numbers.bytes();
  if (most <= learnt_max && bytes <= learnt_bytes_max) return;
  identities_ = {};
  known_.clear();
  marked_.clear();
  plain_calls_ = {};
  plain_.clear();
  callers_ = {};
  keys_ = {};
}

Collector::Known Collector::known(const Event& event) {
  if (event.identity_mark == 0) return known(event.identity);
  if (marked_.empty()) marked_.resize(marked_count);
  Marked& marked = marked_[event.identity_mark % marked_count];
  if (marked.mark != event.identity_mark) marked = {event.identity_mark, known(event.identity)};
  return marked.known;
}

Collector::Known Collector::known(const Identity& identity) {
  text_.clear();
  for (const std::string_view field :
       {identity.type, identity.principal_id, identity.arn, identity.account, identity.access_key,
        identity.user_name, identity.issuer_arn})
    text_.add(field);
  text_.add(identity.invoked_by.empty() ? 0U : 1U);
  const auto [number, is_new] = identities_.number(text_.text());
  if (is_new) {
    const Identified who = identified(identity);
    known_.push_back({who.set_aside.empty() ? learnt_caller(who.caller) : 0, who.set_aside});
  }
  return known_[number];
}

void Collector::add_calls(const Event& event, ErrorClass error) {
  if (add_plain_call(event, error)) return;
  for (const UsageKey& call : calls_of(event, error))
    add_call_later(learnt_key(call), call.fold_min);
}

// An event that makes one row, of at most one item: the way of nearly all. What it says but for the
// item is looked up as it stands; false if it is another kind of event.
bool Collector::add_plain_call(const Event& event, ErrorClass error) {
  text_.clear();
  text_.add(static_cast<std::uint32_t>(error));
  for (const std::string_view field : {event.account, event.region, event.source, event.name})
    text_.add(field);
  std::optional<std::string_view> item;
  bool bucket = false;
  for (const Parameter& parameter : event.parameters) {
    if (parameter.element >= 0) return false;
    if (is_item(parameter)) {
      if (item) return false;
      item = parameter.value;
      text_.add("item");  // that there is one
      continue;
    }
    bucket = bucket || parameter.path == "bucketName";
    text_.add(parameter.path);
    text_.add(parameter.value);
  }
  if (!bucket) {
    text_.add("resources");
    for (const std::string_view resource : event.resources)
      text_.add(resource);
  }
  const auto [number, is_new] = plain_calls_.number(text_.text());
  if (is_new) {
    CallParameters parameters;
    for (const Parameter& parameter : event.parameters) {
      std::vector<NamedValue>& values = is_item(parameter) ? parameters.items : parameters.kept;
      values.push_back({std::string(parameter.path), std::string(parameter.value)});
    }
    UsageKey key = key_without_parameters(event, error);
    take_parameters(key, std::move(parameters), event);
    plain_.push_back({learnt_key(key), 0});
  }
  PlainCall& call = plain_[number];
  if (item && !item->empty()) {
    add_call_later(call.key, *item);
    return true;
  }
  if (call.call_plus_one == 0) call.call_plus_one = call_index(call.key, "") + 1;
  batch_.call_indexes.push_back(call.call_plus_one - 1);
  return true;
}

// `key` is as learnt.
std::uint32_t Collector::call_index(std::uint32_t key, std::string_view item) {
  text_.clear();
  text_.add(keys_.number_in(batch_.keys, key));
  text_.add_last(item);
  return batch_.calls.number(text_.text()).number;
}

// As call_index, whose answer is then the next of the batch's indexes. The table of items is far larger
// than a cache: one at a time, each would wait for its memory.
void Collector::add_call_later(std::uint32_t key, std::string_view item) {
  text_.clear();
  text_.add(keys_.number_in(batch_.keys, key));
  text_.add_last(item);
  const std::string_view text = text_.text();
  waiting_.push_back({batch_.call_indexes.size(), waiting_text_.size(),
                      static_cast<std::uint32_t>(text.size()), TextNumbers::hash_of(text)});
  waiting_text_.append(text);
  batch_.calls.fetch_slot(waiting_.back().hash);
  batch_.call_indexes.push_back(0);
  if (waiting_.size() >= waiting_max) add_waiting();
}

void Collector::add_waiting() {
  constexpr std::size_t ahead = 8;
  for (std::size_t index = 0; index < waiting_.size(); ++index) {
    if (index + ahead < waiting_.size()) batch_.calls.fetch_text(waiting_[index + ahead].hash);
    const Waiting& call = waiting_[index];
    const std::string_view text(waiting_text_.data() + call.begin, call.bytes);
    batch_.call_indexes[call.place] = batch_.calls.number(text, call.hash).number;
  }
  waiting_.clear();
  waiting_text_.clear();
}

void spell(const Caller& caller, FieldsText& text) {
  text.clear();
  for (const std::string* field :
       {&caller.principal, &caller.session.access_key, &caller.session.arn, &caller.session.id})
    text.add(*field);
  text.add(caller.is_user ? 1U : 0U);
  text.add(caller.forwarded ? 1U : 0U);
}

void spell(const UsageKey& call, FieldsText& text) {
  text.clear();
  for (const std::string* field :
       {&call.account, &call.region, &call.event_source, &call.event_name, &call.error_class,
        &call.parameters, &call.resources})
    text.add(*field);
}

std::uint32_t Collector::learnt_caller(const Caller& caller) {
  FieldsText text;
  spell(caller, text);
  return callers_.number(text.text(), caller);
}

std::uint32_t Collector::learnt_key(const UsageKey& call) {
  FieldsText text;
  spell(call, text);
  UsageKey key = call;
  key.fold_min.clear();
  key.fold_max.clear();
  return keys_.number(text.text(), std::move(key));
}

}  // namespace scopedown
