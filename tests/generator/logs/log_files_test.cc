#include "generator/logs/log_files.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>
#include <libdeflate.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generator/error.h"

namespace scopedown {
namespace {

namespace fs = std::filesystem;

// A folder of its own that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "scopedown-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }

  ~Folder() { fs::remove_all(path_); }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, std::string_view bytes) const {
    const fs::path path = path_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ / name; }

  [[nodiscard]] std::string text() const { return path_; }

 private:
  fs::path path_;
};

std::string gzip(std::string_view text) {
  const std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor(
      libdeflate_alloc_compressor(6), libdeflate_free_compressor);
  std::string bytes(libdeflate_gzip_compress_bound(compressor.get(), text.size()), '\0');
  bytes.resize(libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), bytes.data(),
                                        bytes.size()));
  return bytes;
}

// The text, or the reason why not.
struct Loaded {
  std::string text;
  std::string why;
};

Loaded load(LogLoader& loader, const std::string& file) {
  const auto loaded = loader.load(file);
  if (const auto* problem = std::get_if<Problem>(&loaded)) {
    CHECK(problem->where == file);
    return {{}, problem->why};
  }
  const LogText& log = std::get<LogText>(loaded);
  for (std::size_t index = 0; index < padding_bytes; ++index)
    CHECK(log.text.text.data()[log.text.text.size() + index] == '\0');
  return {std::string(log.text.text), {}};
}

Loaded load_bytes(std::string_view bytes, std::size_t text_bytes_max = log_text_bytes_max) {
  const Folder folder;
  LogLoader loader(text_bytes_max);
  return load(loader, folder.write("log", bytes));
}

std::string error_of(const std::vector<std::string>& arguments) {
  try {
    (void)list_logs(arguments);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::Failure);
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a folder is walked in the order of its paths, and other files are passed over") {
  const Folder folder;
  const std::vector<std::string> names{"a.json",       "b/c.json.gz", "b/d.jsonl",
                                       "b/e.jsonl.gz", "f.ndjson",    "g.gz"};
  for (const char* name : {"g.gz", "b/e.jsonl.gz", "f.ndjson", "b/c.json.gz", "a.json", "b/d.jsonl",
                           "readme.txt", "b/json", ".DS_Store"})
    folder.write(name, "x");

  const LogList list = list_logs({folder.text()});
  REQUIRE(list.files.size() == names.size());
  for (std::size_t index = 0; index < names.size(); ++index)
    CHECK(list.files[index] == folder / names[index]);
  CHECK(list.passed_over ==
        std::vector<std::string>{folder / ".DS_Store", folder / "b/json", folder / "readme.txt"});
  CHECK(list.problems.empty());
}

// Athena leaves its answers in a folder, each with a file of metadata beside it.
TEST_CASE("a table in a folder is a log if its header names the columns of CloudTrail") {
  const Folder folder;
  const std::string header = R"("eventversion","useridentity","eventsource","eventname")";
  folder.write("answers/a.csv", header + "\n");
  folder.write("answers/b.tsv", "EventName\tEventSource\tUserIdentity");
  folder.write("answers/a.csv.metadata", header + "\n");
  folder.write("answers/costs.csv", "date,cost\n2026-11-20,1\n");
  folder.write("answers/empty.csv", "");
  folder.write("answers/late.csv", "date\n" + header + "\n");
  folder.write("answers/wide.csv", '"' + std::string(100'000, 'x') + "\"," + header + "\n");
  folder.write("answers/marked.csv",
               "\xef\xbb\xbf"
               "useridentity,eventsource,eventname\n");
  folder.write("answers/blank.tsv", "\r\n\neventname\teventsource\tuseridentity\n");
  folder.write("answers/packed.csv", "\x1f\x8b\x08");
  const LogList list = list_logs({folder.text()});
  CHECK(list.files == std::vector<std::string>{folder / "answers/a.csv", folder / "answers/b.tsv",
                                               folder / "answers/blank.tsv",
                                               folder / "answers/marked.csv",
                                               folder / "answers/packed.csv"});
  CHECK(list.passed_over.size() == 5);
  CHECK(list.problems.empty());
}

TEST_CASE("a file that is named itself is taken whatever its name, and none is taken twice") {
  const Folder folder;
  const std::string odd = folder.write("trail.log", "x");
  const std::string log = folder.write("a.json", "x");
  const LogList list = list_logs({odd, "-", folder.text(), "-", folder / "./a.json"});
  CHECK(list.files == std::vector<std::string>{odd, "-", log});
}

TEST_CASE("links to files are followed, and links to folders are not") {
  const Folder folder;
  const std::string target = folder.write("outside/data", "x");
  fs::create_directories(folder / "logs");
  fs::create_symlink(target, folder / "logs/a.json");
  fs::create_directory_symlink(folder.text(), folder / "logs/round");
  CHECK(list_logs({folder / "logs"}).files == std::vector<std::string>{folder / "logs/a.json"});
}

TEST_CASE("what is not there, or has no log in it, is an error that says what to do") {
  const Folder folder;
  CHECK(error_of({folder / "none.json"}) ==
        folder / "none.json: no such file or folder; name log files, folders of them, or `-`");
  CHECK(
      error_of({folder.text()}) ==
      folder.text() +
          ": no log in this folder; a log ends in .json, .jsonl, .ndjson or .gz, is a .csv or .tsv "
          "table of CloudTrail's columns, or is named by itself");
  folder.write("trail.csv", "x");
  CHECK_THAT(error_of({folder.text()}), Catch::Contains("(1 files have other names)"));
}

TEST_CASE("a file that cannot be read is a problem of that file") {
  LogLoader loader;
  CHECK(load(loader, "/nonexistent/a.json").why == "cannot be read: no such file or directory");
  CHECK(load(loader, "/").why == "cannot be read: is a directory");
}

TEST_CASE("compression is seen in the bytes, not in the name") {
  const Folder folder;
  LogLoader loader;
  CHECK(load(loader, folder.write("a.json", gzip("{}"))).text == "{}");
  CHECK(load(loader, folder.write("a.json.gz", "{}")).text == "{}");
  CHECK(load(loader, folder.write("empty", "")).text.empty());
  CHECK(load(loader, folder.write("nothing.gz", gzip(""))).text.empty());
}

TEST_CASE("a loader reads files of any size, one after another") {
  LogLoader loader;
  const Folder folder;
  for (const std::size_t size : {1U, 100'000U, 65'536U, 65'535U, 3'000'000U, 0U, 7U}) {
    std::string text(size, 'a');
    for (std::size_t index = 0; index < size; index += 97)
      text[index] = static_cast<char>('b' + index % 13);
    CAPTURE(size);
    CHECK((load(loader, folder.write("plain", text)).text == text));
    CHECK((load(loader, folder.write("gzip", gzip(text))).text == text));
  }
}

TEST_CASE("a gzip file may hold several streams, and zeros behind the last") {
  const std::string large(300'000, 'z');
  CHECK(load_bytes(gzip("one") + gzip("") + gzip("two")).text == "onetwo");
  CHECK((load_bytes(gzip(large) + gzip("b")).text == large + "b"));
  CHECK((load_bytes(gzip("a") + gzip(large)).text == "a" + large));
  CHECK(load_bytes(gzip("one") + std::string(1000, '\0')).text == "one");
}

TEST_CASE("a damaged gzip file is refused whole, with its place and a remedy") {
  const std::string first = gzip("first");
  const std::string second = gzip(std::string(1000, 'x') + "second");
  const std::string both = first + second;
  const auto expected = [](std::size_t bytes, std::size_t sound) {
    return "gzip stream is cut short or damaged (" + std::to_string(bytes) +
           " bytes, sound up to " + std::to_string(sound) +
           "); none of it was used: fetch the file again";
  };
  for (std::size_t size = 2; size < both.size(); ++size) {
    if (size == first.size()) continue;
    CAPTURE(size);
    CHECK(load_bytes(both.substr(0, size)).why ==
          expected(size, size < first.size() ? 0 : first.size()));
  }
  std::string damaged = both;
  damaged[first.size() + 15] ^= 1;
  CHECK(load_bytes(damaged).why == expected(both.size(), first.size()));
  CHECK(load_bytes(first + "trailing text").why == expected(first.size() + 13, first.size()));
}

TEST_CASE("a text beyond the limit is refused, however small its file") {
  const std::string zeros(1 << 20, '0');
  CHECK(load_bytes(gzip(zeros), 1 << 20).text.size() == zeros.size());
  const std::string why = "more than 1 MiB of text; split it at line ends or between its documents";
  CHECK(load_bytes(gzip(zeros + "0"), 1 << 20).why == why);
  CHECK(load_bytes(gzip(zeros) + gzip("0"), 1 << 20).why == why);
  CHECK(load_bytes(zeros + "0", 1 << 20).why == why);
  CHECK(load_bytes(zeros, 1 << 20).text.size() == zeros.size());
}

TEST_CASE("what a gzip file says of its size is not trusted") {
  std::string small = gzip(std::string(50'000, 'a'));
  std::string liar = small;
  for (std::size_t index = 1; index <= 4; ++index)
    liar[liar.size() - index] = '\xff';
  CHECK_THAT(load_bytes(liar).why, Catch::StartsWith("gzip stream is cut short or damaged"));
  // In a file of many streams only the last is asked.
  CHECK(load_bytes(small + gzip("b")).text.size() == 50'001);
}

TEST_CASE("a digest is the same for the same bytes only, and never changes") {
  const Folder folder;
  LogLoader loader;
  const auto digest = [&](std::string_view bytes) {
    return std::get<LogText>(loader.load(folder.write("log", bytes))).digest;
  };
  CHECK(digest("abc") == digest_of("abc"));
  CHECK(digest(gzip("abc")) == digest_of(gzip("abc")));
  CHECK(digest_of("") != digest_of(std::string_view("\0", 1)));
  CHECK(digest_of("12345678") != digest_of(std::string_view("12345678\0", 9)));
  CHECK(digest_of("abcdefgh12345678") != digest_of("12345678abcdefgh"));
  CHECK(digest_of("").text() == "77b049fc5ac62c48be5737786d1b0db7");
  CHECK(digest_of("the same on every machine").text() == "01e0e710ad2705565e9f87a233c587aa");
}

}  // namespace scopedown
