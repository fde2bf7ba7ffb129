// What all tenants of the input did: the index against which isolation is judged.
//
// A resource belongs to every tenant that used it. A denied call is no use; it is kept beside,
// since a tenant must not be granted what it was denied. Only what the log surely named belongs to
// anybody: an access whose ARN was not resolved claims nothing.
//
// Some resources are known by a pattern alone. Where AWS drew a part of the name (a secret named
// without its suffix, a log group with all its streams) the pattern stands for what lies under it:
// who owns the pattern owns that too, and if the pattern stands for one resource, the other way
// round. Where IAM cannot write the name nobody can tell whether two tenants meant the same: each
// has its own.

#ifndef SCOPEDOWN_MODEL_WORLD_H_
#define SCOPEDOWN_MODEL_WORLD_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/access.h"
#include "model/catalogue.h"
#include "model/tenant.h"

namespace scopedown {

using TenantIndex = std::uint32_t;

class World {
 public:
  enum class Source { Given, Unwritable, Observed };

  struct Resource {
    std::string arn;                    // the text of `pattern` if there is one
    std::optional<ArnPattern> pattern;  // where no single ARN names it
    Source source = Source::Given;
    std::vector<TenantIndex> owners;                     // sorted
    std::map<Action, std::vector<TenantIndex>> actions;  // who did what here; tenants sorted
    std::vector<TypeIndex> types;                        // of the catalogue; sorted
    bool is_odd = false;  // somebody did something here that the catalogue does not know of
  };

  World() = default;
  World(World&&) = default;  // no copies: the indexes point into the resources
  World& operator=(World&&) = default;

  // To be called for everything before the first question: what was observed, or denied, on a
  // resource that the log names; and what was given, which may be any pattern. `*` stands for a
  // call that AWS evaluates on no resource: it makes nobody an owner.
  void add(const Tenant& tenant, const Access& access);
  void add_unwritable(const Tenant& tenant, const Access& access);
  void add_given(const Tenant& tenant, const Access& access);
  void add_denied(const Tenant& tenant, const Access& access);
  void settle(const Catalogue& catalogue);

  // None if the tenant did nothing.
  [[nodiscard]] const TenantIndex* find(const Tenant& tenant) const;

  [[nodiscard]] std::span<const Tenant> tenants() const { return tenants_; }

  // Sorted by ARN.
  [[nodiscard]] std::span<const Resource> resources() const { return resources_; }

  // The resources that a pattern may match (overlap, where a resource is itself a pattern). Sorted.
  // Time: what begins as the pattern begins, ends as it ends, or holds a word of it, whichever is least.
  [[nodiscard]] std::vector<const Resource*> touched_by(const ArnPattern& pattern) const;

  // The same, one after the other in no order that means anything, until `look` says false.
  void visit(const ArnPattern& pattern, const std::function<bool(const Resource&)>& look) const;

  // Likewise, those that are patterns themselves.
  void visit_patterns(const ArnPattern& pattern,
                      const std::function<bool(const Resource&)>& look) const;

  // A resource of the type, no pattern, that the pattern may match and that does not belong to the
  // tenant (null: to nobody); null if there is none.
  [[nodiscard]] const Resource* first_foreign(TypeIndex type, const ArnPattern& pattern,
                                              const TenantIndex* tenant) const;

  // Those of them that belong to the tenant. Sorted.
  [[nodiscard]] std::vector<const Resource*> owned_under(const ArnPattern& pattern,
                                                         TenantIndex tenant) const;

  // Types of which there is a resource. Sorted.
  [[nodiscard]] const std::set<TypeIndex>& types() const { return types_; }

  // Those on which somebody did what the catalogue does not know of: few, if any. Sorted.
  [[nodiscard]] const std::vector<const Resource*>& odd() const { return odd_; }

  // The actions that a tenant was denied and never allowed, each with the resource's ARN. Sorted.
  [[nodiscard]] const std::set<std::pair<Action, std::string>>& denied(TenantIndex tenant) const;

  [[nodiscard]] static bool belongs_to(const Resource& resource, TenantIndex tenant);

  // Whether the action can be asked of a resource of such types. What the catalogue does not know
  // (null) may be.
  [[nodiscard]] static bool could_be_asked(const CatalogueAction* known, const Resource& resource);
  [[nodiscard]] static bool did(const Resource& resource, TenantIndex tenant, const Action& action);

 private:
  static constexpr TenantIndex several = static_cast<TenantIndex>(-1);

  // Resources that are no patterns, as numbers into resources_.
  struct Names {
    std::vector<std::size_t> by_beginning;
    std::vector<std::size_t> by_ending;  // by their last byte first
    // What stands between delimiters, and who holds it. The words are parts of the resources' ARNs.
    std::unordered_map<std::string_view, std::vector<std::size_t>> by_word;
  };

  TenantIndex index_of(const Tenant& tenant);
  void claim(TenantIndex tenant, const Access& access, const std::string& holder, Source source);
  void find_types(const Catalogue& catalogue);
  void join_patterns(const Catalogue& catalogue);
  void find_odd(const Catalogue& catalogue);
  void index();
  void sort_by_ending(Names& names) const;
  void find_words(Names& names) const;
  [[nodiscard]] std::span<const std::size_t> near(const Names& names, std::string_view glob) const;

  std::vector<Tenant> tenants_;
  std::map<Tenant, TenantIndex> by_tenant_;
  std::map<std::pair<std::string, std::string>, Resource>
      collected_;  // by ARN and holder, until settled
  std::vector<Resource> resources_;
  std::vector<std::size_t> patterns_;  // of resources_: those that hold wildcards
  Names all_;
  std::map<TypeIndex, Names> by_type_;
  std::vector<TenantIndex> sole_owner_;  // of each resource; or `several`
  std::vector<std::pair<std::string, std::size_t>>
      by_prefix_;  // literal prefixes of patterns_, sorted, with their resources
  std::vector<std::vector<std::size_t>> owned_;  // of each tenant: resources, sorted
  std::vector<const Resource*> odd_;
  std::set<TypeIndex> types_;
  std::vector<std::set<std::pair<Action, std::string>>> denied_;
  std::vector<std::set<Action>> on_everything_;  // what each tenant did on `*`
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_WORLD_H_
