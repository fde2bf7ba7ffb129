// What a unit's policy may be written with: every pattern that might stand for some of what was
// seen, how patterns cover each other, what each lets in, and which must not meet in a statement.
//
//   actions    s3:*  ⊃  s3:Get*  ⊃  s3:GetObject*  ⊃  s3:GetObject         by what names begin with
//              sqs:* ⊃  sqs:*Message  ⊃  sqs:SendMessage                   or end with, or hold
//   resources  …:*   ⊃  …:acme-*  ⊃  …:acme-orders                         by what names begin with
//              …:*   ⊃  …:*-acme  ⊃  …:orders-acme                         or end with, or hold
//
// A token may have ancestors of several kinds; a tree program wants one. So each side has two
// families, forests over the same tokens (families.h).
//
// Left out are patterns that no policy may hold: that isolation forbids to every action that was seen
// on what is under them, and action wildcards that reach something dangerous and unseen (promise 3).
//
// `*` stands apart: a statement on it grants everything to each of its actions, so what was seen on
// `*` is a block with a statement and action tokens of its own.
//
// Excess is weight (excess.h) times names, where a name is a resource that was seen, or one invented
// for a pattern: each wildcard token stands for a few names that nobody has seen yet. A wider token
// lets in those of all tokens below it, so the wider it is the more it costs.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_CANDIDATES_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_CANDIDATES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "generator/minimise/families.h"
#include "generator/minimise/isolation.h"
#include "generator/minimise/rules.h"
#include "model/usage_graph.h"

namespace scopedown {

// Which parts of an ARN's head are `*` in every resource token.
enum class Elision { None, Region, RegionAndAccount };

// None, and those that open more of what is wanted than the one before.
[[nodiscard]] std::vector<Elision> elisions_of(const UsageGraph& wanted);

// An action of the catalogue, or one that was seen and is in no catalogue, that some token reaches.
struct ReachedAction {
  Action action;
  std::uint64_t weight = 0;
  std::size_t kind = 0;             // into Candidates::kinds: where it can be requested
  std::size_t exact = no_token;     // the token that is just it, if it was seen
  std::vector<std::size_t> tokens;  // all that reach it, in either family
  std::vector<std::size_t> seen;    // resource tokens on which it was seen: their names are
                                    // no excess
  std::vector<std::size_t> needs;   // of these, those that it must be granted on: exact tokens
};

struct ActionToken {
  ActionPattern pattern;
  ActionPattern whole;             // the same, cut between words
  bool is_seen = false;            // it is for just one action, which was seen
  std::vector<std::size_t> above;  // all tokens that cover it, itself not
  // By family: ReachedActions of which no token there is narrower.
  std::array<std::vector<std::size_t>, 2> reached;
  std::size_t block = 0;
};

struct ResourceToken {
  ArnPattern pattern;
  std::uint64_t names = 1;         // that it stands for by itself
  bool is_seen = false;            // some access names just it
  std::vector<std::size_t> above;  // all tokens that cover it, in either family
  bool has_bans = false;
  std::vector<bool> banned;  // by action token: they must not share a statement
  std::size_t block = 0;
};

// Tokens that no pair of another block concerns: they are labelled on their own.
struct Block {
  bool on_everything = false;        // what was seen on `*`: one statement, not shared
  std::vector<std::size_t> actions;  // tokens of either family
  std::array<Family, 2> of_actions;
  std::array<Family, 2> of_resources;
};

// Where an action can be requested: which tokens' names.
struct Kind {
  std::vector<std::size_t> tokens;  // sorted
};

class Candidates {
 public:
  // `wanted`: what must be allowed; none of it forbidden by isolation. Keeps no reference.
  Candidates(const UsageGraph& wanted, Isolation& isolation, const Rules& rules, Elision elision);

  // Writes action patterns as short as can be (clip.h). What they reach stays, and `whole`.
  void clip(const Catalogue& catalogue);

  // Takes that back.
  void write_whole();

  std::vector<ReachedAction> reached;
  std::vector<ActionToken> actions;
  std::vector<ResourceToken> resources;
  std::vector<Kind> kinds;
  std::vector<Block> blocks;
  Elision elision = Elision::None;
  std::uint64_t elided_excess = 0;  // of names in regions where nobody saw them
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_CANDIDATES_H_
