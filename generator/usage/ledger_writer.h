// Writes to the tables of a ledger: numbers for what other tables refer to, and the rows of `usage`.
//
// Lives as long as a transaction: what it knows of the tables is what they held then.

#ifndef SCOPEDOWN_GENERATOR_USAGE_LEDGER_WRITER_H_
#define SCOPEDOWN_GENERATOR_USAGE_LEDGER_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "generator/tenants/attribute.h"
#include "generator/tenants/attribution.h"
#include "generator/tenants/sessions.h"
#include "generator/usage/fields_text.h"
#include "generator/usage/ledger.h"
#include "generator/usage/row_sums.h"
#include "generator/usage/sqlite.h"
#include "generator/usage/text_numbers.h"
#include "generator/usage/usage_row.h"

namespace scopedown {

// How many rows there are at most of one owner's call, so that they need not be counted again after
// each transaction. Too large a number costs a count; too small a one, where another process has added
// rows, only leaves the folding to rows().
struct RowBound {
  std::size_t rows_max = 0;
  bool folded = false;
};

using RowBounds = std::map<OwnedCall, RowBound>;

class LedgerWriter {
 public:
  // `bounds` are of the transactions before, and of those to come.
  LedgerWriter(const Database& database, std::size_t fan_out, RowBounds& bounds);

  // Owners of rows: callers have positive numbers, attributions negative ones.
  [[nodiscard]] std::int64_t owner(const Caller& caller);
  [[nodiscard]] std::int64_t owner(const Attribution& who);

  // What was called, without item.
  [[nodiscard]] std::int64_t call(const UsageKey& key);

  // Each row merges with the one that is there already. Those of `rows` are taken in the order of the
  // table: where it is new it grows at its end, and no page is looked for twice.
  void merge(OwnedCall where, const UsageKey& key, const UsageCount& count);
  void merge(const RowSums& rows);

  // Folds what the rows merged since then have made too many.
  void fold_all();

  void add_sessions(const std::set<SessionRecord>& sessions);
  void add_totals(const EventTotals& totals);
  void done(const std::vector<DoneFile>& files);

 private:
  // The numbers of texts that were asked for lately; 0: of none.
  class Numbers {
   public:
    [[nodiscard]] std::int64_t& of(std::string_view text);

   private:
    TextNumbers texts_;
    std::vector<std::int64_t> numbers_;
    std::size_t bytes_ = 0;
  };

  [[nodiscard]] std::int64_t find_or_insert(const Caller& caller);
  [[nodiscard]] std::int64_t find_or_insert(const UsageKey& key);
  void merge_together(const RowSums& rows, std::span<const RowSum* const> sums,
                      SqlStatement& statement);
  void fold_one(OwnedCall where, RowBound& bound);
  void total(std::string_view name, std::uint64_t count);

  const Database* database_;
  std::size_t fan_out_;
  RowBounds* bounds_;
  std::map<OwnedCall, std::size_t> merged_;  // rows with items, since the last folding
  // Numbers that were given out here: of what is as new there were no rows.
  std::int64_t first_new_caller_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t first_new_call_ = std::numeric_limits<std::int64_t>::max();
  Numbers callers_;
  Numbers calls_;
  FieldsText text_;  // of which a number is asked
  SqlStatement find_caller_;
  SqlStatement insert_caller_;
  SqlStatement find_attribution_;
  SqlStatement insert_attribution_;
  SqlStatement find_call_;
  SqlStatement insert_call_;
  SqlStatement merge_usage_;
  SqlStatement merge_item_;   // a row of one item
  SqlStatement merge_items_;  // many
  SqlStatement count_items_;
  SqlStatement select_items_;
  SqlStatement delete_items_;
  SqlStatement add_total_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_LEDGER_WRITER_H_
