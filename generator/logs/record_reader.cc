// Tested by cloudtrail_test.cc, record_shapes_test.cc and cloudtrail_fuzz.cc.

#include "generator/logs/record_reader.h"

#include <algorithm>
#include <utility>

#include "generator/logs/event_id.h"
#include "generator/logs/grant_reader.h"
#include "generator/usage/timestamp.h"

namespace scopedown {
namespace {

// What a record of CloudTrail's begins with, {"eventVersion":"...","userIdentity":{ and the first
// byte at each place of it.
constexpr std::string_view opening = "{\":\",\":{";
constexpr std::ptrdiff_t version_key = 1;
constexpr std::ptrdiff_t identity_key = 5;
constexpr std::ptrdiff_t identity = 7;

}  // namespace

// Shorter keys first: a key is compared only with those of its length.
const std::array<RecordReader::Field, 18> RecordReader::fields{{
    {"eventID", &Event::id_text, nullptr},
    {"awsRegion", &Event::region, nullptr},
    {"errorCode", &Event::error_code, nullptr},
    {"eventName", &Event::name, nullptr},
    {"eventTime", nullptr, &RecordReader::read_time},
    {"eventType", &Event::type, nullptr},
    {"resources", nullptr, &RecordReader::read_resources},
    {"eventSource", &Event::source, nullptr},
    {"errorMessage", &Event::error_message, nullptr},
    {"userIdentity", nullptr, &RecordReader::read_identity},
    {"eventCategory", &Event::category, nullptr},
    {"digestEndTime", nullptr, &RecordReader::mark_digest_file},
    {"digestS3Object", nullptr, &RecordReader::mark_digest_file},
    {"sourceIPAddress", &Event::source_ip, nullptr},
    {"digestStartTime", nullptr, &RecordReader::mark_digest_file},
    {"responseElements", nullptr, &RecordReader::read_response},
    {"requestParameters", nullptr, &RecordReader::read_request},
    {"recipientAccountId", &Event::account, nullptr},
}};

const std::array<std::pair<std::uint8_t, std::uint8_t>, 20> RecordReader::fields_by_length = [] {
  std::array<std::pair<std::uint8_t, std::uint8_t>, 20> rows{};
  for (std::size_t index = 0; index < fields.size(); ++index) {
    auto& [first, last] = rows[fields[index].key.size()];
    if (last == 0) first = static_cast<std::uint8_t>(index);
    last = static_cast<std::uint8_t>(index + 1);
  }
  return rows;
}();

bool RecordReader::is_read(std::string_view key) {
  return std::ranges::find(fields, key, &Field::key) != fields.end();
}

// The memory of the lists is kept.
bool RecordReader::begin() {
  walk_->forget_texts();
  parameters_.begin_record();
  for (std::string_view Event::*text :
       {&Event::id_text, &Event::type, &Event::category, &Event::source, &Event::name,
        &Event::region, &Event::account, &Event::source_ip, &Event::error_code,
        &Event::error_message})
    event_.*text = {};
  event_.time = 0;
  event_.identity = {};
  event_.identity_mark = 0;
  event_.parameters.clear();
  event_.resources.clear();
  if (std::exchange(is_grant_, false)) event_.grant = {};
  identity_provider_ = {};
  seen_ = 0;
  deferred_ = 0;
  digest_file_ = false;
  alike_ = nullptr;
  record_ = walk_->place();
  identity_begin_ = nullptr;
  return find_alike();
}

void RecordReader::fetch(JsonWalk::Place record) {
  if (walk_->has(record + identity)) identity_.fetch(walk_->rest(record + identity));
}

// CloudTrail begins a record with its version and its identity, which is read either way.
bool RecordReader::find_alike() {
  if (!walk_->has(record_ + identity + 1)) return false;
  for (std::ptrdiff_t place = 0; place <= identity; ++place) {
    if (*walk_->byte(record_ + place) != opening[static_cast<std::size_t>(place)]) return false;
  }
  const auto is_key = [&](std::ptrdiff_t place, std::string_view key) {
    return walk_->between(record_ + place, record_ + place + 1).starts_with(key);
  };
  if (!is_key(version_key, "\"eventVersion\"") || !is_key(identity_key, "\"userIdentity\""))
    return false;
  identity_begin_ = record_ + identity;
  walk_->go_to(identity_begin_);
  identity_provider_ = identity_.read(walk_->item(), event_);
  identity_end_ = walk_->place();
  Event* const alike = shapes_.find(record_, identity_begin_);
  if (alike == nullptr) {
    walk_->go_to(record_);
    return false;
  }
  alike->identity = event_.identity;
  alike->identity_mark = event_.identity_mark;
  if (!shapes_.time_text().empty()) alike->time = time_of(shapes_.time_text());
  alike->id = event_id_of(alike->id_text);
  alike_ = alike;
  return true;
}

void RecordReader::take(const JsonItem& item) {
  if (item.key.size() >= fields_by_length.size()) return;
  const auto [first, last] = fields_by_length[item.key.size()];
  for (std::size_t index = first; index < last; ++index) {
    const Field& field = fields[index];
    if (!equal_keys(field.key, item.key)) continue;
    const std::uint32_t bit = std::uint32_t{1} << index;
    if ((seen_ & bit) != 0) return;
    seen_ |= bit;
    current_ = bit;
    if (field.text != nullptr) {
      event_.*field.text = walk_->text(item);
    } else {
      (this->*field.read)(item);
    }
    return;
  }
}

void RecordReader::take_deferred(JsonWalk::Place record) {
  if (deferred_ == 0) return;
  seen_ = ~std::exchange(deferred_, 0);
  const JsonWalk::Place end = walk_->place();
  walk_->go_to(record);
  walk_->for_each_field([this](const JsonItem& field) { take(field); });
  walk_->go_to(end);
}

bool RecordReader::finish(std::string_view bytes) {
  if (alike_ != nullptr) return true;
  if (!event_.error_code.empty() || !is_grant_call(event_.source, event_.name)) {
    // Nothing was handed out.
    if (std::exchange(is_grant_, false)) event_.grant = {};
  } else if (!event_.grant.provider.starts_with("arn:")) {
    is_grant_ = true;
    event_.grant.provider = identity_provider_;
  }
  event_.id = event_id_of(event_.id_text.empty() ? bytes : event_.id_text);
  if (event_.name.empty() || event_.source.empty()) return event_.type.starts_with("Aws");
  // S3 notifications also come as {"Records":[...]}, from "aws:s3".
  if (event_.source.starts_with("aws:")) return false;
  if (identity_begin_ != nullptr && walk_->copies() == 0 &&
      !is_grant_call(event_.source, event_.name))
    shapes_.learn(record_, identity_begin_, identity_end_, event_);
  return true;
}

// Neighbours are often of one second.
std::int64_t RecordReader::time_of(std::string_view text) {
  if (text.empty() || text != time_text_) {
    time_text_ = text;
    time_ = std::max<std::int64_t>(parse_timestamp(text).value_or(0), 0);
  }
  return time_;
}

void RecordReader::read_time(const JsonItem& item) {
  event_.time = time_of(walk_->text(item));
}

void RecordReader::read_identity(const JsonItem& item) {
  if (walk_->place() == identity_begin_) {
    walk_->go_to(identity_end_);
  } else if (item.is_object()) {
    identity_provider_ = identity_.read(item, event_);
  }
}

// An element without ARN but with ARNPrefix names no resource: it says what a listing was for.
void RecordReader::read_resources(const JsonItem& item) {
  if (!item.is_list()) return;
  walk_->for_each(item, [this](const JsonItem& resource) {
    std::string_view arn;
    walk_->for_each(resource, [&](const JsonItem& field) {
      if (arn.empty() && equal_ignoring_case(field.key, "arn")) arn = walk_->text(field);
    });
    if (!arn.empty()) event_.resources.push_back(arn);
  });
}

// What a request means depends on whose it is, and that may stand behind it.
bool RecordReader::must_wait() const {
  return event_.source.empty() || (event_.name.empty() && event_.source.starts_with("sts."));
}

void RecordReader::read_request(const JsonItem& item) {
  if (!item.is_object()) return;
  if (must_wait()) {
    deferred_ |= current_;
    return;
  }
  if (is_grant_call(event_.source, event_.name)) {
    is_grant_ = true;
    const JsonWalk::Place begin = walk_->place();
    read_grant_request(*walk_, item, event_.grant);
    walk_->go_to(begin);
  }
  parameters_.read_request(event_.source, item, event_.parameters);
}

void RecordReader::read_response(const JsonItem& item) {
  if (!item.is_object()) return;
  if (must_wait()) {
    deferred_ |= current_;
  } else if (is_grant_call(event_.source, event_.name)) {
    is_grant_ = true;
    read_grant_response(*walk_, item, event_.grant);
  } else {
    parameters_.read_response(event_.source, item, event_.parameters);
  }
}

}  // namespace scopedown
