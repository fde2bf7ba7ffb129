// What the minimiser returns for one unit: a policy, what it costs, and all that a reviewer must
// see.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_PROPOSAL_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_PROPOSAL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/access.h"
#include "model/catalogue.h"
#include "model/packed_size.h"
#include "model/policy.h"

namespace scopedown {

// An access that the policy allows and nobody observed. The action is one action; the resource is
// the pattern of the policy that allows it.
struct Widening {
  Access access;
  AccessLevel level = AccessLevel::Write;
  std::string why;  // "action wildcard s3:Get*", "resource wildcard", "shares a statement"
};

// An access that was used, or given, and is not granted.
struct Withheld {
  Access access;
  std::string why;     // "isolation: ...", "never: ...", "escape: ..."
  std::string remedy;  // what a person can do about it
};

// Names that will not repeat, as one pattern.
struct OpenedName {
  ArnPattern pattern;
  std::size_t names = 0;  // that were seen
  std::string example;    // one of them
};

// An action pattern whose wildcard stands inside a word, and all that it reaches.
struct CutShort {
  ActionPattern pattern;
  std::vector<Action> reached;  // sorted
};

// A way out of a refusal, with what it costs: the characters of the longest policy, the excess of all.
struct Relaxation {
  std::string option;  // as typed, or as said to a person
  std::size_t characters = 0;
  std::uint64_t excess = 0;
};

// What a layout would measure that is over the budget.
struct TooLarge {
  std::size_t characters = 0;
  PackedSize packed;
};

struct Refusal {
  std::string reason;        // "characters", "packed_size", "no_usage", "all_withheld"
  std::size_t short_by = 0;  // characters, or points of packed size, over the budget
  std::vector<Relaxation> relaxations;
};

struct Proposal {
  Policy policy;  // where it was refused: the closest that was found
  std::size_t characters = 0;
  PackedSize packed;
  PackedSize packed_least_found;           // of everything that was tried
  std::size_t characters_lower_bound = 0;  // of any policy that names just what was seen
  std::size_t statements_lower_bound = 0;  // likewise
  std::optional<Refusal> refusal;          // none: it fits
  std::vector<Access> granted;  // what had to be allowed, opened names as patterns; sorted
  std::vector<Widening> excess;
  std::uint64_t excess_score = 0;    // weights of excess.h
  std::vector<Widening> latent;      // what the role does not allow, but might one day
  std::vector<Access> outside_role;  // granted, but not surely by the role's own documents
  std::vector<OpenedName> opened;
  std::vector<Withheld> withheld;
  std::vector<CutShort> cut_short;             // of the policy; sorted
  std::optional<TooLarge> readable_too_large;  // a statement per service was asked for, and is

  [[nodiscard]] bool fits() const { return !refusal.has_value(); }
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_PROPOSAL_H_
