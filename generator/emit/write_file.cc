#include "generator/emit/write_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include "generator/error.h"

namespace scopedown {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what) {
  const std::string reason = errno == 0 ? "unknown reason" : std::strerror(errno);
  throw Error(path.string(), what + ": " + reason);
}

bool holds(const fs::path& path, std::string_view bytes) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored) || fs::file_size(path, ignored) != bytes.size())
    return false;
  std::ifstream file(path, std::ios::binary);
  const std::string there{std::istreambuf_iterator<char>(file), {}};
  return file && there == bytes;
}

}  // namespace

void write_file(const fs::path& path, std::string_view bytes) {
  if (holds(path, bytes)) return;
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (error)
    throw Error(path.parent_path().string(),
                "cannot make this folder: " + error.message() + "; choose another --out");

  const fs::path beside = path.string() + ".part";
  errno = 0;
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    if (!file) fail(beside, "cannot write");
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.flush();
    if (!file) {
      fs::remove(beside, error);
      fail(beside, "cannot write");
    }
  }
  fs::rename(beside, path, error);
  if (!error) return;
  std::error_code ignored;
  fs::remove(beside, ignored);
  throw Error(path.string(), "cannot write: " + error.message());
}

std::string read_file(const fs::path& path) {
  errno = 0;
  std::error_code error;
  if (fs::is_directory(path, error)) throw Error(path.string(), "is a folder, not a file");
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, "cannot read");
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) fail(path, "cannot read");
  return bytes;
}

}  // namespace scopedown
