#include "generator/usage/ledger.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "generator/error.h"
#include "generator/usage/seen_events.h"
#include "generator/usage/sqlite.h"

namespace scopedown {
namespace {

// In every ledger: DO NOT CHANGE. "SCOP", where SQLite keeps a program's mark.
constexpr std::int64_t application_id = 0x53434F50;

// Changes with the tables below; `migrate` brings older ledgers forward.
//   1  events by their ids alone; files by what is in them alone
//   2  events by hour (seen_events.h); places of files, so that what has not changed is not read
//   3  what is known of clusters (tenants/inventory.h)
constexpr std::int64_t schema_version = 3;

// Owners of rows: callers have positive numbers, attributions negative ones. `fold_max` is "" in
// a row that is not folded, since it would be `fold_min` again.
constexpr const char* schema = R"sql(
  CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE caller(
    id INTEGER PRIMARY KEY, principal TEXT NOT NULL, is_user INTEGER NOT NULL,
    access_key TEXT NOT NULL, session_arn TEXT NOT NULL, session_id TEXT NOT NULL,
    forwarded INTEGER NOT NULL,
    UNIQUE(access_key, session_arn, session_id, principal, is_user, forwarded));
  CREATE TABLE attribution(
    id INTEGER PRIMARY KEY, session TEXT NOT NULL, hop INTEGER NOT NULL, replaced INTEGER NOT NULL,
    cluster TEXT NOT NULL, namespace TEXT NOT NULL, service_account TEXT NOT NULL,
    principal TEXT NOT NULL, tags TEXT NOT NULL, doubt TEXT NOT NULL,
    UNIQUE(session, hop, replaced, cluster, namespace, service_account, principal, tags, doubt));
  CREATE TABLE call(
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,
    event_source TEXT NOT NULL, event_name TEXT NOT NULL, error_class TEXT NOT NULL,
    parameters TEXT NOT NULL, resources TEXT NOT NULL,
    UNIQUE(parameters, event_name, event_source, resources, account, region, error_class));
  CREATE TABLE usage(
    owner INTEGER NOT NULL, call INTEGER NOT NULL, folded INTEGER NOT NULL,
    fold_prefix TEXT NOT NULL, fold_min TEXT NOT NULL, fold_max TEXT NOT NULL,
    calls INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
    sample TEXT NOT NULL, events INTEGER NOT NULL,
    PRIMARY KEY(owner, call, folded, fold_prefix, fold_min)) WITHOUT ROWID;
  CREATE TABLE session(
    access_key TEXT NOT NULL, arn TEXT NOT NULL, id TEXT NOT NULL,
    parent_access_key TEXT NOT NULL, parent_arn TEXT NOT NULL, parent_id TEXT NOT NULL,
    parent_forwarded INTEGER NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL,
    cluster TEXT NOT NULL, namespace TEXT NOT NULL, service_account TEXT NOT NULL,
    tags TEXT NOT NULL, transitive TEXT NOT NULL, incoming TEXT NOT NULL,
    PRIMARY KEY(access_key, arn, id, parent_access_key, parent_arn, parent_id, parent_forwarded,
                role, kind, cluster, namespace, service_account, tags, transitive, incoming)
    ) WITHOUT ROWID;
  CREATE TABLE given(
    unit TEXT NOT NULL, action TEXT NOT NULL, resource TEXT NOT NULL, count INTEGER NOT NULL,
    first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
    PRIMARY KEY(unit, action, resource)) WITHOUT ROWID;
  CREATE TABLE event_undated(id BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE file(digest TEXT PRIMARY KEY, name TEXT NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE total(name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
)sql";

constexpr const char* schema_since_2 = R"sql(
  CREATE TABLE event(
    hour INTEGER NOT NULL, part INTEGER NOT NULL, ids BLOB NOT NULL,
    PRIMARY KEY(hour, part)) WITHOUT ROWID;
  CREATE TABLE place(
    path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified INTEGER NOT NULL,
    digest TEXT NOT NULL) WITHOUT ROWID;
)sql";

constexpr const char* schema_since_3 = R"sql(
  CREATE TABLE inventory(
    kind TEXT NOT NULL, cluster TEXT NOT NULL, namespace TEXT NOT NULL,
    service_account TEXT NOT NULL, role TEXT NOT NULL, pod TEXT NOT NULL, stem TEXT NOT NULL,
    making TEXT NOT NULL, provider TEXT NOT NULL,
    PRIMARY KEY(kind, cluster, namespace, service_account, role, pod, stem, making, provider)
    ) WITHOUT ROWID;
)sql";

constexpr const char* merge_usage = R"sql(
  INSERT INTO usage VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
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

constexpr const char* merge_given = R"sql(
  INSERT INTO given VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    count = max(count, excluded.count),
    first_seen = CASE WHEN 0 IN (first_seen, excluded.first_seen)
      THEN first_seen + excluded.first_seen ELSE min(first_seen, excluded.first_seen) END,
    last_seen = max(last_seen, excluded.last_seen)
)sql";

constexpr const char* add_total =
    "INSERT INTO total VALUES(?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count";

// An owner's call: what the rows of `usage` are numbered by.
using OwnedCall = std::pair<std::int64_t, std::int64_t>;

// What a row of a tenant is told from its others by: the call's number, folded, prefix, smallest.
using StoredKey = std::tuple<std::int64_t, int, std::string, std::string>;

// How many rows there are at most of one owner's call, so that they need not be counted again after
// each batch. Too large a number costs a count; too small a one, where another process has added
// rows, only leaves the folding to rows().
struct RowBound {
  std::size_t rows_max = 0;
  bool folded = false;
};

// Forgotten when it has so many entries, of 50 bytes each or so.
constexpr std::size_t row_bounds_max = 500'000;

using RowBounds = std::map<OwnedCall, RowBound>;

struct StoredValue {
  std::string fold_max;
  UsageCount count;
};

// The columns of `usage` from folded to sample, beginning at `column`.
UsageRow usage_row(const SqlStatement& select, int column) {
  UsageRow row;
  row.key.folded = static_cast<int>(select.integer(column));
  row.key.fold_prefix = select.text(column + 1);
  row.key.fold_min = select.text(column + 2);
  row.key.fold_max = row.key.folded == 0 ? row.key.fold_min : select.text(column + 3);
  row.count = {static_cast<std::uint64_t>(select.integer(column + 4)), select.integer(column + 5),
               select.integer(column + 6), select.text(column + 7),
               static_cast<std::uint64_t>(select.integer(column + 8))};
  return row;
}

// Numbers for the values that other tables refer to, and the rows of `usage`.
class Writer {
 public:
  Writer(const Database& database, std::size_t fan_out, RowBounds& bounds)
      : database_(&database), fan_out_(fan_out), bounds_(&bounds) {}

  std::int64_t owner(const Caller& caller) {
    const auto& [access_key, arn, id] = caller.session;
    if (!find_caller_.run(access_key, arn, id, caller.principal, caller.is_user,
                          caller.forwarded)) {
      insert_caller_.run(caller.principal, caller.is_user, access_key, arn, id, caller.forwarded);
      first_new_caller_ = std::min(first_new_caller_, database_->last_id());
      return database_->last_id();
    }
    return find_caller_.integer(0);
  }

  std::int64_t owner(const Attribution& who) {
    if (!find_attribution_.run(who.session, who.hop, who.replaced, who.cluster, who.name_space,
                               who.service_account, who.principal, who.tags, who.doubt)) {
      insert_attribution_.run(who.session, who.hop, who.replaced, who.cluster, who.name_space,
                              who.service_account, who.principal, who.tags, who.doubt);
      return -database_->last_id();
    }
    return -find_attribution_.integer(0);
  }

  std::int64_t call(const UsageKey& key) {
    if (!find_call_.run(key.parameters, key.event_name, key.event_source, key.resources,
                        key.account, key.region, key.error_class)) {
      insert_call_.run(key.account, key.region, key.event_source, key.event_name, key.error_class,
                       key.parameters, key.resources);
      first_new_call_ = std::min(first_new_call_, database_->last_id());
      return database_->last_id();
    }
    return find_call_.integer(0);
  }

  void merge(OwnedCall where, const UsageKey& key, const UsageCount& count) {
    merge_usage_.run(where.first, where.second, key.folded, key.fold_prefix, key.fold_min,
                     key.folded == 0 ? "" : key.fold_max, count.calls, count.first_seen,
                     count.last_seen, count.sample, count.events);
    if (!key.fold_min.empty() || key.folded != 0) ++merged_[where];
    if (key.folded != 0) (*bounds_)[where].folded = true;
  }

  void merge_item(OwnedCall where, std::string_view item, const UsageCount& count) {
    const std::string_view none;
    merge_usage_.run(where.first, where.second, 0, none, item, none, count.calls, count.first_seen,
                     count.last_seen, count.sample, count.events);
    if (!item.empty()) ++merged_[where];
  }

  // Folds what the rows merged since then have made too many.
  void fold_all() {
    if (bounds_->size() > row_bounds_max) bounds_->clear();
    for (const auto& [where, merged] : merged_) {
      const auto [bound, is_new] = bounds_->try_emplace(where);
      bound->second.rows_max += merged;
      const bool counted =
          !is_new || where.first >= first_new_caller_ || where.second >= first_new_call_;
      if (!counted || bound->second.rows_max > fan_out_ || bound->second.folded)
        fold_one(where, bound->second);
    }
    merged_.clear();
  }

  void total(std::string_view name, std::uint64_t count) {
    if (count > 0) add_total_.run(name, count);
  }

  void done(const std::vector<DoneFile>& files) {
    SqlStatement insert = database_->prepare("INSERT OR REPLACE INTO file VALUES(?, ?, ?)");
    SqlStatement place = database_->prepare("INSERT OR REPLACE INTO place VALUES(?, ?, ?, ?)");
    for (const DoneFile& file : files) {
      insert.run(file.digest, file.name, file.bytes);
      if (file.modified != 0) place.run(file.name, file.bytes, file.modified, file.digest);
    }
  }

 private:
  void fold_one(OwnedCall where, RowBound& bound) {
    if (!count_items_.run(where.first, where.second)) return;
    bound.rows_max = static_cast<std::size_t>(count_items_.integer(0));
    bound.folded = count_items_.integer(1) != 0;
    if (bound.rows_max <= fan_out_ && !bound.folded) return;

    std::vector<UsageRow> rows;
    for (bool row = select_items_.run(where.first, where.second); row; row = select_items_.step())
      rows.push_back(usage_row(select_items_, 0));
    delete_items_.run(where.first, where.second);
    for (const UsageRow& row : fold(std::move(rows), fan_out_)) {
      merge_usage_.run(where.first, where.second, row.key.folded, row.key.fold_prefix,
                       row.key.fold_min, row.key.folded == 0 ? "" : row.key.fold_max,
                       row.count.calls, row.count.first_seen, row.count.last_seen, row.count.sample,
                       row.count.events);
    }
    bound.folded = true;
  }

  const Database* database_;
  std::size_t fan_out_;
  RowBounds* bounds_;
  std::map<OwnedCall, std::size_t> merged_;  // rows with items, since the last folding
  // Numbers that were given out here: of what is as new there were no rows.
  std::int64_t first_new_caller_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t first_new_call_ = std::numeric_limits<std::int64_t>::max();
  SqlStatement find_caller_ = database_->prepare(
      "SELECT id FROM caller WHERE access_key = ? AND session_arn = ? AND session_id = ? "
      "AND principal = ? AND is_user = ? AND forwarded = ?");
  SqlStatement insert_caller_ =
      database_->prepare("INSERT INTO caller VALUES(NULL, ?, ?, ?, ?, ?, ?)");
  SqlStatement find_attribution_ = database_->prepare(
      "SELECT id FROM attribution WHERE session = ? AND hop = ? AND replaced = ? AND cluster = ? "
      "AND namespace = ? AND service_account = ? AND principal = ? AND tags = ? AND doubt = ?");
  SqlStatement insert_attribution_ =
      database_->prepare("INSERT INTO attribution VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  SqlStatement find_call_ = database_->prepare(
      "SELECT id FROM call WHERE parameters = ? AND event_name = ? AND event_source = ? "
      "AND resources = ? AND account = ? AND region = ? AND error_class = ?");
  SqlStatement insert_call_ =
      database_->prepare("INSERT INTO call VALUES(NULL, ?, ?, ?, ?, ?, ?, ?)");
  SqlStatement merge_usage_ = database_->prepare(merge_usage);
  SqlStatement count_items_ =
      database_->prepare("SELECT count(*), max(folded) FROM usage WHERE owner = ? AND call = ?");
  SqlStatement select_items_ = database_->prepare(
      "SELECT folded, fold_prefix, fold_min, fold_max, calls, first_seen, "
      "last_seen, sample, events FROM usage WHERE owner = ? AND call = ?");
  SqlStatement delete_items_ = database_->prepare("DELETE FROM usage WHERE owner = ? AND call = ?");
  SqlStatement add_total_ = database_->prepare(add_total);
};

// The calls of one caller that are one row.
struct Counted {
  std::uint32_t caller = 0;  // as the batch numbers it
  std::uint32_t call = 0;    // likewise
  UsageCount count;
};

// Adds up the entries that count: of each event the first, if the ledger has not counted it yet.
//
// Sorted twice, by event and then by row: a tree would cost more than the rest of the ledger.
class Counting {
 public:
  Counting(const Batch& batch, const Database& database, std::int64_t pruned_before)
      : batch_(&batch) {
    SeenEvents seen(database);
    std::vector<Dated> entries = events_in_order(pruned_before);
    for (auto begin = entries.begin(); begin != entries.end();) {
      const std::int64_t hour = begin->hour;
      const auto end = std::find_if(begin, entries.end(),
                                    [&](const Dated& dated) { return dated.hour != hour; });
      take_hour(hour, {begin, end}, seen);
      begin = end;
    }
    totals_.read = batch.entries.size();
    for (const auto& [reason, events] : batch.without_id) {
      totals_.set_aside[reason] += events;
      totals_.read += events;
    }
    add_up();
  }

  [[nodiscard]] const EventTotals& totals() const { return totals_; }

  // By caller and call, in the order of the batch's numbers.
  [[nodiscard]] const std::vector<Counted>& counted() const { return counted_; }

 private:
  // An event, with what it is sorted by.
  struct Dated {
    std::int64_t hour = 0;
    EventId id;
    const Batch::Entry* entry = nullptr;
  };

  // One call of an event: what is added up.
  struct One {
    std::uint64_t row = 0;  // caller and call
    const Batch::Entry* entry = nullptr;
    bool is_first = false;  // of its event
  };

  // By hour and id, but for those that the ledger was told to forget.
  std::vector<Dated> events_in_order(std::int64_t pruned_before) {
    std::vector<Dated> entries;
    entries.reserve(batch_->entries.size());
    for (const Batch::Entry& entry : batch_->entries) {
      if (entry.time != 0 && entry.time < pruned_before) {
        ++totals_.set_aside["pruned"];
      } else {
        entries.push_back({hour_of(entry.time), entry.id, &entry});
      }
    }
    std::ranges::sort(entries, [&](const Dated& a, const Dated& b) {
      if (a.hour != b.hour) return a.hour < b.hour;
      if (a.id != b.id) return a.id < b.id;
      return batch_->is_before(*a.entry, *b.entry);
    });
    return entries;
  }

  void take_hour(std::int64_t hour, std::span<const Dated> entries, SeenEvents& seen) {
    std::vector<EventId> ids;
    std::vector<const Batch::Entry*> firsts;
    for (const Dated& dated : entries) {
      if (!ids.empty() && ids.back() == dated.id) {
        ++totals_.set_aside["duplicate"];
        continue;
      }
      ids.push_back(dated.id);
      firsts.push_back(dated.entry);
    }
    const std::vector<bool> is_new = seen.add(hour, ids);
    for (std::size_t index = 0; index < firsts.size(); ++index) {
      if (is_new[index]) {
        take(*firsts[index]);
      } else {
        ++totals_.set_aside["duplicate"];
      }
    }
  }

  void take(const Batch::Entry& entry) {
    if (entry.call_count == 0) {
      ++totals_.set_aside[std::string(set_aside_reasons[entry.reason].name)];
      return;
    }
    ++totals_.used;
    for (std::uint32_t made = 0; made < entry.call_count; ++made) {
      const std::uint64_t call = batch_->call_indexes[entry.first_call + made];
      ones_.push_back({std::uint64_t{entry.caller} << 32U | call, &entry, made == 0});
    }
  }

  void add_up() {
    std::ranges::sort(ones_, {}, &One::row);
    for (auto begin = ones_.begin(); begin != ones_.end();) {
      Counted& counted = counted_.emplace_back();
      counted.caller = static_cast<std::uint32_t>(begin->row >> 32U);
      counted.call = static_cast<std::uint32_t>(begin->row);
      const Batch::Entry* sample = begin->entry;
      const std::uint64_t row = begin->row;
      for (; begin != ones_.end() && begin->row == row; ++begin) {
        const Batch::Entry& entry = *begin->entry;
        counted.count.merge({1, entry.time, entry.time, "", begin->is_first ? 1U : 0U});
        if (is_smaller_sample(entry, *sample)) sample = &entry;
      }
      counted.count.sample = batch_->sample_of(*sample);
    }
  }

  // As texts; of UUIDs the order is that of their bits. "" is no sample.
  [[nodiscard]] bool is_smaller_sample(const Batch::Entry& a, const Batch::Entry& b) const {
    if (a.sample == Batch::id_is_sample && b.sample == Batch::id_is_sample) return a.id < b.id;
    const std::string one = batch_->sample_of(a);
    const std::string other = batch_->sample_of(b);
    return !one.empty() && (other.empty() || one < other);
  }

  const Batch* batch_;
  EventTotals totals_;
  std::vector<One> ones_;
  std::vector<Counted> counted_;
};

// A row of `usage` that is to be merged.
struct PlacedCount {
  OwnedCall where;
  std::string_view item;
  const UsageCount* count = nullptr;
};

// In the order of the table: where it is new it grows at its end, and no page is looked for twice.
// The counts come by caller; each caller and each key is looked up once.
std::vector<PlacedCount> in_order_of_rows(const Batch& batch, const std::vector<Counted>& counted,
                                          Writer& writer) {
  std::vector<PlacedCount> rows;
  rows.reserve(counted.size());
  std::vector<std::int64_t> keys(batch.keys.size());
  std::optional<std::uint32_t> last_caller;
  std::int64_t owner = 0;
  for (const auto& [caller, call, count] : counted) {
    if (last_caller != caller) owner = writer.owner(batch.callers[caller]);
    last_caller = caller;
    const std::uint32_t key = batch.key_of(call);
    if (keys[key] == 0) keys[key] = writer.call(batch.keys[key]);
    rows.push_back({{owner, keys[key]}, batch.item_of(call), &count});
  }
  std::ranges::sort(rows, [](const PlacedCount& a, const PlacedCount& b) {
    return a.where != b.where ? a.where < b.where : a.item < b.item;
  });
  return rows;
}

void add_sessions(const Database& database, const std::set<SessionRecord>& sessions) {
  SqlStatement insert = database.prepare(
      "INSERT OR IGNORE INTO session VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const SessionRecord& record : sessions) {
    insert.run(record.session.access_key, record.session.arn, record.session.id,
               record.parent.access_key, record.parent.arn, record.parent.id,
               record.parent_forwarded, record.role, record.kind, record.cluster, record.name_space,
               record.service_account, record.tags, record.transitive, record.incoming);
  }
}

void create_tables(const Database& database, std::string_view extraction_digest) {
  database.execute(schema);
  database.execute(schema_since_2);
  database.execute(schema_since_3);
  database.prepare("INSERT INTO meta VALUES('extraction', ?)").run(extraction_digest);
  const std::string mark = "PRAGMA application_id = " + std::to_string(application_id) +
                           "; PRAGMA user_version = " + std::to_string(schema_version);
  database.execute(mark.c_str());
}

// Throws unless the tables are ours, of this version or of one that `migrate` knows.
void refuse_others(const Database& database, std::string_view extraction_digest) {
  const std::int64_t version = database.number("PRAGMA user_version");
  if (database.number("PRAGMA application_id") != application_id) {
    throw Error(database.path(), "a database of another program; give another file to `--db`");
  }
  if (version < 1 || version > schema_version) {
    throw Error(database.path(),
                "its tables are version " + std::to_string(version) +
                    " and this program knows version " + std::to_string(schema_version) +
                    (version > schema_version ? "; use a newer scopedown"
                                              : "; ingest the logs again into a new file"));
  }
  SqlStatement digest = database.prepare("SELECT value FROM meta WHERE name = 'extraction'");
  if (!digest.run() || digest.text(0) != extraction_digest) {
    throw Error(database.path(),
                "made with other extraction tables than this program's; ingest the logs again into "
                "a new file");
  }
}

// Inside a transaction: whoever is killed here leaves the older ledger as it was.
void migrate(const Database& database) {
  if (database.number("PRAGMA user_version") == 1) {
    database.execute("ALTER TABLE event RENAME TO event_undated");
    database.execute(schema_since_2);
    database.execute("PRAGMA user_version = 2");
  }
  if (database.number("PRAGMA user_version") == 2) {
    database.execute(schema_since_3);
    database.execute("PRAGMA user_version = 3");
  }
}

// Each caller and each imported owner, as known by now.
std::map<std::int64_t, Attribution> owners(const Database& database, const Sessions& sessions) {
  std::map<std::int64_t, Attribution> owners;
  SqlStatement callers = database.prepare(
      "SELECT id, principal, is_user, access_key, session_arn, session_id, forwarded FROM caller");
  for (bool row = callers.run(); row; row = callers.step()) {
    const Caller caller{callers.text(1),
                        callers.integer(2) != 0,
                        {callers.text(3), callers.text(4), callers.text(5)},
                        callers.integer(6) != 0};
    owners.emplace(callers.integer(0), attribute(caller, sessions));
  }
  SqlStatement imported = database.prepare(
      "SELECT id, session, hop, replaced, cluster, namespace, service_account, principal, tags, "
      "doubt FROM attribution");
  for (bool row = imported.run(); row; row = imported.step()) {
    owners.emplace(
        -imported.integer(0),
        Attribution{imported.text(1), static_cast<int>(imported.integer(2)),
                    imported.integer(3) != 0, imported.text(4), imported.text(5), imported.text(6),
                    imported.text(7), imported.text(8), imported.text(9)});
  }
  return owners;
}

std::map<std::int64_t, UsageKey> calls(const Database& database) {
  std::map<std::int64_t, UsageKey> calls;
  SqlStatement select = database.prepare(
      "SELECT id, account, region, event_source, event_name, error_class, parameters, resources "
      "FROM call");
  for (bool row = select.run(); row; row = select.step()) {
    UsageKey& key = calls[select.integer(0)];
    key.account = select.text(1);
    key.region = select.text(2);
    key.event_source = select.text(3);
    key.event_name = select.text(4);
    key.error_class = select.text(5);
    key.parameters = select.text(6);
    key.resources = select.text(7);
  }
  return calls;
}

}  // namespace

struct Ledger::Store {
  Database database;
  std::size_t fan_out;
  std::optional<SqlStatement> find_place;
  RowBounds bounds;
};

Ledger::Ledger(std::unique_ptr<Store> store) : store_(std::move(store)) {}

Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Ledger Ledger::open(const std::string& path, std::string_view extraction_digest,
                    const LedgerOptions& options) {
  const bool in_memory = path == ":memory:";
  if (!options.create && !in_memory && !std::filesystem::exists(path)) {
    throw Error(path, "no such ledger; `scopedown ingest` makes one");
  }
  Database database(path, options.wait_milliseconds_max);
  const char* const table_count = "SELECT count(*) FROM sqlite_schema";
  if (database.number(table_count) != 0) refuse_others(database, extraction_digest);
  if (!in_memory) {
    // Readers do not wait for a writer, and a killed one leaves whole batches.
    // Its log is taken in when it has 40 MB, and at the end; 32 MiB of the tables stay in memory.
    database.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
        "PRAGMA wal_autocheckpoint = 10000; PRAGMA cache_size = -32768");
  }
  Transaction transaction(database);
  if (database.number(table_count) == 0) {
    create_tables(database, extraction_digest);
  } else {
    refuse_others(database, extraction_digest);  // another process may have been faster
    migrate(database);
  }
  transaction.commit();
  return Ledger(std::make_unique<Store>(Store{std::move(database), options.fan_out, {}, {}}));
}

bool Ledger::file_done(std::string_view digest) const {
  return store_->database.prepare("SELECT 1 FROM file WHERE digest = ?").run(digest);
}

bool Ledger::is_unchanged(std::string_view path, std::uint64_t bytes, std::int64_t modified) const {
  if (!store_->find_place) {
    store_->find_place.emplace(store_->database.prepare(
        "SELECT 1 FROM place WHERE path = ? AND bytes = ? AND modified = ?"));
  }
  return store_->find_place->run(path, bytes, modified);
}

std::vector<DoneFile> Ledger::files() const {
  std::vector<DoneFile> files;
  SqlStatement select =
      store_->database.prepare("SELECT digest, name, bytes FROM file ORDER BY digest");
  for (bool row = select.run(); row; row = select.step())
    files.push_back(
        {select.text(0), select.text(1), static_cast<std::uint64_t>(select.integer(2)), 0});
  return files;
}

const std::string& Ledger::path() const {
  return store_->database.path();
}

void Ledger::add(const Batch& batch, const std::vector<DoneFile>& files) {
  Transaction transaction(store_->database);
  Writer writer(store_->database, store_->fan_out, store_->bounds);
  add_sessions(store_->database, batch.sessions);
  const Counting counting(batch, store_->database, pruned_before());

  for (const PlacedCount& placed : in_order_of_rows(batch, counting.counted(), writer))
    writer.merge_item(placed.where, placed.item, *placed.count);
  writer.fold_all();

  writer.total("read", counting.totals().read);
  writer.total("used", counting.totals().used);
  for (const auto& [reason, events] : counting.totals().set_aside)
    writer.total("set_aside " + reason, events);
  writer.done(files);
  transaction.commit();
}

void Ledger::prune(std::int64_t before) {
  if (before <= pruned_before()) return;
  Transaction transaction(store_->database);
  store_->database.prepare("DELETE FROM usage WHERE last_seen > 0 AND last_seen < ?").run(before);
  SeenEvents(store_->database).forget_before(before);
  store_->database.prepare("INSERT OR REPLACE INTO meta VALUES('pruned_before', ?)")
      .run(std::to_string(before));
  store_->database.execute(R"sql(
    DELETE FROM caller WHERE id NOT IN (SELECT owner FROM usage);
    DELETE FROM attribution WHERE -id NOT IN (SELECT owner FROM usage);
    DELETE FROM call WHERE id NOT IN (SELECT call FROM usage);
  )sql");
  transaction.commit();
}

std::int64_t Ledger::pruned_before() const {
  return store_->database.number(
      "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'pruned_before'");
}

void Ledger::add_rows(const std::vector<UsageRow>& rows, const std::vector<DoneFile>& files) {
  Transaction transaction(store_->database);
  Writer writer(store_->database, store_->fan_out, store_->bounds);
  std::uint64_t events = 0;
  for (const UsageRow& row : rows) {
    writer.merge({writer.owner(row.key.who), writer.call(row.key)}, row.key, row.count);
    events += row.count.events;
  }
  writer.fold_all();
  writer.total("read", events);
  writer.total("used", events);
  writer.done(files);
  transaction.commit();
}

void Ledger::add_given(const std::vector<GivenAccess>& accesses,
                       const std::vector<DoneFile>& files) {
  Transaction transaction(store_->database);
  SqlStatement insert = store_->database.prepare(merge_given);
  for (const GivenAccess& given : accesses) {
    insert.run(given.unit.text(), given.access.action.text(), given.access.resource.text(),
               given.count, given.first_seen, given.last_seen);
  }
  Writer(store_->database, store_->fan_out, store_->bounds).done(files);
  transaction.commit();
}

void Ledger::add_inventory(const std::vector<InventoryFact>& facts) {
  Transaction transaction(store_->database);
  SqlStatement insert =
      store_->database.prepare("INSERT OR IGNORE INTO inventory VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const InventoryFact& fact : facts) {
    insert.run(fact.kind, fact.cluster, fact.name_space, fact.service_account, fact.role, fact.pod,
               fact.stem, fact.making, fact.provider);
  }
  transaction.commit();
}

void Ledger::forget_inventory() {
  Transaction transaction(store_->database);
  store_->database.execute("DELETE FROM inventory");
  transaction.commit();
}

std::vector<InventoryFact> Ledger::inventory() const {
  std::vector<InventoryFact> facts;
  SqlStatement select = store_->database.prepare(
      "SELECT kind, cluster, namespace, service_account, role, pod, stem, making, provider "
      "FROM inventory");
  for (bool row = select.run(); row; row = select.step()) {
    facts.push_back({select.text(0), select.text(1), select.text(2), select.text(3), select.text(4),
                     select.text(5), select.text(6), select.text(7), select.text(8)});
  }
  std::ranges::sort(facts);
  return facts;
}

std::vector<UsageRow> Ledger::rows() const {
  const Database& database = store_->database;
  const std::map<std::int64_t, Attribution> owner =
      owners(database, Sessions(sessions(), Inventory(inventory())));
  const std::map<std::int64_t, UsageKey> call = calls(database);

  // Callers with one attribution are merged before any row is spelt out: they may be many.
  std::map<Attribution, std::map<StoredKey, StoredValue>> by_tenant;
  SqlStatement select = database.prepare(
      "SELECT folded, fold_prefix, fold_min, fold_max, calls, first_seen, last_seen, sample, "
      "events, owner, call FROM usage ORDER BY owner");
  std::optional<std::int64_t> last_owner;
  std::map<StoredKey, StoredValue>* of_tenant = nullptr;
  for (bool row = select.run(); row; row = select.step()) {
    if (last_owner != select.integer(9)) of_tenant = &by_tenant[owner.at(select.integer(9))];
    last_owner = select.integer(9);
    const UsageRow usage = usage_row(select, 0);
    const StoredKey key(select.integer(10), usage.key.folded, usage.key.fold_prefix,
                        usage.key.fold_min);
    StoredValue& value = (*of_tenant)[key];
    value.fold_max = std::max(value.fold_max, usage.key.fold_max);
    value.count.merge(usage.count);
  }

  std::vector<UsageRow> rows;
  for (const auto& [who, of_one] : by_tenant) {
    for (const auto& [key, value] : of_one) {
      UsageRow& row = rows.emplace_back(UsageRow{call.at(std::get<0>(key)), value.count});
      row.key.who = who;
      std::tie(std::ignore, row.key.folded, row.key.fold_prefix, row.key.fold_min) = key;
      row.key.fold_max = value.fold_max;
    }
  }
  by_tenant.clear();
  return fold(std::move(rows), store_->fan_out);
}

std::vector<SessionRecord> Ledger::sessions() const {
  std::vector<SessionRecord> sessions;
  SqlStatement select = store_->database.prepare("SELECT * FROM session");
  for (bool row = select.run(); row; row = select.step()) {
    SessionRecord& record = sessions.emplace_back();
    record.session = {select.text(0), select.text(1), select.text(2)};
    record.parent = {select.text(3), select.text(4), select.text(5)};
    record.parent_forwarded = select.integer(6) != 0;
    record.role = select.text(7);
    record.kind = select.text(8);
    record.cluster = select.text(9);
    record.name_space = select.text(10);
    record.service_account = select.text(11);
    record.tags = select.text(12);
    record.transitive = select.text(13);
    record.incoming = select.text(14);
  }
  std::ranges::sort(sessions);
  return sessions;
}

std::vector<GivenAccess> Ledger::given() const {
  std::vector<GivenAccess> accesses;
  SqlStatement select = store_->database.prepare("SELECT * FROM given");
  for (bool row = select.run(); row; row = select.step()) {
    const auto unit = Unit::parse(select.text(0));
    const auto action = Action::parse(select.text(1));
    const auto resource = ArnPattern::parse(select.text(2));
    if (!unit || !action || !resource) {
      throw Error(store_->database.path(), "holds a given access that cannot be read: `" +
                                               select.text(0) + "` " + select.text(1) + " " +
                                               select.text(2));
    }
    accesses.push_back({*unit,
                        {*action, *resource},
                        static_cast<std::uint64_t>(select.integer(3)),
                        select.integer(4),
                        select.integer(5)});
  }
  std::ranges::sort(accesses);
  return accesses;
}

EventTotals Ledger::totals() const {
  constexpr std::string_view aside = "set_aside ";
  EventTotals totals;
  SqlStatement select = store_->database.prepare("SELECT name, count FROM total");
  for (bool row = select.run(); row; row = select.step()) {
    const std::string name = select.text(0);
    const auto count = static_cast<std::uint64_t>(select.integer(1));
    if (name == "read") totals.read = count;
    if (name == "used") totals.used = count;
    if (name.starts_with(aside)) totals.set_aside[name.substr(aside.size())] = count;
  }
  return totals;
}

}  // namespace scopedown
