#include "generator/usage/sqlite.h"

#include <utility>

#include <sqlite3.h>

#include "generator/error.h"

namespace scopedown {
namespace {

// What went wrong, for the person who gave the file.
std::string explained(int code, const char* message) {
  switch (code & 0xFF) {
    case SQLITE_NOTADB:
      return "not a ledger; give another file to `--db`";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "in use by another process; try again when that has ended";
    case SQLITE_CANTOPEN:
      return "cannot be opened; does its folder exist, and may you write there?";
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "cannot be written; check who may";
    case SQLITE_FULL:
      return "no space left on its disk";
    case SQLITE_IOERR:
      return "cannot be written or read to its end; is its disk full or failing?";
    case SQLITE_CORRUPT:
      return "damaged; restore it, or ingest the logs again into a new file";
    default:
      return message;
  }
}

// One thread at a time uses a database, and nobody asks how much memory all of them have: SQLite
// need not lock for either: its locks were four in a hundred of all instructions of `ingest`.
constexpr int open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

// Before SQLite is first used: once that is so, it refuses, and goes on as it was.
void count_no_memory() {
  static const int settled = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(settled);
}

}  // namespace

void SqlStatement::Finalise::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqlStatement::SqlStatement(sqlite3* database, std::string path, std::string_view sql)
    : database_(database), path_(std::move(path)) {
  sqlite3_stmt* statement = nullptr;
  check(
      sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement, nullptr));
  statement_.reset(statement);
}

bool SqlStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) check(code);
  restart();
  return false;
}

std::int64_t SqlStatement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string SqlStatement::text(int column) const {
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? std::string() : std::string(bytes, size);
}

void SqlStatement::restart() {
  sqlite3_reset(statement_.get());  // its result is that of the step before, which was looked at
}

void SqlStatement::bind(int index, std::string_view text) {
  check(sqlite3_bind_text64(statement_.get(), index, text.empty() ? "" : text.data(), text.size(),
                            SQLITE_STATIC, SQLITE_UTF8));
}

void SqlStatement::bind(int index, Blob blob) {
  check(sqlite3_bind_blob64(statement_.get(), index, blob.bytes.data(), blob.bytes.size(),
                            SQLITE_STATIC));
}

void SqlStatement::bind(int index, std::int64_t number) {
  check(sqlite3_bind_int64(statement_.get(), index, number));
}

void SqlStatement::check(int code) const {
  if (code != SQLITE_OK) throw Error(path_, explained(code, sqlite3_errmsg(database_)));
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close(database);
}

Database::Database(std::string path, int wait_milliseconds_max) : path_(std::move(path)) {
  count_no_memory();
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path_.c_str(), &handle, open_flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) throw Error(path_, explained(code, sqlite3_errmsg(handle)));
  sqlite3_busy_timeout(handle, wait_milliseconds_max);
}

SqlStatement Database::prepare(std::string_view sql) const {
  return {handle_.get(), path_, sql};
}

void Database::execute(const char* sql) const {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw Error(path_, explained(code, sqlite3_errmsg(handle_.get())));
}

std::int64_t Database::number(const char* sql) const {
  SqlStatement statement = prepare(sql);
  return statement.run() ? statement.integer(0) : 0;
}

std::int64_t Database::last_id() const {
  return sqlite3_last_insert_rowid(handle_.get());
}

bool Database::has_changed() const {
  return sqlite3_changes(handle_.get()) > 0;
}

Transaction::Transaction(const Database& database) : database_(&database) {
  database.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (database_ == nullptr) return;
  try {
    database_->execute("ROLLBACK");
  } catch (const Error&) {
    // SQLite has rolled back by itself: there is nothing left to undo.
  }
}

void Transaction::commit() {
  database_->execute("COMMIT");
  database_ = nullptr;
}

}  // namespace scopedown
