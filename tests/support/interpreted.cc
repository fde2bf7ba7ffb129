#include "tests/support/interpreted.h"

#include <algorithm>
#include <optional>

#include "data/extraction.h"
#include "data/load.h"
#include "generator/error.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/padded_buffer.h"
#include "generator/usage/collector.h"
#include "generator/usage/set_aside.h"

namespace scopedown::testing {
namespace {

bool is_before(const ObservedAccess& a, const ObservedAccess& b) {
  return a.access < b.access;
}

// As the program joins them: known for sure if one of the calls says so.
void merge(Interpretation& all, const Interpretation& one) {
  for (const ObservedAccess& observed : one.accesses) {
    const auto place =
        std::lower_bound(all.accesses.begin(), all.accesses.end(), observed, is_before);
    if (place != all.accesses.end() && place->access == observed.access) {
      place->resolved |= observed.resolved;
    } else {
      all.accesses.insert(place, observed);
    }
  }
}

}  // namespace

const Interpreter& built_in_interpreter() {
  static const Interpreter interpreter(built_in_catalogue());
  return interpreter;
}

Interpreted interpreted(const Event& event) {
  Interpreted result;
  result.region = event.region;
  Collector collector(Extraction::built_in());
  collector.add(event);
  const Batch batch = collector.take();
  for (const Batch::Entry& entry : batch.entries) {
    if (entry.call_count == 0) result.set_aside = set_aside_reasons[entry.reason].name;
    for (std::uint32_t index = 0; index < entry.call_count; ++index) {
      UsageKey key = batch.call(batch.call_indexes.at(entry.first_call + index));
      key.who.principal = batch.callers.at(entry.caller).principal;
      const Interpretation one = built_in_interpreter().interpret(key);
      result.set_aside = one.set_aside;
      result.error_class = key.error_class;
      merge(result.interpretation, one);
    }
  }
  return result;
}

Interpreted interpreted(std::string_view record) {
  CloudTrailReader reader(Extraction::built_in());
  std::optional<Interpreted> result;
  PaddedBuffer buffer(record);
  const LogReading reading = reader.read(
      buffer.padded(record.size()), "a record",
      [&](const Event& event) { result = interpreted(event); },
      [](std::string_view, const std::string&) {});
  ensure(reading.records == 1 && result.has_value(), "the text is one record");
  return *result;
}

}  // namespace scopedown::testing
