// The catalogue that was built in: the tables of this folder, read into a Catalogue.

#ifndef SCOPEDOWN_DATA_LOAD_H_
#define SCOPEDOWN_DATA_LOAD_H_

#include <string>

#include "model/catalogue.h"

namespace scopedown {

// Read on first use, once; safe from several threads. Ends the program if a table contradicts
// another one: only a mistake of ours can make it, and the message names the line.
[[nodiscard]] const Catalogue& built_in_catalogue();

// Sixteen hexadecimal digits that tell one version of the tables from another. Time: 2 ms.
[[nodiscard]] std::string built_in_catalogue_digest();

}  // namespace scopedown

#endif  // SCOPEDOWN_DATA_LOAD_H_
