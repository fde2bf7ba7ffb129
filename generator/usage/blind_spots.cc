#include "generator/usage/blind_spots.h"

#include <algorithm>

#include "data/embedded.h"
#include "data/table.h"
#include "generator/usage/list_text.h"
#include "model/arn.h"

namespace scopedown {
namespace {

std::set<std::string_view> set_of(std::string_view cell) {
  std::set<std::string_view> parts;
  Parts each(cell, ' ');
  while (each.next())
    parts.insert(*each);
  return parts;
}

std::string access_text(const Access& access) {
  return access.action.text() + " on " + access.resource.text();
}

bool is_key(std::string_view value) {
  const auto arn = Arn::parse(value);
  return arn && arn->service == "kms" && arn->resource.starts_with("key/");
}

// The ARNs of KMS keys that a record names as what S3 encrypted under.
std::set<std::string> keys_named_by(const UsageKey& row) {
  constexpr std::string_view parameter = "x-amz-server-side-encryption-aws-kms-key-id";
  std::set<std::string> keys;
  if (row.parameters.find(parameter) == std::string::npos) return keys;
  for (const NamedValue& named : named_values(row.parameters))
    if (named.name.ends_with(parameter) && is_key(named.value)) keys.insert(named.value);
  return keys;
}

// "arn:aws:s3:::orders/2026/a.json" → "orders". "" where the log does not say which.
std::string bucket_of(const ArnPattern& resource) {
  const auto arn = Arn::parse(resource.text());
  if (!arn || arn->service != "s3" || !arn->account.empty()) return "";
  std::string bucket = arn->resource.substr(0, arn->resource.find('/'));
  return bucket.find_first_of("*?$") == std::string::npos ? bucket : "";
}

}  // namespace

BlindSpots::BlindSpots(const Catalogue& catalogue, const Interpreter& interpreter)
    : catalogue_(catalogue), interpreter_(interpreter) {
  read_data_events();
  read_unlogged();
  read_key_uses();
}

void BlindSpots::read_data_events() {
  TableReader rows(embedded_table("data_events.tsv"),
                   {"selector", "service", "types", "events", "source"});
  while (rows.next()) {
    DataEvents events{rows[0], rows[1], {}, set_of(rows[3])};
    for (const std::string_view name : set_of(rows[2])) {
      const auto type =
          std::ranges::find_if(catalogue_.types(), [&](const ResourceType& candidate) {
            return candidate.service == rows[1] && candidate.name == name;
          });
      if (type != catalogue_.types().end())  // another catalogue may lack it
        events.types.push_back(static_cast<TypeIndex>(type - catalogue_.types().begin()));
    }
    data_events_.push_back(std::move(events));
  }
}

void BlindSpots::read_unlogged() {
  TableReader rows(embedded_table("unlogged.tsv"),
                   {"action", "selector", "evidence", "resource", "why", "source"});
  while (rows.next()) {
    const auto action = Action::parse(rows[0]);
    rows.expect(action.has_value(), "an action, service:Name");
    rows.expect(rows[3] == "same" || rows[3] == "everything", "a resource: same or everything");
    unlogged_.push_back({*action, rows[1], set_of(rows[2]), rows[3] == "same"});
  }
}

void BlindSpots::read_key_uses() {
  TableReader rows(embedded_table("kms_fas.tsv"), {"action", "events", "needs", "key", "source"});
  while (rows.next()) {
    const auto needs = Action::parse(rows[2]);
    rows.expect(needs.has_value(), "an action, service:Name");
    rows.expect(rows[3] == "record" || rows[3] == "bucket", "a key: record or bucket");
    key_uses_.push_back({rows[0], set_of(rows[1]), *needs, rows[3] == "bucket"});
  }
}

void BlindSpots::saw(const UsageKey& row) {
  const std::string_view service = interpreter_.service_of(row.event_source);
  for (DataEvents& events : data_events_)
    if (events.service == service && events.events.contains(row.event_name)) events.seen = true;
  for (Unlogged& call : unlogged_)
    if (call.action.service == service && call.action.name == row.event_name) call.seen = true;
  if (service != "s3") return;
  const std::set<std::string> keys = keys_named_by(row);
  if (keys.empty()) return;
  if (const auto bucket = value_of(row.parameters, "bucketName"))
    keys_of_bucket_[*bucket].insert(keys.begin(), keys.end());
}

std::vector<UnseenCall> BlindSpots::unseen(const UsageKey& row,
                                           std::span<const ObservedAccess> accesses) const {
  std::vector<UnseenCall> calls;
  if (!row.error_class.empty()) return calls;
  for (const ObservedAccess& observed : accesses) {
    const Access& access = observed.access;
    const std::string action = access.action.text();
    for (const Unlogged& call : unlogged_) {
      if (call.seen || !call.evidence.contains(action)) continue;
      if (call.same_resource && (!observed.resolved || !observed.named)) continue;
      const CatalogueAction* known = catalogue_.find(access.action);
      const bool made = call.same_resource && access.resource.is_exact() && known != nullptr &&
                        known->level >= AccessLevel::Write;
      calls.push_back({{call.action, call.same_resource ? access.resource : ArnPattern()},
                       "unlogged",
                       access_text(access),
                       std::string(call.selector),
                       made});
    }
    add_key_uses(row, access, calls);
  }
  return calls;
}

void BlindSpots::add_key_uses(const UsageKey& row, const Access& access,
                              std::vector<UnseenCall>& calls) const {
  if (access.action.service != "s3") return;
  const std::string action = access.action.text();
  for (const KeyUse& use : key_uses_) {
    if (use.action != action) continue;
    if (!use.events.empty() && !use.events.contains(row.event_name)) continue;
    std::set<std::string> keys;
    if (!use.of_bucket) {
      keys = keys_named_by(row);
    } else if (const auto found = keys_of_bucket_.find(bucket_of(access.resource));
               found != keys_of_bucket_.end()) {
      keys = found->second;
    }
    for (const std::string& key : keys)
      calls.push_back(
          {{use.needs, ArnPattern::exactly(key)}, "kms_bucket_key", access_text(access), "", true});
  }
}

std::map<std::string, Access> BlindSpots::silent(std::span<const ObservedAccess> accesses) const {
  std::map<std::string, Access> selectors;
  for (const DataEvents& events : data_events_) {
    if (events.seen || events.types.empty()) continue;
    for (const ObservedAccess& observed : accesses) {
      const Access& access = observed.access;
      if (access.action.service != events.service || !observed.resolved || !observed.named ||
          access.resource.is_everything())
        continue;
      const bool is_of_kind = std::ranges::any_of(
          events.types, [&](TypeIndex type) { return catalogue_.is_of(access.resource, type); });
      if (is_of_kind) selectors.emplace(events.selector, access);
    }
  }
  return selectors;
}

}  // namespace scopedown
