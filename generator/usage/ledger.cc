#include "generator/usage/ledger.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "generator/error.h"
#include "generator/tenants/attribute.h"
#include "generator/usage/batch_sums.h"
#include "generator/usage/collector.h"
#include "generator/usage/ledger_tables.h"
#include "generator/usage/ledger_writer.h"
#include "generator/usage/row_sums.h"
#include "generator/usage/seen_events.h"
#include "generator/usage/sqlite.h"

namespace scopedown {
namespace {

constexpr const char* merge_given = R"sql(
  INSERT INTO given VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    count = max(count, excluded.count),
    first_seen = CASE WHEN 0 IN (first_seen, excluded.first_seen)
      THEN first_seen + excluded.first_seen ELSE min(first_seen, excluded.first_seen) END,
    last_seen = max(last_seen, excluded.last_seen)
)sql";

// What a row of a tenant is told from its others by: the call's number, folded, prefix, smallest.
using StoredKey = std::tuple<std::int64_t, int, std::string, std::string>;

// So many rows are kept in memory at most, and bytes of their items, before they are written.
constexpr std::size_t rows_max = 250'000;
constexpr std::size_t row_text_bytes_max = std::size_t{16} << 20U;

struct StoredValue {
  std::string fold_max;
  UsageCount count;
};

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
  if (!is_new_ledger(database)) refuse_others(database, extraction_digest);
  if (!in_memory) {
    // Readers do not wait for a writer, and a killed one leaves whole batches.
    // Its log is taken in when it has 40 MB, and at the end; 32 MiB of the tables stay in memory.
    database.execute(
        "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; "
        "PRAGMA wal_autocheckpoint = 2500; PRAGMA cache_size = -32768");
  }
  Transaction transaction(database);
  if (is_new_ledger(database)) {
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
  LedgerWriting writing(*this);
  writing.add(batch, files);
  writing.commit();
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
  LedgerWriter writer(store_->database, store_->fan_out, store_->bounds);
  EventTotals totals;
  for (const UsageRow& row : rows) {
    writer.merge({writer.owner(row.key.who), writer.call(row.key)}, row.key, row.count);
    totals.used += row.count.events;
  }
  writer.fold_all();
  totals.read = totals.used;
  writer.add_totals(totals);
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
  LedgerWriter(store_->database, store_->fan_out, store_->bounds).done(files);
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

std::map<Attribution, std::int64_t> Ledger::longest_sessions() const {
  const Database& database = store_->database;
  const std::map<std::int64_t, Attribution> owner =
      owners(database, Sessions(this->sessions(), Inventory(inventory())));
  // Calls that a service made for a pod have its key, and are another caller.
  std::map<std::pair<Attribution, std::string>, std::pair<std::int64_t, std::int64_t>> sessions;
  SqlStatement select = database.prepare(R"sql(
    SELECT caller.id, access_key, min(first_seen), max(last_seen)
    FROM usage JOIN caller ON caller.id = owner
    WHERE first_seen > 0 AND access_key LIKE 'ASIA%' GROUP BY caller.id)sql");
  for (bool row = select.run(); row; row = select.step()) {
    const std::pair seen(select.integer(2), select.integer(3));
    const auto [place, added] =
        sessions.try_emplace({owner.at(select.integer(0)), select.text(1)}, seen);
    auto& [first, last] = place->second;
    first = std::min(first, seen.first);
    last = std::max(last, seen.second);
  }
  std::map<Attribution, std::int64_t> longest;
  for (const auto& [session, seen] : sessions) {
    std::int64_t& seconds = longest[session.first];
    seconds = std::max(seconds, seen.second - seen.first);
  }
  return longest;
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

// What a transaction has taken in, and has not written yet: the rows.
struct LedgerWriting::Open {
  Open(const Ledger& ledger, const Database& database, std::size_t fan_out, RowBounds& bounds)
      : transaction(database),
        writer(database, fan_out, bounds),
        seen(database),
        pruned_before(ledger.pruned_before()) {}

  [[nodiscard]] bool holds_much() const {
    return rows.size() >= rows_max || rows.text_bytes() >= row_text_bytes_max;
  }

  void write_rows() {
    writer.merge(rows);
    rows = {};
    has_written = true;
  }

  Transaction transaction;
  LedgerWriter writer;
  SeenEvents seen;
  std::int64_t pruned_before;
  RowSums rows;
  bool has_written = false;  // rows, before it was time to commit
};

LedgerWriting::LedgerWriting(Ledger& ledger) : ledger_(&ledger) {}

LedgerWriting::~LedgerWriting() = default;

void LedgerWriting::add(const Batch& batch, const std::vector<DoneFile>& files) {
  if (!open_) {
    Ledger::Store& store = *ledger_->store_;
    open_ = std::make_unique<Open>(*ledger_, store.database, store.fan_out, store.bounds);
  }
  LedgerWriter& writer = open_->writer;
  writer.add_sessions(batch.sessions);
  const BatchSums counted = sums_of(batch, open_->seen, open_->pruned_before);

  std::vector<std::int64_t> owners(batch.callers.size());
  std::vector<std::int64_t> calls(batch.keys.size());
  for (const BatchSum& sum : counted.sums) {
    std::int64_t& owner = owners[sum.caller];
    if (owner == 0) owner = writer.owner(batch.callers[sum.caller]);
    const std::uint32_t key = batch.key_of(sum.call);
    if (calls[key] == 0) calls[key] = writer.call(batch.keys[key]);
    open_->rows.add({owner, calls[key]}, sum, batch);
    if (open_->holds_much()) open_->write_rows();  // a large file is one batch
  }
  writer.add_totals(counted.totals);
  writer.done(files);
  if (open_->holds_much() || open_->has_written) commit();
}

void LedgerWriting::commit() {
  if (!open_) return;
  open_->write_rows();
  open_->writer.fold_all();
  open_->transaction.commit();
  open_.reset();
}

}  // namespace scopedown
