// The tables of this folder, as bytes inside the program: nothing is opened, copied or unpacked at
// start-up, and a program that has been copied elsewhere still knows them.

#ifndef SCOPEDOWN_DATA_EMBEDDED_H_
#define SCOPEDOWN_DATA_EMBEDDED_H_

#include <span>
#include <string_view>

namespace scopedown {

struct EmbeddedTable {
  std::string_view name;  // "actions.tsv"
  std::string_view text;  // the file, byte for byte
};

[[nodiscard]] std::span<const EmbeddedTable> embedded_tables();

// Ends the program if there is no such table.
[[nodiscard]] EmbeddedTable embedded_table(std::string_view name);

}  // namespace scopedown

#endif  // SCOPEDOWN_DATA_EMBEDDED_H_
