// A role and a session policy that were made to go together, judged together from the bytes of both.

#ifndef SCOPEDOWN_GENERATOR_ROLE_PAIR_H_
#define SCOPEDOWN_GENERATOR_ROLE_PAIR_H_

#include "generator/minimise/proposal.h"
#include "generator/role/role_judge.h"
#include "model/tenant.h"

namespace scopedown {

// Role ∩ session allows all that was granted: else the program ends, since only a mistake of ours can
// be why. A proposal that does not fit is not asked.
void ensure_pair(const RoleJudge& role, const Unit& unit, const Proposal& proposal);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_PAIR_H_
