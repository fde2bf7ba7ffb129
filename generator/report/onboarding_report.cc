#include "generator/report/onboarding_report.h"

#include <ostream>
#include <string>

#include "generator/report/text_table.h"

namespace scopedown {
namespace {

template <class Names, class Text>
std::string joined(const Names& names, Text text) {
  std::string all;
  for (const auto& name : names)
    all.append(all.empty() ? "" : ", ").append(printable(text(name)));
  return all;
}

std::string itself(const std::string& name) {
  return name;
}

std::string action_text(const Action& action) {
  return action.text();
}

}  // namespace

void print_template(std::ostream& out, const OnboardingTemplate& made, bool quiet) {
  for (const auto& [resource, actions] : made.open)
    out << "scopedown: " << printable(resource.text()) << ": not the tenant's by its name ("
        << joined(actions, action_text) << "); say --keep " << printable(resource.text())
        << " if it is to be shared, --replace OLD=NEW for what stands in its place, or --drop it\n";
  for (const auto& [key, holders] : made.not_common)
    out << "scopedown: " << action_text(key.second.action) << " on "
        << printable(key.second.resource.text()) << ": only from " << joined(holders, itself)
        << "; --common leaves out what not all have, --also adds it\n";
  if (quiet) return;
  for (const ArnPattern& resource : made.kept)
    out << "scopedown: kept as it is: " << printable(resource.text()) << '\n';
}

void print_collisions(std::ostream& out, std::span<const Collision> collisions) {
  for (const Collision& collision : collisions)
    out << "scopedown: " << printable(collision.resource.text()) << " would reach "
        << printable(collision.known) << " of " << joined(collision.tenants, itself)
        << "; --replace OLD=NEW names another, --also states it if both are to share it\n";
}

void print_reaches(std::ostream& out, std::span<const Reach> reaches, const std::string& accesses) {
  for (const Reach& reach : reaches)
    out << "scopedown: the policy of " << printable(reach.policy) << " reaches "
        << printable(reach.resource.text()) << " by " << printable(reach.token.text()) << " ("
        << reach.action.text() << ")\n";
  if (reaches.empty()) return;
  const std::string file = accesses.empty() ? "FILE" : accesses;
  out << "scopedown: first narrow those policies: " << (accesses.empty() ? "write " : "with ")
      << file << (accesses.empty() ? " by --accesses FILE, then " : ": ")
      << "scopedown generate --also " << file
      << " --out DIR, apply them, and onboard again with --policies DIR\n";
}

}  // namespace scopedown
