// One block of the candidates, its tokens numbered from 0, in the tables that labelling it reads.
//
// The search labels each block hundreds of times, and most blocks have a dozen tokens among hundreds:
// so nothing here is as large as the policy.

#ifndef SCOPEDOWN_GENERATOR_MINIMISE_BLOCK_TABLES_H_
#define SCOPEDOWN_GENERATOR_MINIMISE_BLOCK_TABLES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "generator/minimise/candidates.h"
#include "generator/minimise/prices.h"
#include "generator/minimise/rows.h"

namespace scopedown {

// A family of one side in the order of a tree program: children stand before their parents.
struct BlockForest {
  std::vector<std::size_t> tokens;                 // by place: the block's number of the token
  std::vector<std::vector<std::size_t>> children;  // by place: places
  std::vector<std::size_t> roots;                  // places
  std::vector<TokenPrice> prices;                  // by place
  Rows reached;  // by place, of actions: those of which no token of this
                 // family is narrower
};

struct BlockTables {
  // A ReachedAction of the block.
  struct Reached {
    std::size_t kind = 0;  // the block's number
    std::int64_t weight = 0;
    std::size_t exact =
        no_token;  // the block's number of the token that is just it, if it is needed
  };

  BlockTables(const Candidates& candidates, const Block& block, const Prices& prices);

  std::vector<std::size_t> action_tokens;    // the candidates' number of each
  std::vector<std::size_t> resource_tokens;  // likewise
  std::vector<std::int64_t> names;           // of each resource token
  Rows above;                                // resource tokens, by resource token
  Rows banned;                               // action tokens, by resource token
  std::vector<Reached> reached;
  std::size_t kinds = 0;
  Rows tokens_of_reached;  // action tokens
  Rows seen;               // resource tokens, by reached
  Rows needs;              // likewise
  Rows seers;              // reached, by resource token
  Rows needers;            // likewise
  Rows kinds_of_resource;
  std::array<BlockForest, 2> actions;    // by family
  std::array<BlockForest, 2> resources;  // likewise
  std::size_t action_families = 1;
  std::size_t resource_families = 1;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_MINIMISE_BLOCK_TABLES_H_
