// Usage rows as text: what `export --usage` writes, and what a SQL engine's result looks like.
//
//   "schema","session","hop","replaced","cluster",...,"calls","first_seen","last_seen","sample"
//   "scopedown-usage-1:0123456789abcdef","pod-identity","0","0","arn:aws:eks:...",...
//
// CSV by RFC 4180: one header line, every field in quotes, `"` doubled, lines end with a line feed.
// The columns are usage_columns, in that order: UsageKey's members and UsageCount's, flags as 0
// and 1, moments as ISO 8601 or "". All rows have the same `schema`, which names the extraction
// tables (data/extraction.h): rows that were made by others are refused. Rows are sorted by key, so
// two exports of the same rows are the same bytes.
//
// Read are also: columns in another order, fields without quotes, CR LF, and JSON Lines, one object
// with the same names for each row, values as texts or as numbers and booleans. Rows in any order.
// Not here: .gz (logs/), merging (fold.h).

#ifndef SCOPEDOWN_GENERATOR_USAGE_USAGE_ROWS_TEXT_H_
#define SCOPEDOWN_GENERATOR_USAGE_USAGE_ROWS_TEXT_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "generator/usage/usage_row.h"

namespace scopedown {

inline constexpr std::array usage_columns{
    "schema",          "session",    "hop",         "replaced",   "cluster",    "namespace",
    "service_account", "principal",  "tags",        "doubt",      "account",    "region",
    "event_source",    "event_name", "error_class", "parameters", "resources",  "folded",
    "fold_prefix",     "fold_min",   "fold_max",    "calls",      "first_seen", "last_seen",
    "sample",          "events"};

// What stands in the column `schema`: "scopedown-usage-1:" and the digest.
[[nodiscard]] std::string usage_schema(std::string_view extraction_digest);

// Requires that `rows` are sorted by key, as Ledger::rows and fold return them.
[[nodiscard]] std::string usage_rows_text(const std::vector<UsageRow>& rows,
                                          std::string_view extraction_digest);

// In the order of the text; usage_rows_text's rows are given back. Throws Error ("file:line: why")
// at the first row that is not as above; `name` is the file's.
[[nodiscard]] std::vector<UsageRow> read_usage_rows(std::string_view text, std::string_view name,
                                                    std::string_view extraction_digest);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_USAGE_ROWS_TEXT_H_
