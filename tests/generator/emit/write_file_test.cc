#include "generator/emit/write_file.h"

#include <filesystem>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include "generator/error.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

namespace fs = std::filesystem;

std::size_t entries_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

// What the error says, or "" if there is none.
template <class Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::Failure);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a file is written whole, and nothing is left beside it") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "a" / "b" / "policy.json";
  const std::string bytes("one\0two\n", 8);
  scopedown::write_file(path, bytes);
  CHECK(read_file(path) == bytes);
  scopedown::write_file(path, "other");
  CHECK(read_file(path) == "other");
  scopedown::write_file(path, "");
  CHECK(read_file(path).empty());
  CHECK(entries_in(path.parent_path()) == 1);
}

TEST_CASE("a file that has its bytes already is left alone") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "policy.json";
  scopedown::write_file(path, "bytes");
  const auto earlier = fs::last_write_time(path) - std::chrono::hours(1);
  fs::last_write_time(path, earlier);
  scopedown::write_file(path, "bytes");
  CHECK(fs::last_write_time(path) == earlier);
  scopedown::write_file(path, "bytez");
  CHECK(fs::last_write_time(path) != earlier);
}

TEST_CASE("where a folder cannot be made, the error names it and says what to do") {
  const TemporaryFolder folder;
  scopedown::write_file(folder.path() / "file", "bytes");
  const std::string said =
      error_of([&] { scopedown::write_file(folder.path() / "file" / "below" / "policy.json", "bytes"); });
  CHECK(said.find((folder.path() / "file" / "below").string()) != std::string::npos);
  CHECK(said.find("--out") != std::string::npos);
  CHECK(read_file(folder.path() / "file") == "bytes");
}

TEST_CASE("where a file cannot be replaced, the error names it and nothing is left beside it") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "policy.json";
  fs::create_directories(path / "occupied");
  const std::string said = error_of([&] { scopedown::write_file(path, "bytes"); });
  CHECK(said.find(path.string()) != std::string::npos);
  CHECK(entries_in(folder.path()) == 1);
}

TEST_CASE("what cannot be read is an error that names it") {
  const TemporaryFolder folder;
  const fs::path missing = folder.path() / "missing";
  CHECK(error_of([&] { (void)read_file(missing); }).find(missing.string()) != std::string::npos);
  CHECK(error_of([&] { (void)read_file(folder.path()); }).find("folder") != std::string::npos);
}

}  // namespace scopedown::testing
