// The last word on a role's permission policies: read again from their bytes, and asked of the
// evaluator, which shares nothing with the search.
//
// What a role allows and no tenant needs is counted on what is known: every action that it names, on
// every resource of the world that the action could be asked of. Names that nobody used cannot be
// counted; the patterns that reach them are listed instead, the most open first.

#ifndef SCOPEDOWN_GENERATOR_ROLE_ROLE_JUDGE_H_
#define SCOPEDOWN_GENERATOR_ROLE_ROLE_JUDGE_H_

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "generator/role/role.h"
#include "model/access.h"
#include "model/catalogue.h"
#include "model/policy.h"
#include "model/world.h"

namespace scopedown {

// A resource of a statement that holds a wildcard, and is not itself what all of its actions need.
struct OpenPattern {
  ArnPattern pattern;
  std::vector<Action> actions;  // of its statement; sorted
  std::size_t needed = 0;       // needs of such actions that it covers
  std::size_t unneeded = 0;     // pairs that it allows and nobody needs, of known resources
};

struct RoleExcess {
  std::size_t pairs = 0;      // action × known resource, allowed and needed by nobody
  std::size_t questions = 0;  // that were asked of the evaluator
  std::map<AccessLevel, std::size_t> by_level;
  std::vector<OpenPattern> open;  // by the number of their literal characters, fewest first
};

class RoleJudge {
 public:
  // `texts`: the documents' bytes. Throws PolicyError if one is no policy.
  explicit RoleJudge(const std::vector<std::string>& texts);

  // Whether the evaluator surely allows it; of a pattern, whether one of the role's covers it.
  [[nodiscard]] bool allows(const Access& access) const;

  // Both, the role and the session policy.
  [[nodiscard]] bool allows(const Access& access, const Policy& session) const;

  // Those of the needs that it does not allow. Sorted.
  [[nodiscard]] std::vector<Access> lost(const std::set<Access>& needs) const;

  [[nodiscard]] RoleExcess excess(const std::set<Access>& needs, const World& world,
                                  const Catalogue& catalogue) const;

 private:
  [[nodiscard]] bool allows_by_name(const Action& action, const std::string& arn) const;
  [[nodiscard]] std::vector<OpenPattern> open_patterns() const;

  Role role_;
  // Of each action that is named, the statements that name it. That leaves nothing out, since the
  // documents hold Allow statements with exact actions alone, which is asked when they are read.
  std::map<Action, Policy> by_action_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_ROLE_JUDGE_H_
