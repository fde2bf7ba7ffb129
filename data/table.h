// Reading the tables of this folder: tab-separated values, the first line names the columns.
//
//   TableReader rows(embedded_table("event_sources.tsv"), {"label", "service", "source"});
//   while (rows.next()) use(rows[0], rows[1]);
//
// A cell holds neither a tab nor a line feed; there is no quoting. The cells are views into the
// table. A table that is not what the reader expects is a mistake of ours: the program ends, naming
// the table and the line.

#ifndef SCOPEDOWN_DATA_TABLE_H_
#define SCOPEDOWN_DATA_TABLE_H_

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "data/embedded.h"

namespace scopedown {

class TableReader {
 public:
  TableReader(const EmbeddedTable& table, std::initializer_list<std::string_view> columns);

  // Goes on to the next row. False if there is none.
  [[nodiscard]] bool next();

  [[nodiscard]] std::string_view operator[](std::size_t column) const { return cells_[column]; }

  // Ends the program with this row's place, unless the claim holds.
  void expect(bool holds, const char* claim) const;

 private:
  static constexpr std::size_t columns_max = 8;

  void split(std::string_view line);

  std::string_view name_;
  std::string_view rest_;
  std::size_t line_ = 0;
  std::size_t column_count_ = 0;
  std::array<std::string_view, columns_max> cells_;
};

// The parts of a cell that holds several, without the empty ones.
class Parts {
 public:
  Parts(std::string_view cell, char separator) : rest_(cell), separator_(separator) {}

  // False if there is no other part.
  [[nodiscard]] bool next();

  [[nodiscard]] std::string_view operator*() const { return part_; }

 private:
  std::string_view rest_;
  std::string_view part_;
  char separator_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_DATA_TABLE_H_
