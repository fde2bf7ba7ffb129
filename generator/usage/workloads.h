// From the rows of a ledger to what each unit did, and the world that all of them make.
//
// Everything that any tenant of the kind did goes into the world, whatever is selected: a policy
// must keep away from neighbours that nobody asked about. A unit's own workload holds only the
// calls that its policy is made for, and says what the log cannot have shown of them
// (blind_spots.h).

#ifndef SCOPEDOWN_GENERATOR_USAGE_WORKLOADS_H_
#define SCOPEDOWN_GENERATOR_USAGE_WORKLOADS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "generator/tenants/selection.h"
#include "generator/usage/blind_spots.h"
#include "generator/usage/given.h"
#include "generator/usage/interpretation.h"
#include "generator/usage/ledger.h"
#include "generator/usage/usage_row.h"
#include "model/usage_graph.h"
#include "model/world.h"

namespace scopedown {

// What one unit did.
struct Workload {
  AccessUsage accesses;                  // observed and given
  std::set<Access> unresolved;           // of those: the log does not tell the name
  std::set<Access> folded;               // of those: the ledger keeps a prefix for many names
  std::set<Access> unresolved_denials;   // ban nothing, since nobody knows what was denied
  std::map<Access, UnseenCall> unseen;   // calls that no log shows though they are plausible
  std::map<Access, UnseenCall> assumed;  // of those: taken into `accesses` (--assume-unlogged)
  std::map<std::string, Access> silent;  // event selectors that are off, and what shows that
                                         // their data events matter
  std::set<std::string> roles;           // ARNs of the roles of its sessions
  std::set<std::string> sessions;        // how they came by their credentials (attribution.h)
  std::set<std::string> service_accounts;
  std::uint64_t calls = 0;  // observed, denied ones too
  std::int64_t first_seen = 0;
  std::int64_t last_seen = 0;
  bool idle = true;  // not one call was recorded, nor anything given
  bool window_is_inexact =
      false;  // --since or --until cut through a row that stands for many calls
};

struct Workloads {
  std::map<Unit, Workload> units;  // all units of the kind, selected or not
  World world;
  std::set<std::string> shared_roles;  // ARNs of the roles that tenants' sessions have
  std::map<std::string, std::uint64_t> unknown_actions;  // "source EventName" → calls
  EventTotals events;                                    // read = used + set aside
};

// What a ledger holds, read once.
struct LedgerContents {
  std::vector<UsageRow> rows;
  std::vector<SessionRecord> sessions;
  std::vector<GivenAccess> given;  // those of --also too
  EventTotals totals;
};

// Units that are not selected keep their workload but their events are set aside. A tenant whose
// sessions made no call is a unit too, with an empty workload.
[[nodiscard]] Workloads workloads_of(const LedgerContents& contents, const Selection& selection,
                                     const Clusters& clusters, const Interpreter& interpreter,
                                     const Catalogue& catalogue);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_USAGE_WORKLOADS_H_
