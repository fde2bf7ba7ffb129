#include "generator/logs/parameter_paths.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "generator/logs/json_walk.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

struct Step {
  int kind = 0;  // 0: a field, 1: elements, 2: entries
  std::string key;
};

// Keys that come again, at several depths; some that the tables name.
std::vector<std::vector<Step>> any_walks(Random& random, Size size) {
  const std::vector<std::string> keys{"requestItems", "tableName", "transactItems", "put", "key",
                                      "TableName",    "a",         "b.c",           ""};
  std::vector<std::vector<Step>> walks(1 + 3 * size);
  for (std::vector<Step>& walk : walks) {
    walk.push_back({0, keys[any_number(random, keys.size() - 1)]});
    for (Size steps = any_number(random, 4); steps > 0; --steps)
      walk.push_back(
          {static_cast<int>(any_number(random, 2)), keys[any_number(random, keys.size() - 1)]});
  }
  return walks;
}

}  // namespace

TEST_CASE("a path is what its steps spell, and the tables say of it what they say of the text") {
  const std::vector<std::string> sources{"dynamodb.amazonaws.com", "s3.amazonaws.com", "other"};
  ParameterPaths paths(Extraction::built_in());
  for_all(any_walks, [&](const std::vector<std::vector<Step>>& walks) {
    paths.begin_record();
    std::size_t turn = 0;
    for (const std::vector<Step>& walk : walks) {
      const std::string& source = sources[turn++ % sources.size()];
      const ParameterPath* path = &paths.of_source(source);
      std::string text;
      for (const Step& step : walk) {
        if (step.kind == 0) text.append(&step == walk.data() ? "" : ".").append(step.key);
        if (step.kind == 1) text += "[]";
        if (step.kind == 2) text += "{}";
        path = step.kind == 0   ? &paths.field(*path, step.key)
               : step.kind == 1 ? &paths.elements(*path)
                                : &paths.entries(*path);
        const Extraction::Source& kept = Extraction::built_in().of(source);
        REQUIRE(path->text == text);
        REQUIRE(path->keeping == kept.find(text));
        REQUIRE(path->explodes == kept.explodes(text));
        REQUIRE(path->source == &kept);
      }
    }
  });
}

TEST_CASE("keys that are data fill no memory: between records they go, in one record they end") {
  ParameterPaths paths(Extraction::built_in());
  for (int record = 0; record < 40; ++record) {
    paths.begin_record();
    const ParameterPath& top = paths.of_source("s3.amazonaws.com");
    for (int key = 0; key < 5'000; ++key) {
      const std::string text = std::to_string(record) + "-" + std::to_string(key);
      REQUIRE(paths.field(top, text).text == text);
    }
  }
  const auto one_record = [&](std::size_t key_bytes, int count) {
    paths.begin_record();
    const ParameterPath* path = &paths.of_source("s3.amazonaws.com");
    for (int key = 0; key < count; ++key)
      path = &paths.field(*path, std::to_string(key) + std::string(key_bytes, 'k'));
  };
  CHECK_THROWS_AS(one_record(10'000, 200), BrokenJson);
  CHECK_NOTHROW(one_record(1, 200));
}

TEST_CASE("how many places a record may have does not hang on the records before") {
  const auto takes = [](ParameterPaths& paths, std::size_t count) {
    paths.begin_record();
    try {
      const ParameterPath& top = paths.of_source("s3.amazonaws.com");  // a place too
      for (std::size_t key = 1; key < count; ++key)
        static_cast<void>(paths.field(top, std::to_string(key)));
    } catch (const BrokenJson&) {
      return false;
    }
    return true;
  };
  ParameterPaths fresh(Extraction::built_in());
  CHECK(takes(fresh, record_paths_max));
  CHECK_FALSE(takes(fresh, record_paths_max + 1));
  ParameterPaths used(Extraction::built_in());
  CHECK(takes(used, 15'000));
  CHECK_FALSE(takes(used, record_paths_max + 1));
  CHECK(takes(used, record_paths_max));
}

}  // namespace scopedown::testing
