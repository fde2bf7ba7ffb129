#include "generator/tags/tag_fleet.h"

#include <utility>
#include <variant>

#include "model/arn.h"

namespace scopedown {

std::vector<TagUser> tag_fleet(const Workloads& all) {
  std::vector<TagUser> fleet;
  for (const auto& [unit, workload] : all.units) {
    const auto* name_space = std::get_if<Namespace>(&unit.tenant.who);
    if (name_space == nullptr || workload.idle) continue;
    TagUser user;
    user.unit = unit;
    user.accesses = workload.accesses;
    user.pod.cluster_arn = name_space->cluster;
    user.pod.name_space = name_space->name;
    user.pod.service_account = unit.service_account;
    const auto arn = Arn::parse(name_space->cluster);
    constexpr std::string_view kind = "cluster/";
    if (arn && arn->service == "eks" && arn->resource.starts_with(kind))
      user.pod.cluster_name = arn->resource.substr(kind.size());
    fleet.push_back(std::move(user));
  }
  return fleet;
}

}  // namespace scopedown
