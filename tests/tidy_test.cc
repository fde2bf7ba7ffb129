// Reads our own source and fails where it has drifted from the house style.
// What a formatter or a linter already checks is not repeated here.

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

namespace scopedown::testing {
namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;  // from the root of the repository: "model/arn.h"
  std::vector<std::string> lines;
};

std::vector<Source> sources() {
  std::vector<Source> sources;
  for (const char* folder : {"model", "data", "generator", "tests"}) {
    const fs::path root = fs::path(SCOPEDOWN_ROOT) / folder;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc") continue;
      Source source{fs::relative(entry.path(), SCOPEDOWN_ROOT).generic_string(), {}};
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);)
        source.lines.push_back(line);
      sources.push_back(std::move(source));
    }
  }
  return sources;
}

// The folders that a folder may include, itself first.
std::vector<std::string_view> reachable(std::string_view folder) {
  if (folder == "model") return {"model"};
  if (folder == "data") return {"data", "model"};
  if (folder == "generator") return {"generator", "data", "model"};
  return {"tests", "generator", "data", "model"};
}

std::string_view folder_of(std::string_view path) {
  return path.substr(0, path.find('/'));
}

}  // namespace

TEST_CASE("includes point one way: tests, generator, data, model") {
  for (const Source& source : sources()) {
    const auto allowed = reachable(folder_of(source.path));
    for (const std::string& line : source.lines) {
      if (!line.starts_with("#include \"")) continue;
      const std::string_view target = folder_of(std::string_view(line).substr(10));
      CAPTURE(source.path, line);
      CHECK(std::find(allowed.begin(), allowed.end(), target) != allowed.end());
    }
  }
}

TEST_CASE("every header says what it is for in its first line") {
  for (const Source& source : sources()) {
    if (!source.path.ends_with(".h")) continue;
    CAPTURE(source.path);
    REQUIRE_FALSE(source.lines.empty());
    CHECK(source.lines.front().starts_with("// "));
  }
}

TEST_CASE("heavy headers stay out of our headers") {
  for (const Source& source : sources()) {
    if (!source.path.ends_with(".h") || source.path.starts_with("tests/")) continue;
    for (const std::string& line : source.lines) {
      for (const char* heavy : {"<nlohmann/json.hpp>", "<simdjson.h>", "<CLI/", "<boost/",
                                "<sqlite3.h>", "<iostream>", "<regex>"}) {
        CAPTURE(source.path, line);
        CHECK(line.find(std::string("#include ") + heavy) == std::string::npos);
      }
    }
  }
}

// One namespace for all: two types of one name would be one type to the linker.
TEST_CASE("no two headers define a type of the same name") {
  std::map<std::string, std::string> defined;  // name → path
  for (const Source& source : sources()) {
    if (!source.path.ends_with(".h") || source.path.starts_with("tests/")) continue;
    for (const std::string& line : source.lines) {
      for (const std::string_view word : {"struct ", "class ", "enum class "}) {
        if (!line.starts_with(word) || line.ends_with(';')) continue;
        const std::string name = line.substr(word.size(), line.find_first_of(" {:<", word.size()) - word.size());
        const auto [place, is_new] = defined.emplace(name, source.path);
        CAPTURE(name, source.path, place->second);
        CHECK(is_new);
      }
    }
  }
  CHECK(defined.size() > 50);
}

}  // namespace scopedown::testing
