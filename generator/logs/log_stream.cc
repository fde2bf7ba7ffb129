// A window of text moves over the file. In it the cutter goes from record to record by
// json_extent; what is behind the last whole one is moved to the front, and the rest is filled up.
//
// A piece of a list is given as a list: the byte before it, which is a bracket or a comma that has
// been passed, becomes `[`, and the byte behind it `]` until the piece has been read.
//
// Linear: each byte is scanned once, but for those of a record that a window cuts.
//
// Tested by log_stream_test.cc against the whole text, with windows of a few bytes.

#include "generator/logs/log_stream.h"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "generator/logs/digest_stream.h"
#include "generator/logs/gzip.h"
#include "generator/logs/json_extent.h"
#include "generator/logs/record_list.h"

namespace scopedown {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{256} << 10;
constexpr std::uint64_t expansion_max = 200;

// In front of the window: room for the bracket of a piece.
constexpr std::size_t front_bytes = 1;

std::string reason_of_errno() {
  return std::error_code(errno, std::generic_category()).message();
}

// The bytes of a file, expanded if they are compressed. Counts and digests what it reads.
class Bytes {
 public:
  Bytes(const std::string& file, std::uint64_t expanded_bytes_free)
      : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)),
        expanded_bytes_free_(expanded_bytes_free),
        chunk_(chunk_bytes) {
    if (descriptor_ < 0) why_ = "cannot be read: " + reason_of_errno();
  }

  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;

  ~Bytes() {
    if (expanding_) inflateEnd(&zlib_);
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  // Writes at most `room` bytes; none at the end, or where `why` says so.
  std::size_t read(char* target, std::size_t room) {
    if (!why_.empty() || ended_) return 0;
    if (!begun_) begin();
    return is_gzip_ ? expand(target, room) : copy(target, room);
  }

  [[nodiscard]] const std::string& why() const { return why_; }

  [[nodiscard]] std::uint64_t file_bytes() const { return file_bytes_; }

  [[nodiscard]] Digest digest() const { return digest_.digest(); }

 private:
  void begin() {
    begun_ = true;
    refill();
    is_gzip_ = is_gzip(rest_);
    if (!is_gzip_) return;
    expanding_ = inflateInit2(&zlib_, 15 + 16) == Z_OK;
    if (!expanding_) why_ = "not enough memory to expand it";
  }

  // The next chunk, when the last is used up.
  void refill() {
    if (!rest_.empty() || ended_) return;
    ssize_t count = -1;
    do {
      count = ::read(descriptor_, chunk_.data(), chunk_.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0) why_ = "cannot be read: " + reason_of_errno();
    ended_ = count <= 0;
    if (ended_) return;
    rest_ = {chunk_.data(), static_cast<std::size_t>(count)};
    file_bytes_ += rest_.size();
    digest_.take(rest_);
  }

  std::size_t copy(char* target, std::size_t room) {
    refill();
    const std::size_t count = rest_.copy(target, room);
    rest_.remove_prefix(count);
    return count;
  }

  std::size_t expand(char* target, std::size_t room) {
    std::size_t written = 0;
    while (written == 0 && why_.empty()) {
      refill();
      if (ended_) {
        if (inside_) why_ = damaged();
        break;
      }
      if (!inside_ && !begin_member()) continue;
      written = expand_some(target, room);
    }
    text_bytes_ += written;
    if (text_bytes_ > expanded_bytes_free_ && text_bytes_ > expansion_max * file_bytes_)
      why_ = "expands more than 200 times, which no log does; none of it was used";
    return why_.empty() ? written : 0;
  }

  // Between streams there may be zeros. False if there is nothing more in the chunk.
  bool begin_member() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of('\0'), rest_.size()));
    if (rest_.empty()) return false;
    inside_ = true;
    if (inflateReset(&zlib_) != Z_OK) why_ = damaged();
    return why_.empty();
  }

  std::size_t expand_some(char* target, std::size_t room) {
    const auto most = static_cast<uInt>(std::min<std::size_t>(room, 1U << 30U));
    // zlib does not write to its input.
    zlib_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));
    zlib_.avail_in = static_cast<uInt>(rest_.size());
    zlib_.next_out = reinterpret_cast<Bytef*>(target);
    zlib_.avail_out = most;
    const int code = inflate(&zlib_, Z_NO_FLUSH);
    rest_.remove_prefix(rest_.size() - zlib_.avail_in);
    if (code == Z_STREAM_END) {
      inside_ = false;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      why_ = damaged();
    }
    return most - zlib_.avail_out;
  }

  [[nodiscard]] std::string damaged() const {
    return "gzip stream is cut short or damaged (met within the first " +
           std::to_string(file_bytes_) + " bytes); none of it was used: fetch the file again";
  }

  int descriptor_;
  std::uint64_t expanded_bytes_free_;
  std::vector<char> chunk_;
  std::string_view rest_;  // of the chunk
  std::string why_;
  bool begun_ = false;
  bool ended_ = false;
  bool is_gzip_ = false;
  bool expanding_ = false;
  bool inside_ = false;  // of a gzip stream
  z_stream zlib_{};
  std::uint64_t file_bytes_ = 0;
  std::uint64_t text_bytes_ = 0;
  DigestStream digest_;
};

}  // namespace

bool is_for_stream(const std::string& file, std::uint64_t file_bytes) {
  constexpr std::uint64_t gzip_bytes_max = std::uint64_t{2} << 20;
  if (file_bytes <= gzip_bytes_max) return false;
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  char begin[2]{};
  unsigned char end[4]{};
  const bool known = descriptor >= 0 && ::pread(descriptor, begin, 2, 0) == 2 &&
                     ::pread(descriptor, end, 4, static_cast<off_t>(file_bytes) - 4) == 4;
  if (descriptor >= 0) ::close(descriptor);
  if (!known) return file_bytes > stream_window_bytes;
  if (!is_gzip({begin, sizeof begin})) {
    // A byte order mark may be before the bracket.
    const bool json = std::string_view("{[ \t\r\n\xef").find(begin[0]) != std::string_view::npos;
    return json && file_bytes > stream_window_bytes;
  }
  if (file_bytes > stream_window_bytes) return true;
  std::uint64_t stated = 0;
  for (int byte = 3; byte >= 0; --byte)
    stated = stated << 8U | end[byte];
  return stated > stream_window_bytes;
}

class LogStream::Machinery {
 public:
  Machinery(const std::string& file, std::size_t window_bytes, std::uint64_t expanded_bytes_free)
      : file_(file), bytes_(file, expanded_bytes_free), window_bytes_(window_bytes) {
    buffer_.reserve(front_bytes + window_bytes_ + 1, 0);
  }

  std::optional<PaddedText> next();

  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

  [[nodiscard]] std::uint64_t offset() const { return offset_ + piece_begin_; }

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

 private:
  void move_rest_to_front();
  void fill();
  [[nodiscard]] std::size_t cut();
  [[nodiscard]] std::size_t behind_damage(std::size_t at);
  PaddedText piece(std::size_t end);

  [[nodiscard]] char* window() { return buffer_.data() + front_bytes; }

  [[nodiscard]] std::string_view text() { return {window(), size_}; }

  std::string file_;
  Bytes bytes_;
  std::size_t window_bytes_;
  PaddedBuffer buffer_;
  std::optional<Problem> problem_;
  std::uint64_t offset_ = 0;  // of the window in the text
  std::size_t size_ = 0;      // of the window's text
  std::size_t piece_begin_ = 0;
  std::size_t piece_end_ = 0;
  std::optional<char> behind_piece_;  // what a `]` stands in for
  bool in_list_ = false;
  bool at_end_ = false;
};

std::optional<PaddedText> LogStream::Machinery::next() {
  while (!problem_) {
    move_rest_to_front();
    fill();
    if (!bytes_.why().empty()) {
      problem_ = Problem{file_, bytes_.why()};
      break;
    }
    piece_begin_ = 0;
    const std::size_t end = cut();
    if (end > piece_begin_) return piece(end);
    if (at_end_) break;
    piece_end_ = piece_begin_;
    if (piece_begin_ == 0 && size_ == window_bytes_) {
      problem_ = Problem{file_, "has a record of more than " + std::to_string(window_bytes_) +
                                    " bytes, or is no list of records; none of it was used"};
    }
  }
  return std::nullopt;
}

void LogStream::Machinery::move_rest_to_front() {
  if (behind_piece_) window()[piece_end_] = *behind_piece_;
  behind_piece_.reset();
  size_ -= piece_end_;
  std::memmove(window(), window() + piece_end_, size_);
  offset_ += piece_end_;
  piece_end_ = 0;
}

void LogStream::Machinery::fill() {
  while (!at_end_ && size_ < window_bytes_) {
    const std::size_t count = bytes_.read(window() + size_, window_bytes_ - size_);
    at_end_ = count == 0;
    size_ += count;
  }
}

// Sets `piece_begin_`, and gives back where the last whole record ends. A piece is of one list, or
// of what is in none.
std::size_t LogStream::Machinery::cut() {
  const std::string_view text = this->text();
  std::size_t end = 0;
  bool begun = false;  // a record or damage was met
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = after(text, at, between_records);
    if (text.substr(at, next - at).find(']') != std::string_view::npos) {
      if (begun) return end;
      in_list_ = false;
    }
    at = next;
    if (at == text.size()) break;
    const std::size_t opening = text[at] == '[' ? 1 : opening_bytes(text, at);
    if (opening != 0) {
      if (begun) return end;
      in_list_ = true;
      at += opening;
      continue;
    }
    if (!begun) piece_begin_ = end = at;
    begun = true;
    const JsonExtent extent = text[at] == '{' ? json_extent(text, at) : JsonExtent{false, at};
    if (!extent.whole && extent.end >= text.size() && !at_end_) return end;
    end = at = extent.whole ? extent.end : behind_damage(std::max(extent.end, at + 1));
  }
  if (!begun) piece_begin_ = end = text.size();
  return end;
}

// Where the next line, or the next record as CloudTrail begins them, may be: at `at`, if it is
// there.
std::size_t LogStream::Machinery::behind_damage(std::size_t at) {
  const std::string_view text = this->text();
  const std::size_t line = std::min(text.find('\n', at - 1), text.size());
  const std::size_t record = std::min(text.find("{\"eventVersion\"", at), text.size());
  return std::min(line, record);
}

PaddedText LogStream::Machinery::piece(std::size_t end) {
  piece_end_ = end;
  char* const begin = window() + piece_begin_;
  const std::size_t size = end - piece_begin_;
  if (!in_list_) return {std::string_view(begin, size)};
  begin[-1] = '[';
  behind_piece_ = window()[end];
  window()[end] = ']';
  return {std::string_view(begin - 1, size + 2)};
}

LogStream::LogStream(const std::string& file, std::size_t window_bytes,
                     std::uint64_t expanded_bytes_free)
    : machinery_(std::make_unique<Machinery>(file, window_bytes, expanded_bytes_free)) {}

LogStream::~LogStream() = default;

std::optional<PaddedText> LogStream::next() {
  return machinery_->next();
}

const std::optional<Problem>& LogStream::problem() const {
  return machinery_->problem();
}

std::uint64_t LogStream::offset() const {
  return machinery_->offset();
}

Digest LogStream::digest() const {
  return machinery_->bytes().digest();
}

std::uint64_t LogStream::file_bytes() const {
  return machinery_->bytes().file_bytes();
}

}  // namespace scopedown
