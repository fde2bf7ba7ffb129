// Lists of small numbers, one behind the other in one piece of memory: row i is rows[i].

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_ROWS_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace scopedown {

class Rows {
 public:
  // Appends a row.
  template <class Numbers>
  void add(const Numbers& numbers) {
    for (const std::size_t number : numbers)
      numbers_.push_back(static_cast<std::uint32_t>(number));
    ends_.push_back(static_cast<std::uint32_t>(numbers_.size()));
  }

  [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t row) const {
    return std::span(numbers_).subspan(ends_[row], ends_[row + 1] - ends_[row]);
  }

  [[nodiscard]] std::size_t size() const { return ends_.size() - 1; }

  // Row i lists the rows here that list i; `rows` of them.
  [[nodiscard]] Rows turned(std::size_t rows) const {
    std::vector<std::vector<std::size_t>> lists(rows);
    for (std::size_t row = 0; row < size(); ++row) {
      for (const std::uint32_t number : (*this)[row])
        lists[number].push_back(row);
    }
    Rows made;
    for (const auto& list : lists)
      made.add(list);
    return made;
  }

 private:
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> ends_{0};
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_ROWS_H_
