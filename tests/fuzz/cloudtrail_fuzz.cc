// Any bytes: every record is an event or set aside, the counts agree, what an event says of itself
// can be read, and whoever has read other things before finds the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "data/extraction.h"
#include "generator/logs/cloudtrail.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// Touches every byte, so that a view of what is gone is found out; in order, so that nothing can stand
// in for something else.
void fold(std::size_t& sum, std::size_t number) {
  sum = sum * 1'099'511'628'211 + number;
}

void fold(std::size_t& sum, std::string_view text) {
  fold(sum, text.size());
  for (const char c : text)
    fold(sum, static_cast<unsigned char>(c));
}

std::size_t sum_of(const scopedown::Event& event) {
  std::size_t sum = event.id.high;
  fold(sum, event.id.low);
  fold(sum, static_cast<std::size_t>(event.time));
  for (const std::string_view text : {event.id_text,
                                      event.type,
                                      event.category,
                                      event.source,
                                      event.name,
                                      event.region,
                                      event.account,
                                      event.source_ip,
                                      event.error_code,
                                      event.error_message,
                                      event.identity.type,
                                      event.identity.principal_id,
                                      event.identity.arn,
                                      event.identity.account,
                                      event.identity.access_key,
                                      event.identity.invoked_by,
                                      event.identity.user_name,
                                      event.identity.issuer_arn,
                                      event.identity.provider,
                                      event.grant.access_key,
                                      event.grant.session_arn,
                                      event.grant.session_id,
                                      event.grant.role,
                                      event.grant.session_name,
                                      event.grant.subject,
                                      event.grant.provider})
    fold(sum, text);
  for (const auto& parameter : event.parameters) {
    fold(sum, parameter.path);
    fold(sum, parameter.value);
    fold(sum, static_cast<std::size_t>(parameter.element));
    fold(sum, std::size_t{parameter.keeping == nullptr ? 0U : 1U});
  }
  for (const std::string_view resource : event.resources)
    fold(sum, resource);
  for (const auto& tag : event.grant.tags) {
    fold(sum, tag.key);
    fold(sum, tag.value);
  }
  return sum;
}

struct Found {
  std::uint64_t events = 0;
  std::uint64_t set_aside = 0;
  std::size_t sum = 0;
  friend bool operator==(const Found&, const Found&) = default;
};

Found read(scopedown::CloudTrailReader& reader, const scopedown::PaddedText& text) {
  Found found;
  const auto reading = reader.read(
      text, "fuzz",
      [&](const scopedown::Event& event) {
        ++found.events;
        fold(found.sum, sum_of(event));
        require(event.time >= 0);
      },
      [&](std::string_view reason, const std::string& place) {
        ++found.set_aside;
        fold(found.sum, place);
        require(reason == "broken_record" || reason == "not_a_record");
        require(place.starts_with("fuzz:"));
      });
  require(reading.events == found.events);
  require(reading.records == found.events + found.set_aside);
  require(found.events == 0 || !reading.problem);
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  static scopedown::CloudTrailReader reader(scopedown::Extraction::built_in());
  scopedown::PaddedBuffer buffer(std::string_view(reinterpret_cast<const char*>(bytes), count));
  const scopedown::PaddedText text = buffer.padded(count);
  scopedown::CloudTrailReader fresh(scopedown::Extraction::built_in());
  const Found found = read(reader, text);
  require(found == read(reader, text));
  require(found == read(fresh, text));
  return 0;
}
