// SQLite, as far as the ledger needs it: a database file, statements and transactions.
//
//   SqlStatement insert = database.prepare("INSERT INTO file VALUES(?, ?)");
//   insert.run(digest, name);                    a string, a number, a flag or a Blob for each `?`
//   for (bool row = select.run(); row; row = select.step()) select.text(0);
//
// Texts are bytes with a length: a name may hold any character, U+0000 too.
// Errors: whatever fails throws Error{path, why}; why says what a person can do about it.

#ifndef SCOPEDOWN_GENERATOR_USAGE_SQLITE_H_
#define SCOPEDOWN_GENERATOR_USAGE_SQLITE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace scopedown {

struct Blob {
  std::string_view bytes;
};

// One SQL text, prepared once and run many times. Not to outlive its database.
class SqlStatement {
 public:
  // From the beginning, with these values for the question marks. True if there is a row.
  template <class... Values>
  bool run(const Values&... values) {
    restart();
    int index = 0;
    (bind(++index, values), ...);
    return step();
  }

  // Values for question marks from number `first` on, counted from 1: for a statement that has more
  // than one writes down. `run` without values leaves them as they are.
  template <class... Values>
  void set(int first, const Values&... values) {
    restart();
    (bind(first++, values), ...);
  }

  // The next row, if there is one.
  bool step();

  // A column of the row, counted from 0.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  friend class Database;

  struct Finalise {
    void operator()(sqlite3_stmt* statement) const;
  };

  SqlStatement(sqlite3* database, std::string path, std::string_view sql);

  void restart();

  // A text is not copied: it must outlive the run, as an argument of it does.
  void bind(int index, std::string_view text);
  void bind(int index, Blob blob);
  void bind(int index, std::int64_t number);

  void bind(int index, std::uint64_t number) { bind(index, static_cast<std::int64_t>(number)); }

  void bind(int index, int number) { bind(index, std::int64_t{number}); }

  void bind(int index, bool flag) { bind(index, std::int64_t{flag ? 1 : 0}); }

  void check(int code) const;

  sqlite3* database_;
  std::string path_;
  std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

class Database {
 public:
  // `path` may be ":memory:". Creates the file if it is missing.
  Database(std::string path, int wait_milliseconds_max);

  [[nodiscard]] SqlStatement prepare(std::string_view sql) const;

  // For statements without values or rows; several are separated by `;`.
  void execute(const char* sql) const;

  // The first column of the first row; 0 if there is none.
  [[nodiscard]] std::int64_t number(const char* sql) const;

  [[nodiscard]] std::int64_t last_id() const;  // of the row that was inserted last
  [[nodiscard]] bool has_changed() const;      // by the last statement that could

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };

  std::string path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// All or nothing: what is not committed has not happened. Waits for another process to finish.
class Transaction {
 public:
  explicit Transaction(const Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  const Database* database_;  // null once committed
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_SQLITE_H_
