#include "generator/commands/product.h"

#include <algorithm>
#include <iostream>

#include <unistd.h>

#include "generator/emit/delivery.h"

namespace scopedown {

void print_product(std::string_view text) {
  std::cout << text;
  if (isatty(STDOUT_FILENO) != 0 && !text.ends_with('\n')) std::cout << '\n';
}

bool is_complete_answer(const Summary& summary) {
  return std::ranges::all_of(summary.results, [](const Result& result) {
    return result.proposal.fits() && result.proposal.withheld.empty() &&
           std::ranges::find(result.warnings, not_delivered, &Warning::code) ==
               result.warnings.end();
  });
}

}  // namespace scopedown
