#include "generator/tenants/selection.h"

#include <algorithm>
#include <cstddef>

#include "generator/usage/list_text.h"

namespace scopedown {
namespace {

// How many letters must be added, taken away or changed to make one of the other.
std::size_t edit_distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  for (std::size_t column = 0; column < row.size(); ++column)
    row[column] = column;
  for (std::size_t index = 0; index < one.size(); ++index) {
    std::size_t diagonal = row[0];
    row[0] = index + 1;
    for (std::size_t column = 1; column < row.size(); ++column) {
      const std::size_t changed = diagonal + (one[index] == other[column - 1] ? 0 : 1);
      diagonal = row[column];
      row[column] = std::min({changed, row[column] + 1, row[column - 1] + 1});
    }
  }
  return row.back();
}

Owner namespace_owner(const Attribution& who, const Clusters& clusters) {
  Owner owner;
  if (who.name_space.empty()) {
    owner.reason = "not_a_tenant";
    if (who.doubt == "untagged_session") owner.reason = "untagged_session";
    if (who.doubt == "ambiguous_session") owner.reason = "ambiguous_session";
    if (who.doubt == "ambiguous_pod") owner.reason = "ambiguous_pod";
    return owner;
  }
  owner.tenant = Tenant{Namespace{clusters.joined(who.cluster), who.name_space}};
  owner.service_account = who.service_account;
  return owner;
}

}  // namespace

std::optional<TenantKind> TenantKind::parse(std::string_view text) {
  if (text == "namespace") return TenantKind{};
  if (text == "principal") return TenantKind{Kind::Principal, ""};
  if (text.starts_with("tag:") && text.size() > 4)
    return TenantKind{Kind::Tag, std::string(text.substr(4))};
  return std::nullopt;
}

Owner owner_of(const Attribution& who, const Selection& selection, const Clusters& clusters) {
  Owner owner;
  switch (selection.kind.kind) {
    case TenantKind::Kind::Principal:
      if (who.principal.empty()) {
        owner.reason = "not_a_tenant";
      } else {
        owner.tenant = Tenant{Principal{who.principal}};
      }
      break;
    case TenantKind::Kind::Tag:
      if (const auto value = value_of(who.tags, selection.kind.tag_key)) {
        owner.tenant = Tenant{SessionTag{selection.kind.tag_key, *value}};
      } else {
        owner.reason = "not_a_tenant";
      }
      break;
    case TenantKind::Kind::Namespace:
      owner = namespace_owner(who, clusters);
      break;
  }
  if (!owner.reason.empty()) return owner;
  if (!selection.target_role.empty()) {
    if (who.principal != selection.target_role) owner.reason = "other_role";
    return owner;
  }
  const bool by_principal = selection.kind.kind == TenantKind::Kind::Principal;
  if (!by_principal && who.hop > 0) owner.reason = "chained_session";
  if (!by_principal && who.replaced) owner.reason = "replaced_session";
  if (!selection.from_role.empty() && who.principal != selection.from_role)
    owner.reason = "other_role";
  return owner;
}

bool is_selected(const Unit& unit, const Selection& selection, const Clusters& clusters) {
  if (!selection.tenant.empty() && selection.tenant != unit.text() &&
      selection.tenant != unit.tenant.text())
    return false;
  if (!selection.service_account.empty() && unit.service_account != selection.service_account)
    return false;
  if (selection.cluster.empty() && selection.name_space.empty()) return true;
  const auto* name_space = std::get_if<Namespace>(&unit.tenant.who);
  if (name_space == nullptr) return false;
  if (!selection.name_space.empty() && name_space->name != selection.name_space) return false;
  if (selection.cluster.empty()) return true;
  const auto wanted = clusters.named(selection.cluster);
  return std::ranges::find(wanted, name_space->cluster) != wanted.end();
}

std::vector<std::string> nearest(const std::string& name, const std::vector<std::string>& known) {
  constexpr std::size_t shown_max = 3;
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& candidate : known)
    ranked.emplace_back(edit_distance(name, candidate), candidate);
  std::ranges::sort(ranked);
  ranked.erase(std::unique(ranked.begin(), ranked.end()), ranked.end());
  std::vector<std::string> names;
  for (std::size_t index = 0; index < std::min(ranked.size(), shown_max); ++index)
    names.push_back(std::move(ranked[index].second));
  return names;
}

}  // namespace scopedown
