// Which calls make which unit's policy: from the columns of a row to a Unit, or to the reason why
// not.

#ifndef SCOPEDOWN_GENERATOR_TENANTS_SELECTION_H_
#define SCOPEDOWN_GENERATOR_TENANTS_SELECTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generator/tenants/attribution.h"
#include "generator/tenants/clusters.h"
#include "model/tenant.h"

namespace scopedown {

// What isolation keeps apart: `--tenant-by namespace|principal|tag:KEY`.
struct TenantKind {
  enum class Kind { Namespace, Principal, Tag };
  Kind kind = Kind::Namespace;
  std::string tag_key;  // of Kind::Tag

  // Empty if `text` is none of the three.
  [[nodiscard]] static std::optional<TenantKind> parse(std::string_view text);
};

struct Selection {
  TenantKind kind;
  bool per_namespace = false;  // one unit for all service accounts of a namespace
  std::string cluster;         // name or ARN; "" for all, and so on
  std::string name_space;
  std::string service_account;
  std::string tenant;                 // canonical text of a tenant or unit
  std::string from_role;              // ARN of the only role whose sessions count
  // ARN of the role that the association's session goes on to. Its sessions alone count, whoever
  // assumed it: EKS (an association with a target role) or, before there was one, the application.
  std::string target_role;
  std::optional<std::int64_t> since;  // rows last seen at or after
  std::optional<std::int64_t> until;  // rows first seen before
  std::uint64_t calls_min = 1;
  bool assume_unlogged = false;  // calls that no log shows, though they are plausible, count too
  std::vector<std::pair<std::string, std::string>> cluster_providers;  // cluster, provider
};

// Whose call it was; `reason` is a name of set_aside.h if no unit's policy has it.
struct Owner {
  std::optional<Tenant>
      tenant;  // who used the resource, also where its policy does not have the call
  std::string service_account;
  std::string_view reason;  // "": the call goes into the policy of that tenant or service account
};

[[nodiscard]] Owner owner_of(const Attribution& who, const Selection& selection,
                             const Clusters& clusters);

// Whether the unit is one that the user asked for.
[[nodiscard]] bool is_selected(const Unit& unit, const Selection& selection,
                               const Clusters& clusters);

// The known names nearest to one that is not known: at most three, best first.
[[nodiscard]] std::vector<std::string> nearest(const std::string& name,
                                               const std::vector<std::string>& known);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TENANTS_SELECTION_H_
