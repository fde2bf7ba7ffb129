#include "generator/emit/unit_name.h"

namespace scopedown {

std::string unit_name(const Result& result) {
  const auto* name_space = std::get_if<Namespace>(&result.unit.tenant.who);
  if (name_space == nullptr) return result.unit.text();
  std::string text = result.label + "/" + name_space->name;
  if (!result.unit.service_account.empty()) text += "/" + result.unit.service_account;
  return text;
}

}  // namespace scopedown
