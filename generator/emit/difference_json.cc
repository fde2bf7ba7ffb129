#include "generator/emit/difference_json.h"

#include <nlohmann/json.hpp>

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

Json accesses_json(const std::vector<ChangedAccess>& accesses) {
  Json list = Json::array();
  for (const ChangedAccess& access : accesses) {
    Json json{{"action", access.action.text()}, {"level", nullptr}};
    if (access.known != nullptr) json["level"] = text(access.known->level);
    json["resource"] = access.resource;
    json["certain"] = access.certain;
    json["example"] = nullptr;
    if (!access.example.empty()) json["example"] = access.example;
    if (!access.certain) json["why"] = access.why;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace

std::string difference_json(const PolicyChange& change) {
  Json policies = Json::array();
  for (const ChangedPolicy& policy : change.policies)
    policies.push_back({{"policy", policy.name},
                        {"verdict", text(verdict_of(policy.difference))},
                        {"added", policy.added},
                        {"removed", policy.removed},
                        {"newly_allowed", accesses_json(policy.difference.newly_allowed)},
                        {"no_longer_allowed", accesses_json(policy.difference.no_longer_allowed)}});
  const Json json{{"verdict", text(change.verdict())},
                  {"inside_role", change.inside_role},
                  {"policies", std::move(policies)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scopedown
