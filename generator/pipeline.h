// The program's table of contents: logs into a ledger, a ledger into policies. Start reading here.
//
//   bytes ─▶ Event ─▶ Batch ─▶ ledger ─▶ rows ─▶ accesses per unit ─▶ Proposal
//                                                           files ◀─ verified policy ◀─┘
//
// Nothing here parses a command line or prints a product; the commands do both.

#ifndef SCOPEDOWN_GENERATOR_PIPELINE_H_
#define SCOPEDOWN_GENERATOR_PIPELINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/emit/delivery.h"
#include "generator/emit/summary.h"
#include "generator/fleet_progress.h"
#include "generator/ingest.h"
#include "generator/minimise/rules.h"
#include "generator/report/packed_calibration.h"
#include "generator/role/role_kit.h"
#include "generator/tenants/selection.h"
#include "generator/usage/coverage.h"
#include "generator/usage/ledger.h"

namespace scopedown {

// How well logs are understood; no ledger is needed, and nothing is kept.
struct CoverageRun {
  Ingested ingested;
  CoverageReport report;
};

[[nodiscard]] CoverageRun coverage(const std::vector<std::string>& logs);

// The estimate of packed sizes against STS's own answers; likewise without a ledger.
struct PackedCheck {
  Ingested ingested;
  PackedCalibration calibration;
};

[[nodiscard]] PackedCheck check_packed(const std::vector<std::string>& logs);

struct Question {
  Selection selection;
  Budget budget;
  bool exact = false;
  bool readable = false;
  bool whole_words = false;
  bool allow_escape = false;
  std::optional<Policy> never;
  std::optional<Role> role;
  bool trust_role = false;
  std::vector<ActionPattern> wildcards_may_reach;
  std::vector<GivenAccess> also;
  std::size_t threads = 0;  // that policies are made with; 0: as many as the machine has
  OnFleetProgress on_progress = {};
};

// A policy for each selected unit, none of which anybody has seen before it was verified. Units in
// the order of their texts. The number of threads changes no byte.
[[nodiscard]] Summary generate(const Ledger& ledger, const Question& question,
                               const Clusters& clusters);

// What room buys one unit: the best policies, the longest first (minimise/front.h).
struct Front {
  Unit unit;
  std::vector<Proposal> points;
};

// Of each selected unit, verified as those of `generate` are.
[[nodiscard]] std::vector<Front> fronts(const Ledger& ledger, const Question& question,
                                        const Clusters& clusters);

// The role of the selected units, which are to be of one account: throws Error (usage) otherwise.
[[nodiscard]] RoleKit role_kit(const Ledger& ledger, const Question& question,
                               const Clusters& clusters, const RoleQuestion& asked);

// The role and, inside it, the session policies: verified together.
struct RoleAndPolicies {
  RoleKit kit;
  Summary summary;  // of nobody, if the role does not fit
};

[[nodiscard]] RoleAndPolicies generate_with_role(const Ledger& ledger, const Question& question,
                                                 const Clusters& clusters,
                                                 const RoleQuestion& asked);

// What each selected unit's session policy has to allow, though it may not fit: for `plan`.
[[nodiscard]] std::vector<UnitNeeds> unit_needs(const Workloads& all, const Question& question,
                                                const Clusters& clusters);

// A policy for each selected unit of workloads that are known already, as `generate` does.
[[nodiscard]] Summary summary_of(const Workloads& all, const Question& question,
                                 const Clusters& clusters);

// The clusters and providers of the ledger, joined as the user says.
[[nodiscard]] Clusters clusters_of(const Ledger& ledger, const Question& question);

// What tenants did, without minimising: for `tenants` and `export --accesses`.
[[nodiscard]] Workloads workloads(const Ledger& ledger, const Question& question,
                                  const Clusters& clusters);

// Writes each policy that fits below `folder`, as `delivery` says, and summary.json; fills in
// Result::file and Summary::stale. A policy that the format cannot hold gets no file and the warning
// `not_delivered`. Throws Error if a file cannot be written, or (usage) if what was asked for makes no
// sense: then nothing is written.
void write_policies(Summary& summary, const Clusters& clusters, const std::string& folder,
                    const Delivery& delivery = {});

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_PIPELINE_H_
