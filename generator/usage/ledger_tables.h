// The tables of a ledger: made in a new one, brought forward in an older one.

#ifndef SCOPEDOWN_GENERATOR_USAGE_LEDGER_TABLES_H_
#define SCOPEDOWN_GENERATOR_USAGE_LEDGER_TABLES_H_

#include <string_view>

#include "generator/usage/sqlite.h"
#include "generator/usage/usage_row.h"

namespace scopedown {

[[nodiscard]] bool is_new_ledger(const Database& database);

// Throws Error unless the tables are ours, of this version or of one that `migrate` knows, and made
// with these extraction tables.
void refuse_others(const Database& database, std::string_view extraction_digest);

// Both inside a transaction: whoever is killed here leaves the file as it was.
void create_tables(const Database& database, std::string_view extraction_digest);
void migrate(const Database& database);

// The columns of `usage` from folded to sample, with events behind them, beginning at `column`.
[[nodiscard]] UsageRow usage_row(const SqlStatement& select, int column);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_LEDGER_TABLES_H_
