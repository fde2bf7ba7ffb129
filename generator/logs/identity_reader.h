// userIdentity: who called, as the record says it.
//
// A session's calls all have the same userIdentity, byte for byte, of some 600 bytes with two dozen
// fields: so one that has been read before is recognised, and its fields are taken from where they
// were found then.

#ifndef SCOPEDOWN_GENERATOR_LOGS_IDENTITY_READER_H_
#define SCOPEDOWN_GENERATOR_LOGS_IDENTITY_READER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "generator/logs/event.h"
#include "generator/logs/json_walk.h"
#include "generator/usage/text_numbers.h"

namespace scopedown {

class IdentityReader {
 public:
  // Keeps the reference.
  explicit IdentityReader(JsonWalk& walk);

  // Reads the object that the walk is at into `event`: identity and its mark. Gives back the identity
  // provider, as the calls with a web identity name it. Texts are views of the record.
  std::string_view read(const JsonItem& item, Event& event);

  // For an object that is to be read soon, of which this is the text and what follows: the memory that
  // this will need.
  void fetch(std::string_view rest);

 private:
  // Where a text is in the bytes of its userIdentity.
  struct Extent {
    std::uint16_t begin = 0;
    std::uint16_t size = 0;
  };

  static constexpr std::size_t texts = 10;

  struct Known {
    std::uint64_t mark = 0;  // 0: has to be read each time
    std::size_t places = 0;  // of the walk
    std::array<Extent, texts> extents;
  };

  [[nodiscard]] std::uint32_t& recent(std::string_view rest);
  std::string_view read_known(const Known& known, const char* bytes, Event& event) const;
  std::string_view read_fields(const JsonItem& item, Identity& identity);
  void read_session_context(const JsonItem& item, Identity& identity);
  void learn(std::string_view bytes, const Identity& identity, std::string_view provider,
             Known& known);
  void make_room();

  JsonWalk* walk_;
  TextNumbers numbers_;  // of the bytes
  std::vector<Known> known_;
  std::vector<std::uint32_t> recent_;  // by how it begins: its number, plus one; 0: none
  std::size_t bytes_ = 0;
  std::uint64_t next_mark_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_IDENTITY_READER_H_
