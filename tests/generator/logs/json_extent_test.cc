#include "generator/logs/json_extent.h"

#include <string>

#include <catch2/catch.hpp>

namespace scopedown {
namespace {

struct Row {
  std::string text;
  bool whole;
  std::size_t end;
  const char* because;
};

TEST_CASE("the end of a JSON value is found by its structure alone") {
  const auto row = GENERATE(
      Row{"{}", true, 2, "an empty object"}, Row{"[ ]x", true, 3, "what follows is not asked"},
      Row{R"({"a":[1,{"b":null}],"c":"d"},{)", true, 28, "nesting"},
      Row{R"({"a":"}]\"{"})", true, 13, "inside a string nothing counts"},
      Row{R"({"a":"\\"}})", true, 10, "an escaped backslash escapes no quote"},
      Row{R"({"a":"0123456789abcdef\"01234567"} )", true, 34,
          "a long string, eight bytes at a time"},
      Row{"[\"\x80\xff\"]", true, 6, "bytes of no encoding are the parser's business"},
      Row{"{", false, 1, "never closed"},
      Row{R"({"a":1]})", false, 6, "closed by the wrong bracket"},
      Row{R"({"a":1,{)", false, 7, "a key is a string"}, Row{R"({"a" 1})", false, 5, "no colon"},
      Row{R"({"a":1 "b":2})", false, 7, "no comma"}, Row{R"([1,])", false, 3, "a value is missing"},
      Row{R"({,})", false, 1, "a field is missing"}, Row{R"({"a":})", false, 5, "no value"},
      Row{"[\"a\nb\"]", false, 3, "a line does not end inside a string"},
      Row{R"(["a\)", false, 4, "the text ends inside an escape"},
      Row{R"(["a)", false, 3, "the text ends inside a string"},
      Row{R"([#])", false, 1, "no JSON begins like this"});
  CAPTURE(row.text, row.because);
  const JsonExtent extent = json_extent(row.text, 0);
  CHECK(extent.whole == row.whole);
  CHECK(extent.end == row.end);
}

TEST_CASE("text that nests too deep is no value") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(json_extent(nested(json_depth_max), 0).whole);
  CHECK_FALSE(json_extent(nested(json_depth_max + 1), 0).whole);
  CHECK(json_extent(nested(json_depth_max + 1), 1).whole);
}

}  // namespace
}  // namespace scopedown
