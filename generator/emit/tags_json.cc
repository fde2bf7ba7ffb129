#include "generator/emit/tags_json.h"

#include <nlohmann/json.hpp>

namespace scopedown {

std::string tags_json(const TagPolicy& result, const std::set<Unit>& selected) {
  using Json = nlohmann::ordered_json;
  Json units = Json::array();
  for (const Unit& unit : selected) {
    Json unserved = Json::array();
    for (const Unserved& each : result.unserved.at(unit)) {
      unserved.push_back({{"action", each.access.action.text()},
                          {"resource", each.access.resource.text()},
                          {"why", each.why}});
    }
    const bool served = unserved.empty();
    units.push_back({{"unit", unit.text()}, {"served", served}, {"unserved", std::move(unserved)}});
  }
  Json clashes = Json::array();
  for (const NameClash& clash : result.clashes) {
    clashes.push_back({{"one", clash.one},
                       {"other", clash.other},
                       {"template_of_one", clash.template_of_one},
                       {"template_of_other", clash.template_of_other}});
  }
  const Json document{{"mode", "tags"},
                      {"characters", result.policy.characters()},
                      {"statements", result.policy.statements.size()},
                      {"units", std::move(units)},
                      {"clashes", std::move(clashes)},
                      {"clusters_apart", result.clusters_apart}};
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scopedown
