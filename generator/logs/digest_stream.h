// The digest of bytes that come in parts: what digest_of says of all of them in a row.
//
//   DigestStream stream; stream.take("ab"); stream.take("c");     stream.digest() == digest_of("abc")

#ifndef SCOPEDOWN_GENERATOR_LOGS_DIGEST_STREAM_H_
#define SCOPEDOWN_GENERATOR_LOGS_DIGEST_STREAM_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "generator/logs/digest.h"

namespace scopedown {

class DigestStream {
 public:
  void take(std::string_view bytes);

  [[nodiscard]] Digest digest() const;

 private:
  void take_word(std::uint64_t word);

  std::uint64_t high_ = 0xcbf29ce484222325;
  std::uint64_t low_ = 0x6c62272e07bb0142;
  std::uint64_t size_ = 0;
  std::string rest_;  // less than a word
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_DIGEST_STREAM_H_
