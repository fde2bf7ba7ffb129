// An event goes through a Collector, as it does on its way into a ledger, but for its caller: who
// called is another question, and a caller that no tenant has is no reason to leave a call out. So
// all calls are given one and the same session. The Collector's distinct calls are interpreted once
// for each event that they are of.

#include "generator/usage/coverage.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "generator/usage/set_aside.h"

namespace scopedown {
namespace {

// The session that all calls are given.
constexpr Identity anybody{.type = "AssumedRole",
                           .principal_id = "AROAANYBODY:anybody",
                           .arn = "arn:aws:sts::111122223333:assumed-role/anybody/anybody",
                           .account = "111122223333",
                           .access_key = "ASIAANYBODY",
                           .invoked_by = {},
                           .user_name = {},
                           .issuer_arn = "arn:aws:iam::111122223333:role/anybody",
                           .provider = {}};

std::string text_of(const Interpretation& meaning) {
  std::string text;
  for (const ObservedAccess& observed : meaning.accesses)
    text.append(text.empty() ? "" : "; ")
        .append(observed.access.action.text())
        .append(" on ")
        .append(observed.access.resource.text());
  return text.empty() ? std::string(meaning.set_aside) : text;
}

}  // namespace

void Sighting::add(std::string_view event_id) {
  if (calls++ == 0 || event_id < example) example = event_id;
}

Coverage::Coverage(const Interpreter& interpreter, const Catalogue& catalogue)
    : interpreter_(interpreter), catalogue_(catalogue), collector_(Extraction::built_in()) {}

void Coverage::add(const Event& event) {
  if (!seen_.insert(event.id).second) {
    ++report_.repeated;
    return;
  }
  const ErrorClass error = Extraction::built_in().error_class(event.error_code);
  Event anybodys = event;
  anybodys.identity = anybody;
  anybodys.identity_mark = 0;
  anybodys.source_ip = {};
  if (error == ErrorClass::NotEvaluated) anybodys.error_code = {};
  collector_.add(anybodys);

  Beside beside{std::string(event.source) + " " + std::string(event.name),
                std::string(event.id_text), "", ""};
  if (error == ErrorClass::Denied) beside.message = event.error_message;
  if (event.identity.type == "IAMUser") beside.principal = event.identity.arn;
  beside_.push_back(std::move(beside));
}

void Coverage::end_of_file() {
  const Batch batch = collector_.take();
  for (std::size_t index = 0; index < batch.entries.size(); ++index)
    judge(batch, index);
  beside_.clear();
}

// Of all the calls that the event made.
Interpretation Coverage::interpretation_of(const Batch& batch, std::size_t index,
                                           bool as_if_allowed) const {
  const Batch::Entry& entry = batch.entries[index];
  Interpretation all;
  for (std::uint32_t call = 0; call < entry.call_count; ++call) {
    UsageKey row = batch.call(batch.call_indexes[entry.first_call + call]);
    row.who.principal = beside_[index].principal;
    if (as_if_allowed) row.error_class.clear();
    Interpretation meaning = interpreter_.interpret(row);
    if (!meaning.set_aside.empty()) all.set_aside = meaning.set_aside;
    std::ranges::move(meaning.accesses, std::back_inserter(all.accesses));
  }
  return all;
}

void Coverage::judge(const Batch& batch, std::size_t index) {
  const Batch::Entry& entry = batch.entries[index];
  const Beside& beside = beside_[index];
  if (entry.call_count == 0) {
    const bool call = set_aside_reasons[entry.reason].name != "not_an_api_call";
    ++(call ? report_.calls : report_.others);
    if (!call) return;
    ++report_.interpreted;  // a pod's token or session: known, and nobody's permission
    ++report_.without_permission;
    return;
  }
  ++report_.calls;
  const Interpretation meaning = interpretation_of(batch, index, false);
  if (meaning.set_aside == "unknown_action") {
    report_.unknown[beside.event].add(beside.id);
  } else {
    ++report_.interpreted;
    if (meaning.accesses.empty()) ++report_.without_permission;
    count_resources(meaning, beside);
  }
  hold_against(batch, index, meaning);
}

void Coverage::count_resources(const Interpretation& meaning, const Beside& beside) {
  bool typed = false;
  bool narrower = false;
  bool resolved = true;
  for (const ObservedAccess& observed : meaning.accesses) {
    const CatalogueAction* known = catalogue_.find(observed.access.action);
    if (known == nullptr || known->types.empty()) continue;
    typed = true;
    narrower |= !observed.access.resource.is_everything();
    if (observed.resolved) continue;
    resolved = false;
    report_
        .unresolved[{beside.event, observed.access.action.text(), observed.access.resource.text(),
                     observed.note}]
        .add(beside.id);
  }
  if (!typed) return;
  ++report_.with_resource_type;
  if (narrower) ++report_.narrower;
  if (resolved) ++report_.resolved;
}

// A call that passes a role may be denied for that: the call's own row does not have it, since
// nobody knows before reading the message.
void Coverage::hold_against(const Batch& batch, std::size_t index, const Interpretation& meaning) {
  const Beside& beside = beside_[index];
  const Batch::Entry& entry = batch.entries[index];
  if (batch.keys[batch.key_of(batch.call_indexes[entry.first_call])].error_class != "denied")
    return;
  ++report_.denied;
  const auto message = denial_message(beside.message);
  if (!message) return;
  ++report_.judged;
  if (message->names_resource()) ++report_.by_name;
  Agreement found = agreement(*message, meaning);
  if (found != Agreement::Agrees)
    found = agreement(*message, interpretation_of(batch, index, true));
  if (found == Agreement::Agrees) {
    ++report_.agreed;
    return;
  }
  report_
      .disagreements[{beside.event, std::string(message->action), std::string(message->resource),
                      found, text_of(meaning)}]
      .add(beside.id);
}

}  // namespace scopedown
