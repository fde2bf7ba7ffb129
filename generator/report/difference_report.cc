#include "generator/report/difference_report.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "generator/report/text_table.h"

namespace scopedown {
namespace {

constexpr std::size_t names_shown_max = 12;

// Changed accesses that differ in their actions alone.
struct Line {
  std::string sign;
  std::string level;
  std::string resource;
  std::string why;
  std::string example;  // of the first action
  std::vector<std::string> actions;
};

std::string level_of(const ChangedAccess& access) {
  return access.known == nullptr ? "unknown" : std::string(text(access.known->level));
}

void add_lines(std::vector<Line>& lines, const std::vector<ChangedAccess>& accesses,
               const std::string& sign) {
  const std::size_t first = lines.size();
  for (const ChangedAccess& access : accesses) {
    Line line{access.certain ? sign : sign + "?", level_of(access),
              printable(access.resource),         printable(access.why),
              printable(access.example),          {}};
    const auto key = [](const Line& one) {
      return std::tie(one.sign, one.level, one.resource, one.why);
    };
    const auto same = std::find_if(lines.begin() + static_cast<std::ptrdiff_t>(first), lines.end(),
                                   [&](const Line& one) { return key(one) == key(line); });
    Line& into = same == lines.end() ? lines.emplace_back(std::move(line)) : *same;
    into.actions.push_back(access.action.text());
  }
}

std::vector<Line> lines_of(const PolicyDifference& difference) {
  std::vector<Line> lines;
  add_lines(lines, difference.newly_allowed, "+");
  add_lines(lines, difference.no_longer_allowed, "-");
  return lines;
}

std::string names_of(const Line& line) {
  std::string names;
  for (std::size_t index = 0; index < std::min(line.actions.size(), names_shown_max); ++index)
    names.append(names.empty() ? "" : ", ").append(line.actions[index]);
  if (line.actions.size() > names_shown_max)
    names += " and " + std::to_string(line.actions.size() - names_shown_max) + " more";
  return names;
}

std::string example_of(const Line& line) {
  if (line.example.empty() || line.example == line.resource) return "";
  return line.example;
}

std::string words(ChangeVerdict verdict) {
  switch (verdict) {
    case ChangeVerdict::Widens:
      return "widens";
    case ChangeVerdict::MayWiden:
      return "may widen";
    case ChangeVerdict::Narrows:
      return "narrows";
    case ChangeVerdict::MayNarrow:
      return "may narrow, and does not widen";
    case ChangeVerdict::Same:
      return "allows the same";
  }
  return "";
}

std::string heading(const ChangedPolicy& policy) {
  if (policy.added) return "new: " + words(verdict_of(policy.difference));
  if (policy.removed) return "gone: " + words(verdict_of(policy.difference));
  return words(verdict_of(policy.difference));
}

// Text as a cell's code: nothing in it is markup, and nothing ends the cell.
std::string code(const std::string& text) {
  if (text.empty()) return "";
  std::size_t ticks = 0;
  std::size_t longest = 0;
  std::string escaped;
  for (const char byte : text) {
    ticks = byte == '`' ? ticks + 1 : 0;
    longest = std::max(longest, ticks);
    if (byte == '|') escaped += '\\';
    escaped += byte;
  }
  const std::string fence(longest + 1, '`');
  const std::string space = longest > 0 ? " " : "";
  return fence + space + escaped + space + fence;
}

}  // namespace

void print_difference(std::ostream& out, const PolicyChange& change) {
  for (const ChangedPolicy& policy : change.policies) {
    out << printable(policy.name) << ": " << heading(policy) << '\n';
    std::vector<TableLine> table;
    for (const Line& line : lines_of(policy.difference)) {
      std::string remark = example_of(line);
      if (!remark.empty()) remark.insert(0, "such as ");
      if (!line.why.empty()) remark.append(remark.empty() ? "" : ", ").append(line.why);
      table.push_back({"  " + line.sign, line.level, line.resource, names_of(line)});
      if (!remark.empty()) table.push_back({"", "", "", remark});
    }
    print_table(out, table);
  }
}

void print_difference_markdown(std::ostream& out, const PolicyChange& change) {
  out << "### Policies: the change " << words(change.verdict()) << "\n";
  for (const ChangedPolicy& policy : change.policies) {
    if (verdict_of(policy.difference) == ChangeVerdict::Same) continue;
    out << "\n" << code(printable(policy.name)) << ": " << heading(policy) << "\n\n";
    out << "| | level | actions | resource | such as | only |\n|---|---|---|---|---|---|\n";
    for (const Line& line : lines_of(policy.difference))
      out << "| " << code(line.sign) << " | " << line.level << " | " << code(names_of(line))
          << " | " << code(line.resource) << " | " << code(example_of(line)) << " | "
          << code(line.why) << " |\n";
  }
  if (change.verdict() != ChangeVerdict::Same)
    out << "\n`+` newly allowed, `-` no longer allowed, `?` not certain. Told by evaluating both "
           "policies over AWS's actions and resource types"
        << (change.inside_role ? ", as far as the role allows them.\n" : ".\n");
}

}  // namespace scopedown
