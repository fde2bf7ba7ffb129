// A man page of the program or of one of its subcommands: roff, of the man macros.
//
// Source: man-pages(7), groff_man(7).

#ifndef SCOPEDOWN_GENERATOR_EMIT_MAN_PAGE_H_
#define SCOPEDOWN_GENERATOR_EMIT_MAN_PAGE_H_

#include <string>
#include <string_view>

#include "generator/commands/command_tree.h"

namespace scopedown {

// `version` stands at the foot of the page, as "0.1.0".
[[nodiscard]] std::string man_page(const CommandPage& page, std::string_view version);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_MAN_PAGE_H_
