// The plan of a fleet (report/fleet_plan.h) made: units dealt out to roles, the roles, and the session
// policies inside them, of all units or of a sample.
//
//   ledger ─▶ what each unit needs ─▶ groups ─▶ a role for each ─▶ policies inside it ─▶ FleetPlan, files
//
// On top of the pipeline, whose pieces it uses: what it makes inside a role is what `generate
// --with-role` makes there, and is verified like it.

#ifndef SCOPEDOWN_GENERATOR_FLEET_PLANNER_H_
#define SCOPEDOWN_GENERATOR_FLEET_PLANNER_H_

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "generator/pipeline.h"
#include "generator/report/fleet_plan.h"

namespace scopedown {

struct FleetQuestion {
  Question question;
  RoleQuestion role;
  std::vector<std::size_t> roles;  // numbers of roles to compare; none: the fewest alone
  std::size_t sample = 0;          // units whose policies are made, spread evenly; 0: all
  bool policies = true;            // whether they are made at all, which takes the time
  std::string role_name = "tenants";
};

class FleetPlanner {
 public:
  // All must outlive it. Throws Error as `role_kit` does.
  FleetPlanner(const FleetQuestion& asked, const Ledger& ledger, const Clusters& clusters);

  [[nodiscard]] FleetPlan plan();

  // Of a plan that it made: every group's role with all its documents, the policies that were made inside
  // them, and plan.json. Throws Error if a file cannot be written.
  void write(const FleetPlan& plan, const std::string& folder);

 private:
  [[nodiscard]] std::vector<UnitNeeds> needs_of(const std::vector<Unit>& units) const;
  [[nodiscard]] RoleChoice choice(std::size_t roles, std::vector<Result>& results);
  [[nodiscard]] std::vector<Result> sessions(const RoleGroups& roles);
  void add_policies(const std::vector<Unit>& units, std::optional<Role> role,
                    const std::string& place, std::vector<Result>& results);

  const FleetQuestion& asked_;
  const Ledger& ledger_;
  const Clusters& clusters_;
  Workloads all_;
  std::vector<UnitNeeds> units_;  // that need anything
  RoleFacts facts_;
  std::set<Unit> sampled_;
  FleetCounter counter_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_FLEET_PLANNER_H_
