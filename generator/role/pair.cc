#include "generator/role/pair.h"

#include "generator/error.h"

namespace scopedown {

void ensure_pair(const RoleJudge& role, const Unit& unit, const Proposal& proposal) {
  if (!proposal.fits()) return;
  const Policy session = Policy::parse(proposal.policy.text());
  for (const Access& access : proposal.granted) {
    ensure(role.allows(access, session), ("role and session policy of " + unit.text() + " lose " +
                                          access.action.text() + " on " + access.resource.text())
                                             .c_str());
  }
}

}  // namespace scopedown
