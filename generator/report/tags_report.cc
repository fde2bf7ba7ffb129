#include "generator/report/tags_report.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "generator/report/text_table.h"

namespace scopedown {
namespace {

constexpr std::string_view ours = "scopedown: tags: ";

std::vector<const Unserved*> needs_of(const TagPolicy& result, const std::set<Unit>& selected) {
  std::vector<const Unserved*> needs;
  for (const Unit& unit : selected) {
    for (const Unserved& each : result.unserved.at(unit))
      needs.push_back(&each);
  }
  return needs;
}

std::size_t served(const TagPolicy& result, const std::set<Unit>& selected) {
  return static_cast<std::size_t>(std::ranges::count_if(
      selected, [&](const Unit& unit) { return result.unserved.at(unit).empty(); }));
}

// The middle one of several; 0 of none.
template <class Number>
Number median(std::vector<Number> numbers) {
  if (numbers.empty()) return Number{};
  std::ranges::sort(numbers);
  return numbers[numbers.size() / 2];
}

void print_unserved(std::ostream& out, const TagPolicy& result, const std::set<Unit>& selected) {
  for (const Unit& unit : selected) {
    const std::vector<Unserved>& needs = result.unserved.at(unit);
    if (needs.empty()) continue;
    const Unserved& first = needs.front();
    out << ours << printable(unit.text())
        << " needs a session policy: " << printable(first.access.action.text()) << " on "
        << printable(first.access.resource.text()) << ": " << printable(first.why);
    if (needs.size() > 1) out << "; and " << needs.size() - 1 << " more";
    out << '\n';
  }
  std::map<std::string, std::size_t> services;
  for (const Unserved* each : needs_of(result, selected))
    ++services[each->access.action.service];
  if (services.empty()) return;
  out << ours << "not served, by service:";
  const char* separator = " ";
  for (const auto& [service, count] : services) {
    out << separator << service << " " << count;
    separator = ", ";
  }
  out << '\n';
}

}  // namespace

void print_tags(std::ostream& out, const TagPolicy& result, const std::set<Unit>& selected,
                bool quiet) {
  if (!quiet) {
    out << ours << served(result, selected) << " of " << selected.size()
        << " units need nothing but this policy of the role: " << result.policy.characters()
        << " characters, " << result.policy.statements.size() << " statements\n"
        << ours << "the six tags of a session fill about 56 % of its packed size; an association "
        << "has tags or a session policy, never both\n";
  }
  print_unserved(out, result, selected);
  if (!result.clusters_apart)
    out << ours << "clusters: what is named by the namespace alone is reached by the namespace of "
        << "that name in every cluster that may assume the role\n";
  for (const NameClash& clash : result.clashes)
    out << ours << "clash: a namespace `" << clash.other << "` would share names with `"
        << clash.one << "`: " << printable(clash.template_of_other) << " meets "
        << printable(clash.template_of_one) << '\n';
}

void print_comparison(std::ostream& out, const TagPolicy& result, const std::set<Unit>& selected,
                      const Summary& session_policies) {
  std::vector<std::size_t> characters;
  std::vector<PackedSize> packed;
  for (const Result& each : session_policies.results) {
    if (!each.proposal.fits()) continue;
    characters.push_back(each.proposal.characters);
    packed.push_back(each.proposal.packed);
  }
  const auto of_all = [&](std::size_t count) {
    return std::to_string(count) + " of " + std::to_string(selected.size());
  };
  print_table(out,
              {{"MODE", "UNITS SERVED", "POLICIES", "CHARACTERS", "PACKED"},
               {"tags", of_all(served(result, selected)), "1",
                std::to_string(result.policy.characters()), "about 56 %"},
               {"session policies", of_all(characters.size()), std::to_string(characters.size()),
                std::to_string(median(characters)), percent_text(median(packed))}});
  out << "(characters and packed size of session policies: the median)\n";
}

}  // namespace scopedown
