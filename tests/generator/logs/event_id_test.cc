// Ids as words are held against ids read digit by digit.

#include "generator/logs/event_id.h"

#include <optional>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "generator/logs/digest.h"
#include "tests/support/for_all.h"

namespace scopedown::testing {
namespace {

constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";

std::optional<std::uint64_t> digit(char letter) {
  if (letter >= '0' && letter <= '9') return static_cast<std::uint64_t>(letter - '0');
  if (letter >= 'a' && letter <= 'f') return static_cast<std::uint64_t>(letter - 'a' + 10);
  if (letter >= 'A' && letter <= 'F') return static_cast<std::uint64_t>(letter - 'A' + 10);
  return std::nullopt;
}

EventId by_definition(std::string_view text) {
  const Digest bits = digest_of(text);
  const EventId otherwise{bits.high, bits.low};
  if (text.size() != form.size()) return otherwise;
  EventId id;
  for (std::size_t index = 0; index < form.size(); ++index) {
    if (form[index] == '-') {
      if (text[index] != '-') return otherwise;
      continue;
    }
    const auto value = digit(text[index]);
    if (!value) return otherwise;
    id.high = id.high << 4U | id.low >> 60U;
    id.low = id.low << 4U | *value;
  }
  return id;
}

// A UUID, or nearly: a byte or two may be any other.
std::string any_id(Random& random, Size size) {
  std::string text(form);
  for (char& letter : text) {
    if (letter != '-') letter = "0123456789abcdefABCDEF"[any_number(random, 21)];
  }
  for (Size damage = any_number(random, size / 7); damage > 0; --damage)
    text[any_number(random, text.size() - 1)] = static_cast<char>(any_number(random, 255));
  if (size > 15 && any_number(random, 3) == 0) text.resize(any_number(random, 40), '0');
  return text;
}

}  // namespace

TEST_CASE("an id is read as if digit by digit") {
  for_all(
      any_id, [](const std::string& text) { REQUIRE(event_id_of(text) == by_definition(text)); },
      20'000);
}

// Each byte at each place: no other than a digit passes for one.
TEST_CASE("every byte is a digit at every place, or is at none") {
  for (std::size_t place = 0; place < form.size(); ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text(form);
      text[place] = static_cast<char>(byte);
      CAPTURE(place, byte);
      REQUIRE(event_id_of(text) == by_definition(text));
    }
  }
}

TEST_CASE("the text of an id is the UUID in lower case") {
  const UuidText text = uuid_text({0x7B7E'4636'4713'3D04, 0xB86A'CD67'74CD'BAE9});
  CHECK(std::string_view(text.data(), text.size()) == "7b7e4636-4713-3d04-b86a-cd6774cdbae9");
  for_all(
      [](Random& random, Size) {
        return EventId{random(), random()};
      },
      [](const EventId& id) {
        const UuidText written = uuid_text(id);
        REQUIRE(event_id_of({written.data(), written.size()}) == id);
      });
}

}  // namespace scopedown::testing
