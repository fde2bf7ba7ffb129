#include "generator/minimise/excess.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "generator/minimise/chains.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

bool holds_wildcard(std::string_view glob) {
  return !is_literal(glob);
}

// Whether it ends in a wildcard behind the beginning of a made-up id.
bool ends_in_an_id(std::string_view resource) {
  if (resource.empty() || resource.back() != any_run) return false;
  resource.remove_suffix(1);
  return id_beginning(resource.substr(resource.find_last_of(name_delimiters) + 1)) > 0;
}

// The words of the part after the fifth colon that are written out, or far enough to be told.
std::size_t literal_words(std::string_view resource) {
  std::size_t words = ends_in_an_id(resource) ? 1 : 0;
  bool any = false;
  bool open = false;
  for (std::size_t index = 0; index <= resource.size(); ++index) {
    const bool ends =
        index == resource.size() || name_delimiters.find(resource[index]) != std::string_view::npos;
    if (ends) {
      if (any && !open) ++words;
      any = false;
      open = false;
    } else {
      any = true;
      open = open || resource[index] == any_run || resource[index] == any_one;
    }
  }
  return words;
}

// Whether some observed access already holds the pair.
bool is_seen(const Action& action, const ArnPattern& pattern, const std::set<Access>& granted) {
  if (granted.contains({action, pattern})) return true;
  for (auto place = granted.lower_bound({action, ArnPattern{}});
       place != granted.end() && place->action == action; ++place) {
    if (place->resource.covers(pattern)) return true;
  }
  return false;
}

}  // namespace

std::uint64_t weight_of(const CatalogueAction& action) {
  switch (action.level) {
    case AccessLevel::List:
      return action.sensitive.empty() ? 1 : 8;
    case AccessLevel::Read:
      return action.sensitive.empty() ? 2 : 8;
    case AccessLevel::Tagging:
      return 4;
    case AccessLevel::Write:
      return 8;
    case AccessLevel::PermissionsManagement:
      return 40;
  }
  return 40;
}

std::uint64_t unseen_names(const ArnPattern& pattern) {
  if (pattern.is_exact()) return 1;
  std::string_view glob = pattern.glob();
  std::uint64_t heads = 1;
  for (int colons = 0; colons < 5; ++colons) {
    const std::size_t colon = glob.find(':');
    if (colon == std::string_view::npos) return 4'096;  // `*`
    if (holds_wildcard(glob.substr(0, colon))) heads *= 4;
    glob.remove_prefix(colon + 1);
  }
  // A bucket's name is the world's: whoever makes the next bucket under the pattern owns it.
  const bool is_of_s3 = pattern.text().find(":s3:::") != std::string::npos;
  const bool bucket_open = is_of_s3 && holds_wildcard(glob.substr(0, glob.find('/')));
  const std::size_t words = std::min<std::size_t>(literal_words(glob), 5);
  // No other name begins with the id, but that anybody may choose a bucket's.
  const bool is_told = ends_in_an_id(glob) && !is_of_s3 && glob.find(any_run) + 1 == glob.size();
  const std::uint64_t names = !holds_wildcard(glob) || is_told ? 1 : std::uint64_t{64} >> words;
  return names * heads * (bucket_open ? 8 : 1);
}

Widenings widenings(const Policy& policy, const std::set<Access>& granted, const Rules& rules) {
  std::map<Access, Widening> found;
  for (const Statement& statement : policy.statements) {
    if (statement.effect != Effect::Allow) continue;
    for (const ActionPattern& token : statement.actions) {
      for (const CatalogueAction* action : rules.catalogue.matching(token)) {
        for (const ArnPattern& resource : statement.resources) {
          const Access access{action->action, resource};
          if (is_seen(access.action, resource, granted)) continue;
          if (!resource.is_everything() && !rules.catalogue.supports(*action, resource)) continue;
          std::string why = token.is_exact()
                                ? (resource.is_exact() ? "shares a statement" : "resource wildcard")
                                : "action wildcard " + token.text();
          found.try_emplace(access, Widening{access, action->level, std::move(why)});
        }
      }
    }
  }
  Widenings all;
  for (auto& [access, widening] : found) {
    const bool in_role = rules.is_in_role(access.action, access.resource);
    (in_role ? all.excess : all.latent).push_back(std::move(widening));
  }
  return all;
}

std::uint64_t score(const std::vector<Widening>& excess, const Catalogue& catalogue) {
  std::uint64_t sum = 0;
  for (const Widening& widening : excess) {
    const CatalogueAction* action = catalogue.find(widening.access.action);
    sum += (action == nullptr ? 40 : weight_of(*action)) * unseen_names(widening.access.resource);
  }
  return sum;
}

}  // namespace scopedown
