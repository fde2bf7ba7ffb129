// Any bytes as a gzip file: both readers, the one that takes a file whole and the one that takes it
// in pieces, agree on whether it is sound, and on its digest. What was packed comes back: as one
// stream, as two with zeros behind them; cut short it is a problem.
//
// The first byte says how the rest is packed.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <fcntl.h>
#include <libdeflate.h>
#include <sys/mman.h>
#include <unistd.h>

#include "generator/logs/log_files.h"
#include "generator/logs/log_stream.h"

namespace {

constexpr std::size_t text_bytes_max = std::size_t{1} << 22;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string packed(std::string_view text) {
  static libdeflate_compressor* const compressor = libdeflate_alloc_compressor(1);
  std::string bytes(libdeflate_gzip_compress_bound(compressor, text.size()), '\0');
  bytes.resize(
      libdeflate_gzip_compress(compressor, text.data(), text.size(), bytes.data(), bytes.size()));
  return bytes;
}

bool is_damaged(const std::string& why) {
  return why.find("damaged") != std::string::npos;
}

// A file in memory, with a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    require(descriptor_ >= 0);
    require(::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }

  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  ~MemoryFile() { ::close(descriptor_); }

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

struct Loaded {
  std::optional<std::string> text;  // none: a problem
  std::string why;
  scopedown::Digest digest;
};

Loaded load(const std::string& path) {
  static scopedown::LogLoader loader(text_bytes_max);
  const auto loaded = loader.load(path);
  const auto* const text = std::get_if<scopedown::LogText>(&loaded);
  if (text == nullptr) return {{}, std::get<scopedown::Problem>(loaded).why, {}};
  return {std::string(text->text.text), "", text->digest};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  if (count == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(bytes) + 1, count - 1);
  const int way = bytes[0] % 4;
  std::string file(rest);
  if (way == 1) file = packed(rest);
  if (way == 2) {
    file = packed(rest.substr(0, rest.size() / 2)) + packed(rest.substr(rest.size() / 2)) +
           std::string(3, '\0');
  }
  if (way == 3) {
    file = packed(rest);
    file.resize(2 + bytes[0] * (file.size() - 3) / 256);
  }
  const MemoryFile memory(file);
  const Loaded loaded = load(memory.path());
  if (way == 1 || way == 2) require(loaded.text == rest);
  if (way == 3) require(!loaded.text);

  scopedown::LogStream stream(memory.path(), 4096, std::uint64_t{1} << 22);
  while (stream.next()) {
  }
  // A record may be too large for the window; but what one of them finds damaged is.
  if (!stream.problem()) {
    require(!is_damaged(loaded.why));
    require(!loaded.text || stream.digest() == loaded.digest);
  } else if (is_damaged(stream.problem()->why)) {
    require(!loaded.text);
  }
  return 0;
}
