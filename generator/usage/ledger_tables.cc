// Tested by ledger_test.cc, which keeps ledgers of older versions.

#include "generator/usage/ledger_tables.h"

#include <cstdint>
#include <string>

#include "generator/error.h"

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

}  // namespace

bool is_new_ledger(const Database& database) {
  return database.number("SELECT count(*) FROM sqlite_schema") == 0;
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

}  // namespace scopedown
