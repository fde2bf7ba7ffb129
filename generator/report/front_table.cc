#include "generator/report/front_table.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <vector>

#include "generator/minimise/measure.h"
#include "generator/report/text_table.h"

namespace scopedown {
namespace {

constexpr std::array levels{AccessLevel::List, AccessLevel::Read, AccessLevel::Tagging,
                            AccessLevel::Write, AccessLevel::PermissionsManagement};

TableLine line_of(const Proposal& point, const Budget& budget) {
  TableLine line{std::to_string(point.characters), percent_text(point.packed),
                 std::to_string(point.policy.statements.size()),
                 std::to_string(point.excess_score)};
  for (const AccessLevel level : levels) {
    line.push_back(std::to_string(
        std::ranges::count(point.excess, level, [](const Widening& item) { return item.level; })));
  }
  line.push_back(std::to_string(point.cut_short.size()));
  const bool fits = Measure{point.characters, point.packed}.over(budget) == 0;
  line.emplace_back(fits ? "yes" : "no");
  return line;
}

}  // namespace

void print_fronts(std::ostream& out, std::span<const Front> fronts, const Budget& budget) {
  for (const Front& front : fronts) {
    out << printable(front.unit.text()) << '\n';
    std::vector<TableLine> lines{{"CHARACTERS", "PACKED", "STATEMENTS", "EXCESS", "LIST", "READ",
                                  "TAGGING", "WRITE", "PERMISSIONS", "CUT SHORT", "FITS"}};
    for (const Proposal& point : front.points)
      lines.push_back(line_of(point, budget));
    print_table(out, lines, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    if (front.points.empty()) out << "nothing to allow\n";
    out << '\n';
  }
}

}  // namespace scopedown
