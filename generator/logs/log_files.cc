#include "generator/logs/log_files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>

#include "generator/error.h"
#include "generator/logs/event_table.h"
#include "generator/logs/gzip.h"
#include "generator/logs/record_list.h"

namespace scopedown {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view standard_input = "-";

// A buffer that grew beyond this is given back when its file is done.
constexpr std::size_t kept_buffer_bytes_max = std::size_t{64} << 20;

// Deflate cannot do better: 258 bytes for two bits.
constexpr std::size_t deflate_ratio_max = 1032;

bool is_log_name(std::string_view name) {
  constexpr std::array<std::string_view, 4> endings{".json", ".jsonl", ".ndjson", ".gz"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_table_name(std::string_view name) {
  return name.ends_with(".csv") || name.ends_with(".tsv");
}

std::string reason(const std::error_code& error) {
  std::string text = error.message();
  if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z')
    text.front() = static_cast<char>(text.front() - 'A' + 'a');
  return text;
}

std::string reason_of_errno() {
  return reason({errno, std::generic_category()});
}

// Closes what it opened.
class InputFile {
 public:
  explicit InputFile(const std::string& file)
      : owned_(file != standard_input),
        descriptor_(owned_ ? ::open(file.c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO) {}

  ~InputFile() {
    if (owned_ && descriptor_ >= 0) ::close(descriptor_);
  }

  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  // Its size, if it has one before it is read.
  [[nodiscard]] std::size_t expected_bytes() const {
    struct stat status {};

    if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
    return static_cast<std::size_t>(status.st_size);
  }

  // How many bytes came; 0 at the end; less than 0 with errno set.
  [[nodiscard]] ssize_t read(char* target, std::size_t count) const {
    ssize_t read_bytes = -1;
    do {
      read_bytes = ::read(descriptor_, target, count);
    } while (read_bytes < 0 && errno == EINTR);
    return read_bytes;
  }

 private:
  bool owned_;
  int descriptor_;
};

// A folder may hold tables of anything: one whose header names CloudTrail's columns is a log. What is
// compressed is seen when it is read.
bool holds_event_table(const std::string& path) {
  const InputFile input(path);
  if (!input.is_open()) return true;  // whoever reads it says why it cannot be
  std::string beginning(table_header_bytes_max, '\0');
  std::size_t bytes = 0;
  while (bytes < beginning.size()) {
    const ssize_t count = input.read(beginning.data() + bytes, beginning.size() - bytes);
    if (count < 0) return true;
    if (count == 0) break;
    bytes += static_cast<std::size_t>(count);
  }
  // As the reader sees it: without a byte order mark and what is blank.
  std::string_view text = std::string_view(beginning).substr(0, bytes);
  if (is_gzip(text)) return true;
  text = without_byte_order_mark(text);
  return is_event_table(text.substr(after(text, 0, json_space)));
}

// The files below a folder, sorted, into those taken and those passed over.
class Walk {
 public:
  explicit Walk(LogList& list) : list_(list) {}

  void walk(const std::string& folder) {
    std::vector<std::string> logs;
    std::vector<std::string> others;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      std::error_code unknown;
      if (!entry->is_regular_file(unknown)) continue;
      std::string path = entry->path().string();
      const bool log = is_log_name(path) || (is_table_name(path) && holds_event_table(path));
      (log ? logs : others).push_back(std::move(path));
    }
    if (error) {
      list_.problems.push_back(
          {folder, "cannot be read to its end: " + reason(error) + "; check its permissions"});
    } else if (logs.empty()) {
      throw Error(folder, no_log(others.size()));
    }
    std::sort(logs.begin(), logs.end());
    std::sort(others.begin(), others.end());
    for (const std::string& log : logs)
      add(log);
    list_.passed_over.insert(list_.passed_over.end(), others.begin(), others.end());
  }

  void add(const std::string& file) {
    const std::string same =
        file == standard_input ? file : fs::path(file).lexically_normal().string();
    if (known_.insert(same).second) list_.files.push_back(file);
  }

 private:
  static std::string no_log(std::size_t passed_over_count) {
    std::string why = "no log in this folder";
    if (passed_over_count != 0)
      why += " (" + std::to_string(passed_over_count) + " files have other names)";
    return why +
           "; a log ends in .json, .jsonl, .ndjson or .gz, is a .csv or .tsv table of "
           "CloudTrail's columns, or is named by itself";
  }

  LogList& list_;
  std::set<std::string> known_;
};

std::string size_text(std::size_t bytes) {
  constexpr std::size_t mebibyte = std::size_t{1} << 20;
  if (bytes >= mebibyte && bytes % mebibyte == 0) return std::to_string(bytes / mebibyte) + " MiB";
  return std::to_string(bytes) + " bytes";
}

// What the last member says of its own size (modulo 4 GiB, and not to be trusted).
std::size_t stated_text_bytes(std::string_view gzip) {
  std::size_t stated = 0;
  for (std::size_t index = 0; index < 4; ++index)
    stated |= std::size_t{static_cast<unsigned char>(gzip[gzip.size() - 4 + index])} << (8 * index);
  return stated;
}

}  // namespace

LogList list_logs(const std::vector<std::string>& arguments) {
  LogList list;
  Walk walk(list);
  for (const std::string& argument : arguments) {
    std::error_code error;
    const fs::file_status status = fs::status(argument, error);
    const bool file = argument == standard_input || !fs::is_directory(status);
    if (file && argument != standard_input && status.type() == fs::file_type::not_found)
      throw Error(argument, "no such file or folder; name log files, folders of them, or `-`");
    if (!file) {
      walk.walk(argument);
    } else {
      walk.add(argument);
    }
  }
  return list;
}

class LogLoader::Machinery {
 public:
  explicit Machinery(std::size_t text_bytes_max) : text_bytes_max_(text_bytes_max) {}

  std::variant<LogText, Problem> load(const std::string& file);

 private:
  struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const {
      libdeflate_free_decompressor(decompressor);
    }
  };

  // Each says why not, or nothing.
  std::optional<std::string> read(const std::string& file);
  std::optional<std::string> expand();
  std::optional<std::string> expand_member(std::size_t& begin);
  [[nodiscard]] std::string too_large() const;

  std::size_t text_bytes_max_;
  PaddedBuffer file_;
  std::size_t file_bytes_ = 0;
  PaddedBuffer text_;
  std::size_t text_bytes_ = 0;
  std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor_;
};

std::variant<LogText, Problem> LogLoader::Machinery::load(const std::string& file) {
  for (PaddedBuffer* buffer : {&file_, &text_}) {
    if (buffer->capacity() > kept_buffer_bytes_max) buffer->release();
  }
  if (const auto why = read(file)) return Problem{file, *why};
  const PaddedText bytes = file_.padded(file_bytes_);
  const Digest digest = digest_of(bytes.text);
  if (!is_gzip(bytes.text)) return LogText{bytes, digest, file_bytes_};
  if (const auto why = expand()) return Problem{file, *why};
  return LogText{text_.padded(text_bytes_), digest, file_bytes_};
}

std::optional<std::string> LogLoader::Machinery::read(const std::string& file) {
  constexpr std::size_t chunk_bytes = std::size_t{64} << 10;
  file_bytes_ = 0;
  const InputFile input(file);
  if (!input.is_open()) return "cannot be read: " + reason_of_errno();
  // One byte more than expected, so that the end is met without growing.
  std::size_t wanted = std::min(input.expected_bytes(), text_bytes_max_) + 1;
  while (true) {
    file_.reserve(std::max(wanted, chunk_bytes), file_bytes_);
    const ssize_t count = input.read(file_.data() + file_bytes_, file_.capacity() - file_bytes_);
    if (count < 0) return "cannot be read: " + reason_of_errno();
    if (count == 0) return std::nullopt;
    file_bytes_ += static_cast<std::size_t>(count);
    if (file_bytes_ > text_bytes_max_) return too_large();
    if (file_bytes_ == file_.capacity()) wanted = 2 * file_bytes_;
  }
}

// A gzip file is one stream behind another; zeros may be between them, and fill it up.
std::optional<std::string> LogLoader::Machinery::expand() {
  const std::string_view bytes(file_.data(), file_bytes_);
  text_bytes_ = 0;
  std::size_t begin = 0;
  while (begin < bytes.size()) {
    if (auto why = expand_member(begin)) return why;
    begin = std::min(bytes.find_first_not_of('\0', begin), bytes.size());
  }
  return std::nullopt;
}

std::optional<std::string> LogLoader::Machinery::expand_member(std::size_t& begin) {
  if (!decompressor_) decompressor_.reset(libdeflate_alloc_decompressor());
  if (!decompressor_) return "not enough memory to expand it";

  const std::string_view gzip(file_.data() + begin, file_bytes_ - begin);
  const std::size_t possible = gzip.size() * deflate_ratio_max;
  const std::size_t stated = gzip.size() < 18 ? 0 : stated_text_bytes(gzip);
  std::size_t room = stated <= possible ? stated : 4 * gzip.size();
  while (true) {
    room = std::min(room, text_bytes_max_ - text_bytes_);
    text_.reserve(text_bytes_ + room, text_bytes_);
    room = std::min(text_.capacity(), text_bytes_max_) - text_bytes_;
    std::size_t used = 0;
    std::size_t written = 0;
    const libdeflate_result result =
        libdeflate_gzip_decompress_ex(decompressor_.get(), gzip.data(), gzip.size(),
                                      text_.data() + text_bytes_, room, &used, &written);
    if (result == LIBDEFLATE_SUCCESS) {
      begin += used;
      text_bytes_ += written;
      return std::nullopt;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
      return "gzip stream is cut short or damaged (" + std::to_string(file_bytes_) +
             " bytes, sound up to " + std::to_string(begin) +
             "); none of it was used: fetch the file again";
    }
    if (text_bytes_ + room == text_bytes_max_) return too_large();
    room = std::max(2 * room, std::size_t{4096});
  }
}

std::string LogLoader::Machinery::too_large() const {
  return "more than " + size_text(text_bytes_max_) +
         " of text; split it at line ends or between its documents";
}

LogLoader::LogLoader(std::size_t text_bytes_max)
    : machinery_(std::make_unique<Machinery>(text_bytes_max)) {}

LogLoader::~LogLoader() = default;
LogLoader::LogLoader(LogLoader&&) noexcept = default;
LogLoader& LogLoader::operator=(LogLoader&&) noexcept = default;

std::variant<LogText, Problem> LogLoader::load(const std::string& file) {
  return machinery_->load(file);
}

}  // namespace scopedown
