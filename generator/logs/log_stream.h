// A log file that is too large to be held in memory, piece by piece.
//
//   {"Records":[{...},{...},{...}, ... ]}   ─▶   [{...},{...}]   [{...}, ...]   ...
//   {...}\n{...}\n{...}\n ...               ─▶   {...}\n{...}\n  {...}\n ...
//
// A piece is cut where a record ends, which is found by brackets that match outside of strings, and
// is a document by itself. What is damaged stays in its piece: the reader says so.
//
// A gzip file may have several streams. It is expanded as it is read, so that its damage may be
// met late: whoever reads pieces keeps what they gave apart until `next` has ended without a
// problem. What expands 200 times, and beyond 1 GiB, is taken for an attack: CloudTrail's logs
// expand ten to twenty times.
//
// Memory: two windows, and what a file's last record needs.

#ifndef SCOPEDOWN_GENERATOR_LOGS_LOG_STREAM_H_
#define SCOPEDOWN_GENERATOR_LOGS_LOG_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "generator/logs/digest.h"
#include "generator/logs/padded_buffer.h"
#include "generator/logs/problem.h"

namespace scopedown {

inline constexpr std::size_t stream_window_bytes = std::size_t{32} << 20;
inline constexpr std::uint64_t stream_expanded_bytes_free = std::uint64_t{1} << 30;

// True if the file, of that size, is better read in pieces: it is large, or says that its text is.
// A large text that does not begin as JSON, such as a table, cannot be cut, and is read whole.
[[nodiscard]] bool is_for_stream(const std::string& file, std::uint64_t file_bytes);

class LogStream {
 public:
  // A record must fit into the window. CloudTrail's have 256 KB at most.
  // Beyond `expanded_bytes_free` the expansion of gzip is limited.
  explicit LogStream(const std::string& file, std::size_t window_bytes = stream_window_bytes,
                     std::uint64_t expanded_bytes_free = stream_expanded_bytes_free);
  ~LogStream();
  LogStream(const LogStream&) = delete;
  LogStream& operator=(const LogStream&) = delete;

  // The next piece, good until the next call. Empty at the end, or where there is a problem.
  [[nodiscard]] std::optional<PaddedText> next();

  // Why the file cannot be read to its end, once `next` has said so.
  [[nodiscard]] const std::optional<Problem>& problem() const;

  // Where the latest piece begins in the text: bytes from its beginning.
  [[nodiscard]] std::uint64_t offset() const;

  // Of the file as it lies there, once `next` has come to the end.
  [[nodiscard]] Digest digest() const;
  [[nodiscard]] std::uint64_t file_bytes() const;

 private:
  class Machinery;
  std::unique_ptr<Machinery> machinery_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_LOG_STREAM_H_
