// Goal: what a terminal gets is aligned, and steers nothing.

#include "generator/report/text_table.h"

#include <sstream>
#include <string>

#include <catch2/catch.hpp>

namespace scopedown::testing {

TEST_CASE("no control character reaches a terminal, and every other one does") {
  CHECK(printable("a\x1b[31mb\n\x7f") == "a\\x1B[31mb\\x0A\\x7F");
  CHECK(printable("\xc2\x9b"
                  "31m") == "\\xC2\\x9B31m");  // U+009B begins an escape sequence too
  CHECK(printable("caf\xc3\xa9 \xe4\xb8\xad \xc2\xa0") == "caf\xc3\xa9 \xe4\xb8\xad \xc2\xa0");
  CHECK(printable("\xc2") == "\xc2");
  CHECK(printable("").empty());
  for (int code = 0; code < 0x20; ++code)
    CHECK(printable(std::string(1, static_cast<char>(code))).starts_with("\\x"));
}

TEST_CASE("columns are as wide as their widest cell, counted in characters") {
  std::ostringstream out;
  print_table(out, {{"NAME", "CALLS", "WHERE"}, {"caf\xc3\xa9s", "7", "x"}, {"a", "1234567", ""}},
              {1});
  CHECK(out.str() ==
        "NAME     CALLS  WHERE\n"
        "caf\xc3\xa9s        7  x\n"
        "a      1234567\n");
}

TEST_CASE("a share is rounded, but what is not all is never said to be all") {
  CHECK(share_text(0, 0) == "-");
  CHECK(share_text(0, 3) == "0.0 %");
  CHECK(share_text(1, 3) == "33.3 %");
  CHECK(share_text(2, 3) == "66.7 %");
  CHECK(share_text(3, 3) == "100.0 %");
  CHECK(share_text(999'999, 1'000'000) == "99.9 %");
}

}  // namespace scopedown::testing
