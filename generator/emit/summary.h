// summary.json: what was made, from what, and all that a reviewer must see. The contract of its
// keys is in README.md, "The summary". Each pair that a policy newly allows stands there by itself
// (`excess`); what it would allow if the role grew (`latent`) in groups, widening_groups.h, since a
// wildcard's actions times its resources were most of a fleet's summary.

#ifndef SCOPEDOWN_GENERATOR_EMIT_SUMMARY_H_
#define SCOPEDOWN_GENERATOR_EMIT_SUMMARY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generator/minimise/proposal.h"
#include "generator/usage/workloads.h"
#include "model/budget.h"

namespace scopedown {

struct Warning {
  std::string code;  // stable: "thin", "shared_resource", ...
  std::string text;  // for people
};

struct SharedResource {
  // A key that thousands share would fill a summary with names, thousands of times.
  static constexpr std::size_t with_max = 20;

  std::string resource;           // ARN, as policies write it
  std::vector<std::string> with;  // canonical texts of the other tenants: the first ones, sorted
  std::size_t with_others = 0;    // how many more there are
};

// An observed call that undoes the confinement.
struct Escape {
  Access access;
  std::string why;
};

// One unit, done.
struct Result {
  Unit unit;
  std::string label;  // of the cluster; "" for other kinds
  Workload workload;
  Proposal proposal;
  std::string file;  // below --out; "" if none was written
  std::vector<SharedResource> shared;
  std::vector<Escape> escapes;
  std::vector<Warning> warnings;
};

struct Summary {
  Budget budget;
  std::vector<Result> results;
  EventTotals events;
  std::map<std::string, std::uint64_t> unknown_actions;
  std::vector<Warning> warnings;    // of the whole run
  std::vector<std::string> stale;   // files of an earlier run that this one did not write
  std::string catalogue;            // digest of the tables of data/
  std::optional<std::string> role;  // digest of the role's policies, if they were given
};

// Indented JSON with a line feed at its end.
[[nodiscard]] std::string summary_text(const Summary& summary);

// The files that an earlier summary lists. Empty if `text` is no summary: then nothing is known of
// it.
[[nodiscard]] std::vector<std::string> files_of_summary(std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_SUMMARY_H_
