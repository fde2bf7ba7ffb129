#include "generator/logs/text_hash.h"

#include <random>

namespace scopedown {
namespace {

std::uint64_t any_odd_number(std::random_device& device) {
  return std::uint64_t{device()} << 32U | device() | 1U;
}

TextHashSeed any_seed() {
  std::random_device device;
  return {any_odd_number(device), any_odd_number(device)};
}

}  // namespace

const TextHashSeed text_hash_seed = any_seed();

}  // namespace scopedown
