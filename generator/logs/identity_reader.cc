// The object is stepped over first, by counting brackets; its bytes are then looked up as a whole.
// Only one that is new is walked through. Equal bytes have equal fields at equal places, so what
// was right for the first is right for all: nothing is taken on trust from a hash, since the table
// compares the bytes.
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

IdentityReader::IdentityReader(JsonWalk& walk) : walk_(&walk), next_mark_(first_mark()) {
  static_assert(identity_texts.size() + 1 == texts);
}

IdentityReader::Found IdentityReader::read(const JsonItem& item) {
  Found found;
  const JsonWalk::Place begin = walk_->place();
  walk_->skip();
  const JsonWalk::Place end = walk_->place();
  const char* const first = item.token.data();
  const std::string_view bytes(first, static_cast<std::size_t>(walk_->byte_behind() - first));
  if (bytes.size() > identity_bytes_max) {
    walk_->go_to(begin);
    read_fields(item, found);
    return found;
  }
  make_room();
  const auto [number, is_new] = numbers_.number(bytes);
  if (is_new) {
    known_.emplace_back();
    bytes_ += bytes.size();
  }
  Known& known = known_[number];
  if (known.mark == 0) {
    walk_->go_to(begin);
    const std::size_t copies = walk_->copies();
    read_fields(item, found);
    if (walk_->place() != end) throw BrokenJson();
    if (is_new && walk_->copies() == copies) learn(bytes, found, known);
    found.mark = known.mark;
    return found;
  }
  const auto text_at = [&](const Extent& extent) {
    return bytes.substr(extent.begin, extent.size);
  };
  for (std::size_t index = 0; index < identity_texts.size(); ++index)
    found.identity.*identity_texts[index] = text_at(known.extents[index]);
  found.identity_provider = text_at(known.extents.back());
  found.mark = known.mark;
  return found;
}

void IdentityReader::read_fields(const JsonItem& item, Found& found) {
  walk_->for_each(item, [&](const JsonItem& field) {
    if (field.key == "sessionContext") {
      read_session_context(field, found.identity);
    } else if (field.key == "identityProvider") {
      found.identity_provider = walk_->text(field);
    } else {
      take_text(*walk_, field, identity_fields, found.identity);
    }
  });
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

void IdentityReader::learn(std::string_view bytes, const Found& found, Known& known) {
  const auto extent_of = [&](std::string_view text) {
    if (text.empty()) return Extent{};
    return Extent{static_cast<std::uint16_t>(text.data() - bytes.data()),
                  static_cast<std::uint16_t>(text.size())};
  };
  for (std::size_t index = 0; index < identity_texts.size(); ++index)
    known.extents[index] = extent_of(found.identity.*identity_texts[index]);
  known.extents.back() = extent_of(found.identity_provider);
  known.mark = next_mark_++;
}

void IdentityReader::make_room() {
  if (known_.size() < known_max && bytes_ < known_bytes_max) return;
  numbers_ = {};
  known_.clear();
  bytes_ = 0;
}

}  // namespace scopedown
