// What stdout carries, and when it is all that was asked for.

#ifndef SCOPEDOWN_GENERATOR_COMMANDS_PRODUCT_H_
#define SCOPEDOWN_GENERATOR_COMMANDS_PRODUCT_H_

#include <string_view>

#include "generator/emit/summary.h"

namespace scopedown {

// The bytes as they are, since a line feed at 2,048 characters would be one too many; after them one
// only where a person reads, on a terminal.
void print_product(std::string_view text);

// Every unit has its policy, in the format that was asked for, and nothing was withheld.
[[nodiscard]] bool is_complete_answer(const Summary& summary);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMANDS_PRODUCT_H_
