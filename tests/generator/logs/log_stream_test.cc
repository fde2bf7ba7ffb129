// A file in pieces is read as the same file whole: with windows so small that every record is cut.

#include "generator/logs/log_stream.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "data/extraction.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/digest_stream.h"
#include "tests/support/for_all.h"
#include "tests/support/run.h"

namespace scopedown::testing {
namespace {

struct Read {
  std::vector<std::string> ids;
  std::size_t broken = 0;
  friend bool operator==(const Read&, const Read&) = default;
};

void read_into(Read& read, const PaddedText& text) {
  CloudTrailReader reader(Extraction::built_in());
  static_cast<void>(reader.read(
      text, "log", [&](const Event& event) { read.ids.emplace_back(event.id_text); },
      [&](std::string_view, const std::string&) { ++read.broken; }));
}

Read read_whole(const std::string& text) {
  Read read;
  PaddedBuffer buffer(text);
  read_into(read, buffer.padded(text.size()));
  return read;
}

struct Streamed {
  Read read;
  std::size_t pieces = 0;
  std::string problem;
};

Streamed streamed(const std::string& bytes, std::size_t window_bytes) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "log").string();
  write_file(file, bytes);
  LogStream stream(file, window_bytes);
  Streamed result;
  for (; const auto piece = stream.next(); ++result.pieces)
    read_into(result.read, *piece);
  if (stream.problem()) {
    result.problem = stream.problem()->why;
  } else {
    CHECK(stream.digest() == digest_of(bytes));
    CHECK(stream.file_bytes() == bytes.size());
  }
  return result;
}

std::string record(std::size_t number) {
  return R"({"eventVersion":"1.11","eventSource":"s3.amazonaws.com","eventName":"Get]}[{","eventID":")" +
         std::to_string(number) + R"(","requestParameters":{"key":"a\"b\\"}})";
}

std::vector<std::string> records(std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t number = 0; number < count; ++number)
    all.push_back(record(number));
  return all;
}

constexpr std::size_t windows[] = {200, 211, 400, 1000, 100'000};

}  // namespace

TEST_CASE("a file in pieces is read as the same file whole") {
  const std::string list = log_document(records(40));
  const auto text = GENERATE_REF(values<std::string>({
      list,
      json_lines(records(40)),
      list + list,
      list + "\n" + json_lines(records(3)) + list,
      "[" + record(1) + " ,\n " + record(2) + "]",
      record(7),
      "{ \"Records\" : [ ] }\n" + record(1),
  }));
  const Read whole = read_whole(text);
  CHECK(whole.broken == 0);
  for (const std::size_t window_bytes : windows) {
    CAPTURE(text, window_bytes);
    CHECK(streamed(text, window_bytes).read == whole);
    const Streamed packed = streamed(
        gzip(text.substr(0, 300)) + gzip(text.substr(std::min<std::size_t>(300, text.size()))) +
            std::string(100, '\0'),
        window_bytes);
    CHECK(packed.read == whole);
    CHECK(packed.problem.empty());
  }
  CHECK(streamed(list, 200).pieces > 20);
}

TEST_CASE("of a damaged file in pieces the sound records are kept") {
  const std::string text = json_lines(records(5)) + "{\"eventVersion\":\n" + json_lines(records(9));
  for (const std::size_t window_bytes : windows)
    CHECK(streamed(text, window_bytes).read == read_whole(text));
  const std::string cut = log_document(records(9)).substr(0, 700);
  for (const std::size_t window_bytes : windows)
    CHECK(streamed(cut, window_bytes).read.ids == read_whole(cut).ids);
}

TEST_CASE("a stream that is cut short, damaged or hostile is a problem") {
  const std::string packed = gzip(log_document(records(400)));
  CHECK(streamed(packed.substr(0, packed.size() - 9), 1000)
            .problem.starts_with("gzip stream is cut short or damaged"));
  std::string damaged = packed;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  CHECK_FALSE(streamed(damaged, 1000).problem.empty());
  CHECK(streamed("{\"a\":\"" + std::string(500, 'x') + "\"}", 200).problem ==
        "has a record of more than 200 bytes, or is no list of records; none of it was used");
  LogStream missing("/no/such/file", 200);
  CHECK_FALSE(missing.next().has_value());
  CHECK(missing.problem()->why.starts_with("cannot be read: "));
}

TEST_CASE("a digest of parts is the digest of the whole") {
  for_all([](Random& random, Size size) { return std::string(any_number(random, 9 * size), 'x'); },
          [](const std::string& bytes) {
            DigestStream stream;
            for (std::size_t begin = 0, part = 0; begin < bytes.size(); ++part) {
              stream.take(std::string_view(bytes).substr(begin, part % 13));
              begin += part % 13;
            }
            REQUIRE(stream.digest() == digest_of(bytes));
          });
}

TEST_CASE("what expands beyond all measure is taken for an attack, and the rest is not") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "bomb.json.gz").string();
  const auto problem = [&](std::size_t spaces, std::uint64_t free) {
    // Spaces are no record, so the window never fills.
    write_file(file, gzip(std::string(spaces, ' ') + "{\"eventVersion\":\"1.08\"}"));
    LogStream stream(file, 4096, free);
    while (stream.next()) {
    }
    return stream.problem() ? stream.problem()->why : "";
  };
  constexpr std::size_t much = std::size_t{4} << 20;  // deflate makes a thousandth of it
  CHECK_THAT(problem(much, 1'000'000), Catch::StartsWith("expands more than 200 times"));
  CHECK(problem(much, much + 100).empty());
  CHECK(problem(2'000, 0).empty());  // it expands less than 200 times
}

TEST_CASE("a file that cannot be read to its end is a problem, with the system's reason") {
  // Nothing is mapped at its beginning: the first read fails (EIO).
  LogStream stream("/proc/self/mem");
  CHECK_FALSE(stream.next());
  REQUIRE(stream.problem());
  CHECK_THAT(stream.problem()->why, Catch::StartsWith("cannot be read: "));
}

}  // namespace scopedown::testing
