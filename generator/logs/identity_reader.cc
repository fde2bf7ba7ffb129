// What is read is first compared with the latest that began with the same bytes: there the session's
// name is. If all of it is the same, so are its places, and the walk steps over them without looking.
// Otherwise the object is stepped over by counting brackets, and its bytes are looked up as a whole. Only
// one that is new is walked through. Equal bytes have equal fields at equal places, so what was right for
// the first is right for all: nothing is taken on trust from a hash, since the bytes are compared.
//
// One with escapes in what is asked for is read each time, since a text of it is a copy; so is one
// of 64 KiB and more.
//
// Memory: bounded; what is known is forgotten when it is much. Marks go on, so none comes twice.
//
// Tested by cloudtrail_test.cc.

#include "generator/logs/identity_reader.h"

#include <atomic>

namespace scopedown {
namespace {

constexpr std::size_t known_max = 16'384;
constexpr std::size_t known_bytes_max = std::size_t{16} << 20U;
constexpr std::size_t identity_bytes_max = 65'535;

// By so many bytes the latest are told apart, in so many slots (a power of two).
constexpr std::size_t beginning_bytes = 128;
constexpr std::size_t recent_slots = 4'096;

constexpr std::array identity_fields{
    TextField<Identity>{"type", &Identity::type},
    TextField<Identity>{"principalId", &Identity::principal_id},
    TextField<Identity>{"arn", &Identity::arn},
    TextField<Identity>{"accountId", &Identity::account},
    TextField<Identity>{"accessKeyId", &Identity::access_key},
    TextField<Identity>{"invokedBy", &Identity::invoked_by},
    TextField<Identity>{"userName", &Identity::user_name},
};

// What the extents are of, but for the last: the identity provider.
constexpr std::array identity_texts{
    &Identity::type,      &Identity::principal_id, &Identity::arn,
    &Identity::account,   &Identity::access_key,   &Identity::invoked_by,
    &Identity::user_name, &Identity::issuer_arn,   &Identity::provider,
};

// No two readers of a process give the same mark.
std::uint64_t first_mark() {
  static std::atomic<std::uint64_t> readers{0};
  return (readers++ << 40U) + 1;
}

}  // namespace

IdentityReader::IdentityReader(JsonWalk& walk)
    : walk_(&walk), recent_(recent_slots), next_mark_(first_mark()) {
  static_assert(identity_texts.size() + 1 == texts);
}

std::string_view IdentityReader::read(const JsonItem& item, Event& event) {
  make_room();
  const std::string_view rest = walk_->rest();
  std::uint32_t& latest = recent(rest);
  if (latest != 0 && rest.starts_with(numbers_.text(latest - 1))) {
    const Known& known = known_[latest - 1];
    walk_->skip_known(known.places);
    return read_known(known, rest.data(), event);
  }

  const JsonWalk::Place begin = walk_->place();
  walk_->skip();
  const JsonWalk::Place end = walk_->place();
  const std::string_view bytes =
      rest.substr(0, static_cast<std::size_t>(walk_->byte_behind() - rest.data()));
  if (bytes.size() > identity_bytes_max) {
    walk_->go_to(begin);
    return read_fields(item, event.identity);
  }
  const auto [number, is_new] = numbers_.number(bytes);
  if (is_new) {
    known_.emplace_back();
    bytes_ += bytes.size();
  }
  Known& known = known_[number];
  if (known.mark != 0) {
    latest = number + 1;
    return read_known(known, bytes.data(), event);
  }
  walk_->go_to(begin);
  const std::size_t copies = walk_->copies();
  const std::string_view provider = read_fields(item, event.identity);
  if (walk_->place() != end) throw BrokenJson();
  if (!is_new || walk_->copies() != copies) return provider;
  learn(bytes, event.identity, provider, known);
  known.places = static_cast<std::size_t>(end - begin);
  latest = number + 1;
  event.identity_mark = known.mark;
  return provider;
}

// What is known is much, and sessions take turns: a text would have to be waited for.
void IdentityReader::fetch(std::string_view rest) {
  constexpr std::size_t usual_bytes = 640;
  const std::uint32_t latest = recent(rest);
  if (latest == 0) return;
  numbers_.fetch(latest - 1, usual_bytes);
  __builtin_prefetch(&known_[latest - 1]);
}

std::uint32_t& IdentityReader::recent(std::string_view rest) {
  return recent_[text_hash(rest.substr(0, beginning_bytes)) & (recent_slots - 1)];
}

std::string_view IdentityReader::read_known(const Known& known, const char* bytes,
                                            Event& event) const {
  const auto text_at = [&](const Extent& extent) {
    return std::string_view(bytes + extent.begin, extent.size);
  };
  for (std::size_t index = 0; index < identity_texts.size(); ++index)
    event.identity.*identity_texts[index] = text_at(known.extents[index]);
  event.identity_mark = known.mark;
  return text_at(known.extents.back());
}

// Gives back the identity provider.
std::string_view IdentityReader::read_fields(const JsonItem& item, Identity& identity) {
  std::string_view provider;
  walk_->for_each(item, [&](const JsonItem& field) {
    if (field.key == "sessionContext") {
      read_session_context(field, identity);
    } else if (field.key == "identityProvider") {
      provider = walk_->text(field);
    } else {
      take_text(*walk_, field, identity_fields, identity);
    }
  });
  return provider;
}

void IdentityReader::read_session_context(const JsonItem& item, Identity& identity) {
  walk_->for_each(item, [&](const JsonItem& field) {
    std::string_view wanted;
    std::string_view* target = nullptr;
    if (field.key == "sessionIssuer") {
      wanted = "arn";
      target = &identity.issuer_arn;
    } else if (field.key == "webIdFederationData") {
      wanted = "federatedProvider";
      target = &identity.provider;
    } else {
      return;
    }
    walk_->for_each(field, [&](const JsonItem& inner) {
      if (inner.key == wanted && target->empty()) *target = walk_->text(inner);
    });
  });
}

void IdentityReader::learn(std::string_view bytes, const Identity& identity,
                           std::string_view provider, Known& known) {
  const auto extent_of = [&](std::string_view text) {
    if (text.empty()) return Extent{};
    return Extent{static_cast<std::uint16_t>(text.data() - bytes.data()),
                  static_cast<std::uint16_t>(text.size())};
  };
  for (std::size_t index = 0; index < identity_texts.size(); ++index)
    known.extents[index] = extent_of(identity.*identity_texts[index]);
  known.extents.back() = extent_of(provider);
  known.mark = next_mark_++;
}

void IdentityReader::make_room() {
  if (known_.size() < known_max && bytes_ < known_bytes_max) return;
  numbers_ = {};
  known_.clear();
  recent_.assign(recent_slots, 0);
  bytes_ = 0;
}

}  // namespace scopedown
