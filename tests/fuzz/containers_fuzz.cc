// Any bytes as a container, a table or a structure's text: what comes out is lines, each of one
// record or of none, it is the same each time, and a structure that is accepted is JSON.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "generator/logs/containers.h"
#include "generator/logs/event_table.h"
#include "generator/logs/record_text.h"
#include "generator/logs/json_extent.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_lines(const std::string& records) {
  return records.empty() || (records.back() == '\n' && !records.starts_with('\n') &&
                             records.find("\n\n") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  static scopedown::ContainerReader reader;
  const std::string text(reinterpret_cast<const char*>(bytes), count);
  if (const auto records = reader.unwrap(text)) {
    require(is_lines(*records));
    require(reader.unwrap(text) == records);
  }
  if (const auto records = scopedown::unwrap_table(text)) {
    // A row may hold as many lines as its quotes do, but makes one record at most.
    require(is_lines(*records));
    require(std::count(records->begin(), records->end(), '\n') <=
            std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }));
  }
  if (const auto json = scopedown::json_of_struct_text(text)) {
    const scopedown::JsonExtent extent = scopedown::json_extent(*json, 0);
    require(extent.whole && extent.end == json->size());
  }
  static_cast<void>(scopedown::advice_on(text));
  return 0;
}
