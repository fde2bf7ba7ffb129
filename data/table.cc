#include "data/table.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace scopedown {

TableReader::TableReader(const EmbeddedTable& table,
                         std::initializer_list<std::string_view> columns)
    : name_(table.name), rest_(table.text), column_count_(columns.size()) {
  expect(column_count_ <= columns_max && next(), "a line that names the columns");
  expect(std::equal(columns.begin(), columns.end(), cells_.begin()),
         "the columns that the program knows");
}

bool TableReader::next() {
  if (rest_.empty()) return false;
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  ++line_;
  split(rest_.substr(0, end));
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  return true;
}

void TableReader::split(std::string_view line) {
  for (std::size_t column = 0; column < column_count_; ++column) {
    const std::size_t tab = line.find('\t');
    const bool is_last = column + 1 == column_count_;
    expect((tab == std::string_view::npos) == is_last, "as many cells as there are columns");
    cells_[column] = line.substr(0, tab);
    if (!is_last) line.remove_prefix(tab + 1);
  }
}

void TableReader::expect(bool holds, const char* claim) const {
  if (holds) return;
  static_cast<void>(std::fprintf(stderr, "scopedown: data/%.*s:%zu: expected %s\n",
                                 static_cast<int>(name_.size()), name_.data(), line_, claim));
  std::abort();
}

bool Parts::next() {
  while (!rest_.empty()) {
    const std::size_t end = std::min(rest_.find(separator_), rest_.size());
    part_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (!part_.empty()) return true;
  }
  return false;
}

}  // namespace scopedown
