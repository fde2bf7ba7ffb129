// A caller and a call are each looked up in the tables once in a transaction, and in memory from then
// on: batches have the same ones over and over.
//
// Tested by ledger_test.cc.

#include "generator/usage/ledger_writer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "generator/logs/event_id.h"
#include "generator/usage/fold.h"
#include "generator/usage/ledger_tables.h"

namespace scopedown {
namespace {

// Behind the values.
constexpr const char* merge_usage = R"sql( ON CONFLICT DO UPDATE SET
    fold_max = max(fold_max, excluded.fold_max),
    calls = calls + excluded.calls,
    events = events + excluded.events,
    first_seen = CASE WHEN 0 IN (first_seen, excluded.first_seen)
      THEN first_seen + excluded.first_seen ELSE min(first_seen, excluded.first_seen) END,
    last_seen = CASE WHEN 0 IN (last_seen, excluded.last_seen)
      THEN last_seen + excluded.last_seen ELSE max(last_seen, excluded.last_seen) END,
    sample = CASE WHEN '' IN (sample, excluded.sample)
      THEN sample || excluded.sample ELSE min(sample, excluded.sample) END
)sql";

constexpr const char* add_total =
    "INSERT INTO total VALUES(?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count";

constexpr std::string_view item_row = "(?, ?, 0, '', ?, '', ?, ?, ?, ?, ?)";
constexpr int item_row_values = 8;

// Rows that one statement merges: to begin and to end one costs as much as a row.
constexpr std::size_t rows_together = 64;

std::string merge_item_rows(std::size_t rows) {
  std::string sql = "INSERT INTO usage VALUES";
  for (std::size_t row = 0; row < rows; ++row)
    sql.append(row == 0 ? "" : ", ").append(item_row);
  return sql + merge_usage;
}

// Forgotten when it has so many entries, of 50 bytes each or so.
constexpr std::size_t row_bounds_max = 500'000;

// Texts whose numbers are kept in memory, and their bytes.
constexpr std::size_t known_texts_max = 65'536;
constexpr std::size_t known_text_bytes_max = std::size_t{8} << 20U;

}  // namespace

std::int64_t& LedgerWriter::Numbers::of(std::string_view text) {
  if (texts_.size() >= known_texts_max || bytes_ >= known_text_bytes_max) {
    texts_ = {};
    numbers_.clear();
    bytes_ = 0;
  }
  const auto [number, is_new] = texts_.number(text);
  if (is_new) {
    numbers_.push_back(0);
    bytes_ += text.size();
  }
  return numbers_[number];
}

LedgerWriter::LedgerWriter(const Database& database, std::size_t fan_out, RowBounds& bounds)
    : database_(&database),
      fan_out_(fan_out),
      bounds_(&bounds),
      find_caller_(database.prepare(
          "SELECT id FROM caller WHERE access_key = ? AND session_arn = ? AND session_id = ? "
          "AND principal = ? AND is_user = ? AND forwarded = ?")),
      insert_caller_(database.prepare("INSERT INTO caller VALUES(NULL, ?, ?, ?, ?, ?, ?)")),
      find_attribution_(database.prepare(
          "SELECT id FROM attribution WHERE session = ? AND hop = ? AND replaced = ? AND cluster = "
          "? AND namespace = ? AND service_account = ? AND principal = ? AND tags = ? AND doubt = "
          "?")),
      insert_attribution_(
          database.prepare("INSERT INTO attribution VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
      find_call_(database.prepare(
          "SELECT id FROM call WHERE parameters = ? AND event_name = ? AND event_source = ? "
          "AND resources = ? AND account = ? AND region = ? AND error_class = ?")),
      insert_call_(database.prepare("INSERT INTO call VALUES(NULL, ?, ?, ?, ?, ?, ?, ?)")),
      merge_usage_(database.prepare(
          std::string("INSERT INTO usage VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") + merge_usage)),
      merge_item_(database.prepare(merge_item_rows(1))),
      merge_items_(database.prepare(merge_item_rows(rows_together))),
      count_items_(
          database.prepare("SELECT count(*), max(folded) FROM usage WHERE owner = ? AND call = ?")),
      select_items_(
          database.prepare("SELECT folded, fold_prefix, fold_min, fold_max, calls, first_seen, "
                           "last_seen, sample, events FROM usage WHERE owner = ? AND call = ?")),
      delete_items_(database.prepare("DELETE FROM usage WHERE owner = ? AND call = ?")),
      add_total_(database.prepare(add_total)) {}

std::int64_t LedgerWriter::owner(const Caller& caller) {
  spell(caller, text_);
  std::int64_t& number = callers_.of(text_.text());
  if (number == 0) number = find_or_insert(caller);
  return number;
}

std::int64_t LedgerWriter::owner(const Attribution& who) {
  if (!find_attribution_.run(who.session, who.hop, who.replaced, who.cluster, who.name_space,
                             who.service_account, who.principal, who.tags, who.doubt)) {
    insert_attribution_.run(who.session, who.hop, who.replaced, who.cluster, who.name_space,
                            who.service_account, who.principal, who.tags, who.doubt);
    return -database_->last_id();
  }
  return -find_attribution_.integer(0);
}

std::int64_t LedgerWriter::call(const UsageKey& key) {
  spell(key, text_);
  std::int64_t& number = calls_.of(text_.text());
  if (number == 0) number = find_or_insert(key);
  return number;
}

void LedgerWriter::merge(OwnedCall where, const UsageKey& key, const UsageCount& count) {
  merge_usage_.run(where.owner, where.call, key.folded, key.fold_prefix, key.fold_min,
                   key.folded == 0 ? "" : key.fold_max, count.calls, count.first_seen,
                   count.last_seen, count.sample, count.events);
  if (!key.fold_min.empty() || key.folded != 0) ++merged_[where];
  if (key.folded != 0) (*bounds_)[where].folded = true;
}

void LedgerWriter::merge(const RowSums& rows) {
  const std::vector<const RowSum*> order = rows.in_order();
  const std::span<const RowSum* const> all(order);
  const std::size_t in_full = order.size() - order.size() % rows_together;
  for (std::size_t begin = 0; begin < in_full; begin += rows_together)
    merge_together(rows, all.subspan(begin, rows_together), merge_items_);
  for (std::size_t index = in_full; index < order.size(); ++index)
    merge_together(rows, all.subspan(index, 1), merge_item_);
}

void LedgerWriter::merge_together(const RowSums& rows, std::span<const RowSum* const> sums,
                                  SqlStatement& statement) {
  std::array<std::string, rows_together> samples;
  int value = 1;
  for (std::size_t index = 0; index < sums.size(); ++index, value += item_row_values) {
    const RowSum& sum = *sums[index];
    const std::string_view item = rows.item(sum);
    samples[index] = rows.sample(sum);
    statement.set(value, sum.where.owner, sum.where.call, item, sum.calls, sum.first_seen,
                  sum.last_seen, samples[index], sum.events);
    if (!item.empty()) ++merged_[sum.where];
  }
  statement.run();
}

void LedgerWriter::fold_all() {
  if (bounds_->size() > row_bounds_max) bounds_->clear();
  for (const auto& [where, merged] : merged_) {
    const auto [bound, is_new] = bounds_->try_emplace(where);
    bound->second.rows_max += merged;
    const bool counted =
        !is_new || where.owner >= first_new_caller_ || where.call >= first_new_call_;
    if (!counted || bound->second.rows_max > fan_out_ || bound->second.folded)
      fold_one(where, bound->second);
  }
  merged_.clear();
}

void LedgerWriter::add_sessions(const std::set<SessionRecord>& sessions) {
  SqlStatement insert = database_->prepare(
      "INSERT OR IGNORE INTO session VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const SessionRecord& record : sessions) {
    insert.run(record.session.access_key, record.session.arn, record.session.id,
               record.parent.access_key, record.parent.arn, record.parent.id,
               record.parent_forwarded, record.role, record.kind, record.cluster, record.name_space,
               record.service_account, record.tags, record.transitive, record.incoming);
  }
}

void LedgerWriter::add_totals(const EventTotals& totals) {
  total("read", totals.read);
  total("used", totals.used);
  for (const auto& [reason, events] : totals.set_aside)
    total("set_aside " + reason, events);
}

void LedgerWriter::done(const std::vector<DoneFile>& files) {
  SqlStatement insert = database_->prepare("INSERT OR REPLACE INTO file VALUES(?, ?, ?)");
  SqlStatement place = database_->prepare("INSERT OR REPLACE INTO place VALUES(?, ?, ?, ?)");
  for (const DoneFile& file : files) {
    insert.run(file.digest, file.name, file.bytes);
    if (file.modified != 0) place.run(file.name, file.bytes, file.modified, file.digest);
  }
}

std::int64_t LedgerWriter::find_or_insert(const Caller& caller) {
  const auto& [access_key, arn, id] = caller.session;
  if (find_caller_.run(access_key, arn, id, caller.principal, caller.is_user, caller.forwarded))
    return find_caller_.integer(0);
  insert_caller_.run(caller.principal, caller.is_user, access_key, arn, id, caller.forwarded);
  first_new_caller_ = std::min(first_new_caller_, database_->last_id());
  return database_->last_id();
}

std::int64_t LedgerWriter::find_or_insert(const UsageKey& key) {
  if (find_call_.run(key.parameters, key.event_name, key.event_source, key.resources, key.account,
                     key.region, key.error_class))
    return find_call_.integer(0);
  insert_call_.run(key.account, key.region, key.event_source, key.event_name, key.error_class,
                   key.parameters, key.resources);
  first_new_call_ = std::min(first_new_call_, database_->last_id());
  return database_->last_id();
}

void LedgerWriter::fold_one(OwnedCall where, RowBound& bound) {
  if (!count_items_.run(where.owner, where.call)) return;
  bound.rows_max = static_cast<std::size_t>(count_items_.integer(0));
  bound.folded = count_items_.integer(1) != 0;
  if (bound.rows_max <= fan_out_ && !bound.folded) return;

  std::vector<UsageRow> rows;
  for (bool row = select_items_.run(where.owner, where.call); row; row = select_items_.step())
    rows.push_back(usage_row(select_items_, 0));
  delete_items_.run(where.owner, where.call);
  for (const UsageRow& row : fold(std::move(rows), fan_out_)) {
    merge_usage_.run(where.owner, where.call, row.key.folded, row.key.fold_prefix, row.key.fold_min,
                     row.key.folded == 0 ? "" : row.key.fold_max, row.count.calls,
                     row.count.first_seen, row.count.last_seen, row.count.sample, row.count.events);
  }
  bound.folded = true;
}

void LedgerWriter::total(std::string_view name, std::uint64_t count) {
  if (count > 0) add_total_.run(name, count);
}

}  // namespace scopedown
