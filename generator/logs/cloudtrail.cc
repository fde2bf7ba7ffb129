// The way of a file.
//
// Fast: where a line holds whole documents (nothing but a new document, or the end, can follow its
// last bracket), or where json_extent says how far a document of many lines goes, simdjson takes
// all of it in one go, and each record is read as it comes by, its fields in the order they have.
//
// Careful: where that fails, reading goes on behind the last record that was handed out, and each
// record's extent is found before simdjson sees it, so that one bad record costs one record. This
// loop knows nothing of nesting: it steps over opening and closing brackets of containers, and
// takes every object it meets as a document. It also serves documents that follow one another on a
// line.
//
// Contained: a document that is no record may be one of the containers of containers.h. What it is
// taken apart into is read by a reader of its own, which may find containers again, a few deep. A
// text that does not begin as JSON may be a table, and goes the same way.
//
// No record is read twice: `resume_` moves behind a record before the record is handed out. Reading
// is linear in the file: a range is parsed at most once fast and once carefully, and a byte lies in
// at most json_depth_max extents that turn out to be damaged.
//
// Strings are views into the file's bytes. Only one with escapes is copied, into `decoded_`.
//
// Tested by cloudtrail_test.cc and cloudtrail_fuzz.cc.

#include "generator/logs/cloudtrail.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <deque>
#include <utility>

#include <simdjson.h>

#include "generator/logs/containers.h"
#include "generator/logs/digest.h"
#include "generator/logs/json_extent.h"
#include "generator/logs/record_list.h"
#include "generator/usage/timestamp.h"

namespace scopedown {
namespace {

namespace ondemand = simdjson::ondemand;
static_assert(padding_bytes >= simdjson::SIMDJSON_PADDING);

// Containers in containers: an event of CloudWatch Logs in a message of SQS in an export.
constexpr std::size_t container_depth_max = 5;

// Documents up to here are taken in one go. simdjson's index of one is several times its size.
constexpr std::size_t fast_document_bytes_max = std::size_t{64} << 20;

[[noreturn]] void throw_broken() {
  throw simdjson::simdjson_error(simdjson::TAPE_ERROR);
}

// What simdjson found, in its place: copying it out would cost as much as finding it.
template <class Result>
auto& found(Result& result) {
  if (result.error() != simdjson::SUCCESS) throw simdjson::simdjson_error(result.error());
  auto&& value = std::move(result).value_unsafe();
  return value;
}

// One field of an object, or one element of a list. Refers to its value.
struct Item {
  std::string_view key;    // "" in a list
  std::string_view token;  // where the value begins: all of a scalar, the bracket of the others
  ondemand::value& value;

  [[nodiscard]] bool is_object() const { return token.front() == '{'; }

  [[nodiscard]] bool is_list() const { return token.front() == '['; }

  [[nodiscard]] bool is_string() const { return token.front() == '"'; }
};

// A row of a table that says where the text of a field goes.
template <class Target>
struct TextField {
  std::string_view key;
  std::string_view Target::*text;
};

constexpr std::array identity_fields{
    TextField<Identity>{"type", &Identity::type},
    TextField<Identity>{"principalId", &Identity::principal_id},
    TextField<Identity>{"arn", &Identity::arn},
    TextField<Identity>{"accountId", &Identity::account},
    TextField<Identity>{"accessKeyId", &Identity::access_key},
    TextField<Identity>{"invokedBy", &Identity::invoked_by},
    TextField<Identity>{"userName", &Identity::user_name},
};

constexpr std::array grant_request_fields{
    TextField<Grant>{"roleArn", &Grant::role},
    TextField<Grant>{"roleSessionName", &Grant::session_name},
    TextField<Grant>{"policy", &Grant::policy},
};

constexpr std::array grant_response_fields{
    TextField<Grant>{"subjectFromWebIdentityToken", &Grant::subject},
    TextField<Grant>{"provider", &Grant::provider},
    TextField<Grant>{"packedPolicySize", &Grant::packed_percent},
};

constexpr std::array grant_credentials_fields{
    TextField<Grant>{"accessKeyId", &Grant::access_key},
};

constexpr std::array grant_user_fields{
    TextField<Grant>{"arn", &Grant::session_arn},
    TextField<Grant>{"assumedRoleId", &Grant::session_id},
};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Of the text up to its last byte that is no space.
std::size_t size_without_space(std::string_view text) {
  std::size_t size = text.size();
  while (size > 0 && is_space(text[size - 1]))
    --size;
  return size;
}

template <class Word>
Word word_at(const char* bytes) {
  Word word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// True if words of that size are the same at both ends, and in between.
template <class Word>
bool equal_by(std::string_view a, std::string_view b) {
  const std::size_t last = a.size() - sizeof(Word);
  for (std::size_t at = 0; at < last; at += sizeof(Word)) {
    if (word_at<Word>(a.data() + at) != word_at<Word>(b.data() + at)) return false;
  }
  return word_at<Word>(a.data() + last) == word_at<Word>(b.data() + last);
}

// Of texts as short as keys: a call of memcmp or memchr would cost more than it saves.
bool equal(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.size() >= sizeof(std::uint64_t)) return equal_by<std::uint64_t>(a, b);
  if (a.size() >= sizeof(std::uint32_t)) return equal_by<std::uint32_t>(a, b);
  for (std::size_t index = a.size(); index > 0; --index) {
    if (a[index - 1] != b[index - 1]) return false;
  }
  return true;
}

// True if there is a backslash in the text, or in the seven bytes behind it, which are readable.
bool may_have_escape(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  std::uint64_t found = 0;
  for (std::size_t index = 0; index < text.size(); index += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + index, sizeof word);
    const std::uint64_t backslash = word ^ (ones * '\\');
    found |= (backslash - ones) & ~backslash;
  }
  return (found & (ones * 0x80)) != 0;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto folded = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return folded(x) == folded(y); });
}

constexpr std::array<int, 256> hexadecimal_digits = [] {
  std::array<int, 256> digits{};
  digits.fill(-1);
  for (std::size_t value = 0; value < 16; ++value) {
    digits[static_cast<unsigned char>("0123456789abcdef"[value])] = static_cast<int>(value);
    digits[static_cast<unsigned char>("0123456789ABCDEF"[value])] = static_cast<int>(value);
  }
  return digits;
}();

// The bits of "7b7e4636-4713-3d04-...", or a digest of what is no UUID.
EventId event_id(std::string_view text) {
  constexpr std::array<std::size_t, 6> groups{0, 9, 14, 19, 24, 37};  // where each begins
  EventId id;
  int invalid = text.size() == 36 ? 0 : -1;
  for (std::size_t group = 0; invalid == 0 && group < 5; ++group) {
    std::uint64_t& half = group < 3 ? id.high : id.low;
    for (std::size_t index = groups[group]; index < groups[group + 1] - 1; ++index) {
      const int digit = hexadecimal_digits[static_cast<unsigned char>(text[index])];
      invalid |= digit;
      half = half << 4 | static_cast<std::uint64_t>(digit & 15);
    }
    invalid = std::min(invalid, 0);
    if (group != 0 && text[groups[group] - 1] != '-') invalid = -1;
  }
  if (invalid == 0) return id;
  const Digest bits = digest_of(text);
  return {bits.high, bits.low};
}

// Empties the event, and keeps the memory of its lists.
void clear(Event& event) {
  Event empty;
  const auto keep = [](auto& list, auto& target) {
    list.clear();
    target = std::move(list);
  };
  keep(event.parameters, empty.parameters);
  keep(event.resources, empty.resources);
  keep(event.grant.tags, empty.grant.tags);
  keep(event.grant.incoming_tags, empty.grant.incoming_tags);
  keep(event.grant.transitive_keys, empty.grant.transitive_keys);
  event = std::move(empty);
}

// Turns one record's fields into the Event. Throws simdjson_error if the record is broken.
class RecordReader {
 public:
  RecordReader(const Extraction& extraction, const ondemand::parser& parser)
      : extraction_(extraction), parser_(parser) {}

  [[nodiscard]] const Event& event() const { return event_; }

  void begin() {
    clear(event_);
    decoded_.clear();
    identity_provider_ = {};
    seen_ = 0;
    deferred_ = 0;
    depth_ = 0;
    digest_file_ = false;
  }

  [[nodiscard]] Item item(ondemand::field& field);

  [[nodiscard]] static Item item(ondemand::value& value) {
    return {{}, value.raw_json_token(), value};
  }

  void take(Item& item);

  // Reads what had to wait for fields that stand behind it.
  void take_deferred(ondemand::object& record);

  // Says whether it is a CloudTrail record. `bytes` are all of it.
  [[nodiscard]] bool finish(std::string_view bytes);

  // A list of digests of log files, which CloudTrail writes beside the logs.
  [[nodiscard]] bool is_digest_file() const { return digest_file_; }

 private:
  struct Field {
    std::string_view key;
    std::string_view Event::*text = nullptr;
    void (RecordReader::*read)(Item&) = nullptr;
  };

  static const std::array<Field, 18> fields;

  // The rows of `fields` whose keys have that many characters: from, and up to.
  static const std::array<std::pair<std::uint8_t, std::uint8_t>, 20> fields_by_length;

  void read_identity(Item& item);
  void read_session_context(Item& item);
  void read_resources(Item& item);
  void read_request(Item& item);
  void read_parameter(Item& item);
  void read_response(Item& item);
  void read_time(Item& item);

  void mark_digest_file(Item&) { digest_file_ = true; }

  [[nodiscard]] bool is_grant() const;
  [[nodiscard]] bool must_wait() const;
  void read_grant_request(Item& item);
  void read_grant_response(Item& item);
  void read_tags(Item& item, std::vector<SessionTag>& tags);
  void read_tag(Item& item, std::vector<SessionTag>& tags);

  template <class Each>
  void for_each_field(ondemand::object& object, Each each);
  // Calls `each` for every field of an object or every element of a list; else not at all.
  template <class Each>
  void for_each(Item& item, Each each);
  template <class Rows, class Target>
  void read_texts(Item& item, const Rows& rows, Target& target);

  void learn_source();
  void walk(Item& item, int element);
  void walk_object(Item& item, int element);
  void walk_map(Item& item, int element);
  void walk_list(Item& item, int element);
  void keep_scalar(const Item& item, int element);

  [[nodiscard]] std::string_view text(const Item& item);
  [[nodiscard]] std::string_view decoded(std::string_view raw);

  const Extraction& extraction_;
  Event event_;
  std::deque<std::string> decoded_;
  std::string_view identity_provider_;
  std::uint32_t seen_ = 0;      // one bit for each row of `fields`
  std::uint32_t deferred_ = 0;  // likewise
  std::uint32_t current_ = 0;   // likewise: the field that is being read
  bool digest_file_ = false;

  const Extraction::Source* source_ = nullptr;  // of the latest record whose parameters were read
  std::string source_name_;
  std::string path_;
  bool wrapped_ = false;  // the parameter that is being read is inside a wrapper
  std::size_t depth_ = 0;
  const ondemand::parser& parser_;
};

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

inline Item RecordReader::item(ondemand::field& field) {
  const char* const key = field.key().raw();
  Item item = RecordReader::item(field.value());
  // Before the value there is a colon, perhaps between spaces, and the quote that closes the key.
  const char* end = item.token.data() - 2;
  while (*end != '"')
    --end;
  item.key = std::string_view(key, static_cast<std::size_t>(end - key));
  if (may_have_escape(item.key)) item.key = decoded(item.key);
  return item;
}

void RecordReader::take(Item& item) {
  if (item.key.size() >= fields_by_length.size()) return;
  const auto [first, last] = fields_by_length[item.key.size()];
  for (std::size_t index = first; index < last; ++index) {
    const Field& field = fields[index];
    if (!equal(field.key, item.key)) continue;
    const std::uint32_t bit = std::uint32_t{1} << index;
    if ((seen_ & bit) != 0) return;
    seen_ |= bit;
    current_ = bit;
    if (field.text != nullptr) {
      event_.*field.text = text(item);
    } else {
      (this->*field.read)(item);
    }
    return;
  }
}

void RecordReader::take_deferred(ondemand::object& record) {
  if (deferred_ == 0) return;
  seen_ = ~std::exchange(deferred_, 0);
  if (record.reset().error() != simdjson::SUCCESS) throw_broken();
  for_each_field(record, [this](Item& field) { take(field); });
}

bool RecordReader::finish(std::string_view bytes) {
  if (!event_.error_code.empty() || !is_grant()) {
    // Nothing was handed out.
    event_.grant = Grant{};
  } else if (!event_.grant.provider.starts_with("arn:")) {
    event_.grant.provider = identity_provider_;
  }
  event_.id = event_id(event_.id_text.empty() ? bytes : event_.id_text);
  if (event_.name.empty() || event_.source.empty()) return event_.type.starts_with("Aws");
  // S3 notifications also come as {"Records":[...]}, from "aws:s3".
  return !event_.source.starts_with("aws:");
}

template <class Each>
void RecordReader::for_each_field(ondemand::object& object, Each each) {
  for (auto field : object) {
    Item child = item(found(field));
    each(child);
  }
}

template <class Each>
void RecordReader::for_each(Item& item, Each each) {
  if (++depth_ > json_depth_max) throw_broken();
  if (item.is_object()) {
    ondemand::object object = item.value.get_object();
    for_each_field(object, each);
  } else if (item.is_list()) {
    ondemand::array list = item.value.get_array();
    for (auto value : list) {
      Item child = RecordReader::item(found(value));
      each(child);
    }
  }
  --depth_;
}

template <class Rows, class Target>
void RecordReader::read_texts(Item& item, const Rows& rows, Target& target) {
  for (const auto& row : rows) {
    if (!equal(row.key, item.key) || !(target.*row.text).empty()) continue;
    target.*row.text = text(item);
    return;
  }
}

void RecordReader::read_time(Item& item) {
  event_.time = std::max<std::int64_t>(parse_timestamp(text(item)).value_or(0), 0);
}

void RecordReader::read_identity(Item& item) {
  if (!item.is_object()) return;
  for_each(item, [this](Item& field) {
    if (field.key == "sessionContext") {
      read_session_context(field);
    } else if (field.key == "identityProvider") {
      identity_provider_ = text(field);
    } else {
      read_texts(field, identity_fields, event_.identity);
    }
  });
}

void RecordReader::read_session_context(Item& item) {
  for_each(item, [this](Item& field) {
    std::string_view wanted;
    std::string_view* target = nullptr;
    if (field.key == "sessionIssuer") {
      wanted = "arn";
      target = &event_.identity.issuer_arn;
    } else if (field.key == "webIdFederationData") {
      wanted = "federatedProvider";
      target = &event_.identity.provider;
    } else {
      return;
    }
    for_each(field, [&](Item& inner) {
      if (inner.key == wanted && target->empty()) *target = text(inner);
    });
  });
}

// An element without ARN but with ARNPrefix names no resource: it says what a listing was for.
void RecordReader::read_resources(Item& item) {
  if (!item.is_list()) return;
  for_each(item, [this](Item& resource) {
    std::string_view arn;
    for_each(resource, [&](Item& field) {
      if (arn.empty() && equal_ignoring_case(field.key, "arn")) arn = text(field);
    });
    if (!arn.empty()) event_.resources.push_back(arn);
  });
}

bool RecordReader::is_grant() const {
  if (!event_.source.starts_with("sts.")) return false;
  return event_.name == "AssumeRole" || event_.name == "AssumeRoleWithWebIdentity" ||
         event_.name == "AssumeRoleWithSAML";
}

// What a request means depends on whose it is, and that may stand behind it.
bool RecordReader::must_wait() const {
  return event_.source.empty() || (event_.name.empty() && event_.source.starts_with("sts."));
}

void RecordReader::read_request(Item& item) {
  if (!item.is_object()) return;
  if (must_wait()) {
    deferred_ |= current_;
    return;
  }
  ondemand::object request = item.value.get_object();
  if (is_grant()) {
    for_each_field(request, [this](Item& field) { read_grant_request(field); });
    if (request.reset().error() != simdjson::SUCCESS) throw_broken();
  }
  learn_source();
  for_each_field(request, [this](Item& field) { read_parameter(field); });
}

// EC2 wraps the parameters of its newer calls: {"CreateNatGatewayRequest":{"SubnetId":"..."}}. The
// wrapper is no part of a path.
void RecordReader::read_parameter(Item& item) {
  wrapped_ = item.is_object() && item.key.ends_with("Request");
  const auto walk_from = [this](Item& field) {
    path_ = field.key;
    walk(field, -1);
  };
  if (wrapped_) {
    for_each(item, walk_from);
  } else {
    walk_from(item);
  }
}

void RecordReader::read_response(Item& item) {
  if (!item.is_object()) return;
  if (must_wait()) {
    deferred_ |= current_;
  } else if (is_grant()) {
    for_each(item, [this](Item& field) { read_grant_response(field); });
  } else {
    learn_source();
    if (!source_->keeps_responses()) return;
    for_each(item, [this](Item& field) {
      if (!source_->keeps_response(field.key) || !field.is_string()) return;
      event_.parameters.push_back(
          {"responseElements." + std::string(field.key), text(field), -1});
    });
  }
}

void RecordReader::read_grant_request(Item& item) {
  if (item.key == "tags" || item.key == "principalTags") {
    read_tags(item, event_.grant.tags);
  } else if (item.key == "incomingTransitiveTags") {
    read_tags(item, event_.grant.incoming_tags);
  } else if (item.key == "transitiveTagKeys") {
    for_each(item, [this](Item& key) { event_.grant.transitive_keys.emplace_back(text(key)); });
  } else if (item.key == "policyArns") {
    for_each(item, [this](Item&) { ++event_.grant.managed_policies; });
  } else {
    read_texts(item, grant_request_fields, event_.grant);
  }
}

void RecordReader::read_grant_response(Item& item) {
  if (item.key == "credentials") {
    for_each(item,
             [this](Item& field) { read_texts(field, grant_credentials_fields, event_.grant); });
  } else if (item.key == "assumedRoleUser") {
    for_each(item, [this](Item& field) { read_texts(field, grant_user_fields, event_.grant); });
  } else {
    read_texts(item, grant_response_fields, event_.grant);
  }
}

// A list of {"key","value"}, or a map.
void RecordReader::read_tags(Item& item, std::vector<SessionTag>& tags) {
  const bool map = item.is_object();
  for_each(item, [&](Item& tag) {
    if (map) {
      tags.push_back({std::string(tag.key), std::string(text(tag))});
    } else if (tag.is_object()) {
      read_tag(tag, tags);
    }
  });
}

void RecordReader::read_tag(Item& item, std::vector<SessionTag>& tags) {
  SessionTag tag;
  for_each(item, [&](Item& field) {
    if (equal_ignoring_case(field.key, "key")) tag.key = text(field);
    if (equal_ignoring_case(field.key, "value")) tag.value = text(field);
  });
  tags.push_back(std::move(tag));
}

void RecordReader::learn_source() {
  if (source_ != nullptr && source_name_ == event_.source) return;
  source_name_ = event_.source;
  source_ = &extraction_.of(source_name_);
}

void RecordReader::walk(Item& item, int element) {
  if (item.is_list()) {
    walk_list(item, element);
  } else if (item.is_object()) {
    walk_map(item, element);
  } else {
    keep_scalar(item, element);
  }
}

void RecordReader::walk_object(Item& item, int element) {
  const std::size_t length = path_.size();
  for_each(item, [&](Item& field) {
    // In a wrapper the elements of a list are numbered, a list of one being none:
    // {"VpcEndpointId":{"tag":1,"content":"vpce-0a1b"}}.
    if (wrapped_ && field.key == "content") {
      path_.append(path_.ends_with("[]") ? "" : "[]");
    } else {
      path_.append(".").append(field.key);
    }
    walk(field, element);
    path_.resize(length);
  });
}

// An object below the top may be a map whose keys are data: the tables say so.
void RecordReader::walk_map(Item& item, int element) {
  const std::size_t length = path_.size();
  path_ += "{}";
  const Keeping* const keeping = source_->find(path_);
  const bool explodes = source_->explodes(path_);
  if (keeping == nullptr && !explodes) {
    path_.resize(length);
    walk_object(item, element);
    return;
  }
  int index = 0;
  for_each(item, [&](Item& entry) {
    const int row = explodes ? index++ : element;
    if (keeping != nullptr)
      event_.parameters.push_back({path_, keeping->presence ? "" : entry.key, row});
    walk(entry, row);
  });
  path_.resize(length);
}

void RecordReader::walk_list(Item& item, int element) {
  const std::size_t length = path_.size();
  path_ += "[]";
  const bool explodes = source_->explodes(path_);
  int index = 0;
  for_each(item, [&](Item& entry) { walk(entry, explodes ? index++ : element); });
  path_.resize(length);
}

void RecordReader::keep_scalar(const Item& item, int element) {
  const bool arn = item.token.starts_with("\"arn:");
  const Keeping* const keeping = source_->find(path_);
  if (keeping == nullptr && !arn) return;
  const std::string_view value = text(item);
  if (item.token.front() == 'n') return;
  const bool presence = keeping != nullptr && keeping->presence;
  event_.parameters.push_back({path_, presence ? std::string_view() : value, element});
}

// The text of a string, a number, true or false; "" for null and for what is no scalar.
std::string_view RecordReader::text(const Item& item) {
  if (item.is_object() || item.is_list()) return {};
  const std::string_view token = item.token.substr(0, size_without_space(item.token));
  if (item.is_string()) {
    if (token.size() < 2 || token.back() != '"') throw_broken();
    const std::string_view raw = token.substr(1, token.size() - 2);
    return may_have_escape(raw) ? decoded(raw) : raw;
  }
  if (token == "null") return {};
  const bool number = token.find_first_not_of("+-.0123456789eE") == std::string_view::npos;
  if (!number && token != "true" && token != "false") throw_broken();
  return token;
}

// Half a surrogate pair decodes to what is not UTF-8.
std::string_view RecordReader::decoded(std::string_view raw) {
  std::string& buffer = decoded_.emplace_back(raw.size() + padding_bytes, '\0');
  auto* target = reinterpret_cast<std::uint8_t*>(buffer.data());
  const ondemand::raw_json_string source(reinterpret_cast<const std::uint8_t*>(raw.data()));
  const std::string_view text = parser_.unescape(source, target);
  if (!simdjson::validate_utf8(text)) throw_broken();
  return text;
}

// Places where a record is likely to begin, looked up from front to back: a text is searched once,
// however often it is asked.
class Landmarks {
 public:
  explicit Landmarks(std::string_view text) : text_(text) {}

  // The next place behind `at` where CloudTrail would begin a record, or a line begins with a
  // bracket. `at` never goes back.
  std::size_t next(std::size_t at) {
    while (version_ <= at)
      version_ = next_version(version_);
    while (line_ <= at)
      line_ = next_line(line_);
    return std::min(version_, line_);
  }

 private:
  // `{"eventVersion"`: a quote inside a string has a backslash before it, so this is not in one.
  [[nodiscard]] std::size_t next_version(std::size_t from) {
    constexpr std::string_view key = "\"eventVersion\"";
    while ((version_key_ = text_.find(key, version_key_)) < text_.size()) {
      const std::size_t before = version_key_ == 0
                                     ? std::string_view::npos
                                     : text_.find_last_not_of(json_space, version_key_ - 1);
      version_key_ += key.size();
      if (before != std::string_view::npos && before > from && text_[before] == '{') return before;
    }
    return text_.size() + 1;
  }

  [[nodiscard]] std::size_t next_line(std::size_t from) const {
    for (std::size_t end = from; (end = text_.find('\n', end)) < text_.size();) {
      ++end;
      if (end < text_.size() && (text_[end] == '{' || text_[end] == '[')) return end;
    }
    return text_.size() + 1;
  }

  std::string_view text_;
  std::size_t version_ = 0;
  std::size_t version_key_ = 0;
  std::size_t line_ = 0;
};

}  // namespace

class CloudTrailReader::Machinery {
 public:
  explicit Machinery(const Extraction& extraction, std::size_t depth = 0)
      : record_(extraction, parser_), extraction_(extraction), depth_(depth) {}

  LogReading read(const PaddedText& text, std::string_view file, const OnEvent& on_event,
                  const OnSetAside& on_set_aside);

 private:
  void read_fast();
  void read_carefully();
  [[nodiscard]] std::size_t line_of_documents() const;
  bool parse(std::size_t end);
  void read_range(std::size_t end);
  void read_list(ondemand::array list);
  void read_document(ondemand::object object);
  [[nodiscard]] bool in_list();
  [[nodiscard]] std::size_t end_of_value(std::size_t range_end);

  bool read_container(std::size_t begin, std::size_t end);
  bool read_table();
  void read_contained(const std::string& records, std::string_view where);
  void pass_timestamp();

  void set_aside(std::string_view reason, std::size_t offset);
  void set_aside_and_go_on();
  [[nodiscard]] std::string place(std::size_t offset);
  [[nodiscard]] std::optional<Problem> problem() const;

  [[nodiscard]] std::size_t offset_of(const char* byte) const {
    return static_cast<std::size_t>(byte - text_.data());
  }

  ondemand::parser parser_;
  ondemand::document document_;
  RecordReader record_;

  // What is inside of containers.
  const Extraction& extraction_;
  std::size_t depth_;
  ContainerReader containers_;
  std::unique_ptr<Machinery> inner_;
  PaddedBuffer contained_;

  std::string_view text_;
  std::string_view file_;
  const OnEvent* on_event_ = nullptr;
  const OnSetAside* on_set_aside_ = nullptr;
  Landmarks landmarks_{{}};
  LogReading reading_;

  std::size_t at_ = 0;         // what is before has been read
  std::size_t range_end_ = 0;  // of the range that is being parsed
  std::size_t resume_ = 0;     // in that range: the record under way, or the end of the latest
  std::size_t careful_until_ = 0;
  std::size_t list_depth_ = 0;
  bool lines_ = false;  // a line has been a document
  bool container_seen_ = false;
  bool digest_file_seen_ = false;
  std::size_t line_number_ = 1;  // of `counted_`
  std::size_t counted_ = 0;
};

LogReading CloudTrailReader::Machinery::read(const PaddedText& text, std::string_view file,
                                             const OnEvent& on_event,
                                             const OnSetAside& on_set_aside) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  text_ = text.text;
  if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
  file_ = file;
  on_event_ = &on_event;
  on_set_aside_ = &on_set_aside;
  landmarks_ = Landmarks(text_);
  reading_ = LogReading{};
  at_ = careful_until_ = counted_ = 0;
  line_number_ = 1;
  lines_ = container_seen_ = digest_file_seen_ = false;

  if (read_table()) return std::move(reading_);
  while ((at_ = after(text_, at_, between_records)) < text_.size()) {
    pass_timestamp();
    if (text_[at_] != '{' && text_[at_] != '[') {
      set_aside_and_go_on();
    } else if (at_ < careful_until_) {
      read_carefully();
    } else {
      read_fast();
    }
  }
  reading_.problem = problem();
  return std::move(reading_);
}

// Takes a line of documents, or one document of many lines, in one go. Leaves `at_` where the
// careful way has to take over, if it has to.
void CloudTrailReader::Machinery::read_fast() {
  std::size_t end = line_of_documents();
  bool line = end != 0;
  if (!line) {
    const JsonExtent extent = json_extent(text_, at_);
    careful_until_ = std::max(extent.end, at_ + 1);
    if (!extent.whole) return;
    end = extent.end;
    line = text_.substr(at_, end - at_).find('\n') == std::string_view::npos;
  }
  careful_until_ = end;
  if (end - at_ > fast_document_bytes_max) return;
  if (parse(end) && line) lines_ = true;
}

void CloudTrailReader::Machinery::read_carefully() {
  if (text_[at_] == '[') {
    ++at_;
    return;
  }
  if (const std::size_t opening = opening_bytes(text_, at_); opening != 0) {
    container_seen_ = true;
    at_ += opening;
    return;
  }
  const std::size_t begin = at_;
  const JsonExtent extent = json_extent(text_, begin);
  if (!extent.whole) {
    set_aside_and_go_on();
  } else if (!parse(extent.end) && at_ == begin) {
    set_aside("broken_record", begin);
    at_ = extent.end;
  }
}

// The end of what is on the line, if only whole documents can be: it ends with a bracket, and
// behind it is another opening one, or nothing. (In one document a comma or a closing bracket would
// follow.) Else 0.
std::size_t CloudTrailReader::Machinery::line_of_documents() const {
  const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
  const std::size_t last = size_without_space(text_.substr(0, line_end)) - 1;
  if (text_[last] != '}' && text_[last] != ']') return 0;
  const std::size_t next = after(text_, line_end, json_space);
  if (next < text_.size() && text_[next] != '{' && text_[next] != '[') return 0;
  return last + 1;
}

// Hands out what is in the range from `at_` to `end`, and moves `at_` behind it. False if it breaks
// off: then `at_` is at the record that is broken, or behind the last that was not.
bool CloudTrailReader::Machinery::parse(std::size_t end) {
  range_end_ = end;
  resume_ = at_;
  try {
    read_range(end);
    at_ = end_of_value(end);
    return true;
  } catch (const simdjson::simdjson_error&) {
    at_ = resume_;
    return false;
  }
}

void CloudTrailReader::Machinery::read_range(std::size_t end) {
  const simdjson::padded_string_view range(text_.data() + at_, end - at_,
                                           end - at_ + padding_bytes);
  document_ = parser_.iterate(range);
  list_depth_ = 0;
  if (text_[at_] == '[') {
    read_list(document_.get_array());
  } else {
    read_document(document_.get_object());
  }
}

void CloudTrailReader::Machinery::read_list(ondemand::array list) {
  if (++list_depth_ > json_depth_max) throw_broken();
  for (auto value : list) {
    Item item = RecordReader::item(found(value));
    const std::size_t begin = offset_of(item.token.data());
    resume_ = begin;
    if (item.is_object()) {
      read_document(item.value.get_object());
    } else if (item.is_list()) {
      read_list(item.value.get_array());
    } else {
      resume_ = begin + item.token.size();
      set_aside("not_a_record", begin);
    }
  }
  --list_depth_;
}

// A container or a record: its keys tell.
void CloudTrailReader::Machinery::read_document(ondemand::object object) {
  const std::size_t begin = resume_;
  bool container = false;
  record_.begin();
  for (auto field : object) {
    Item item = record_.item(found(field));
    if (item.key == "Records" && item.is_list()) {
      container = container_seen_ = true;
      read_list(item.value.get_array());
    } else if (!container) {
      record_.take(item);
    }
  }
  if (container) return;

  record_.take_deferred(object);
  if (list_depth_ > 0 && !in_list()) throw_broken();
  resume_ = end_of_value(range_end_);
  if (record_.finish(text_.substr(begin, resume_ - begin))) {
    ++reading_.records;
    ++reading_.events;
    (*on_event_)(record_.event());
  } else {
    digest_file_seen_ = digest_file_seen_ || record_.is_digest_file();
    if (!read_container(begin, resume_)) set_aside("not_a_record", begin);
  }
}

// False if the document is no container that is known.
bool CloudTrailReader::Machinery::read_container(std::size_t begin, std::size_t end) {
  if (depth_ == container_depth_max || record_.is_digest_file()) return false;
  const auto records = containers_.unwrap(text_.substr(begin, end - begin));
  if (!records) return false;
  container_seen_ = true;
  read_contained(*records, place(begin));
  return true;
}

// A table is all of a text.
bool CloudTrailReader::Machinery::read_table() {
  const std::size_t begin = after(text_, 0, json_space);
  if (begin == text_.size() || text_[begin] == '{' || text_[begin] == '[') return false;
  const auto records = unwrap_table(text_.substr(begin));
  if (!records) return false;
  read_contained(*records, file_);
  return true;
}

void CloudTrailReader::Machinery::read_contained(const std::string& records,
                                                 std::string_view where) {
  if (!inner_) inner_ = std::make_unique<Machinery>(extraction_, depth_ + 1);
  contained_.reserve(records.size(), 0);
  std::memcpy(contained_.data(), records.data(), records.size());
  const LogReading inside =
      inner_->read(contained_.padded(records.size()), where, *on_event_, *on_set_aside_);
  reading_.records += inside.records;
  reading_.events += inside.events;
}

// CloudWatch Logs exports a line as "2026-11-20T09:00:00.000Z {...}".
void CloudTrailReader::Machinery::pass_timestamp() {
  constexpr std::string_view form = "0000-00-00T00:00:00";
  if (text_[at_] < '0' || text_[at_] > '9' || text_.size() - at_ < form.size() + 3) return;
  for (std::size_t index = 0; index < form.size(); ++index) {
    const char byte = text_[at_ + index];
    const bool fits = form[index] == '0' ? byte >= '0' && byte <= '9' : byte == form[index];
    if (!fits) return;
  }
  const std::size_t space = text_.find_first_of(" \n", at_);
  if (space < text_.size() && text_[space] == ' ' && space + 1 < text_.size() &&
      text_[space + 1] == '{')
    at_ = space + 1;
}

// False if what follows cannot follow an element. simdjson counts brackets without telling one kind
// from the other, so a record that lost some would take its neighbours' place in silence.
bool CloudTrailReader::Machinery::in_list() {
  const char* next = nullptr;
  if (document_.current_location().get(next) != simdjson::SUCCESS) return false;
  return *next == ',' || *next == ']';
}

// One past the last byte of the object or list that was read last.
std::size_t CloudTrailReader::Machinery::end_of_value(std::size_t range_end) {
  const char* location = nullptr;
  const bool more = document_.current_location().get(location) == simdjson::SUCCESS;
  const std::size_t next = more ? offset_of(location) : range_end;
  return size_without_space(text_.substr(0, next));
}

void CloudTrailReader::Machinery::set_aside(std::string_view reason, std::size_t offset) {
  ++reading_.records;
  (*on_set_aside_)(reason, place(offset));
}

// What is at `at_` is no JSON. Where every line is a document the next line is the next chance.
void CloudTrailReader::Machinery::set_aside_and_go_on() {
  set_aside("broken_record", at_);
  std::size_t next = landmarks_.next(at_);
  if (lines_) next = std::min(next, text_.find('\n', at_));
  at_ = std::min(next, text_.size());
}

// With the line, where a line begins there; else with the record's number in the file.
std::string CloudTrailReader::Machinery::place(std::size_t offset) {
  std::size_t line_begin = offset;
  while (line_begin > 0 && is_space(text_[line_begin - 1]) && text_[line_begin - 1] != '\n')
    --line_begin;
  std::string place(file_);
  if (line_begin > 0 && text_[line_begin - 1] != '\n')
    return place.append(": record ").append(std::to_string(reading_.records));
  const auto begin = text_.begin();
  line_number_ += static_cast<std::size_t>(
      std::count(begin + static_cast<std::ptrdiff_t>(counted_),
                 begin + static_cast<std::ptrdiff_t>(std::max(counted_, offset)), '\n'));
  counted_ = std::max(counted_, offset);
  return place.append(":").append(std::to_string(line_number_));
}

std::optional<Problem> CloudTrailReader::Machinery::problem() const {
  if (reading_.events != 0 || digest_file_seen_) return std::nullopt;
  if (reading_.records == 0 && container_seen_) return std::nullopt;
  const bool empty = after(text_, 0, json_space) == text_.size();
  std::string why = empty ? "empty" : "no CloudTrail record in it";
  if (const std::string_view advice = advice_on(text_); !advice.empty())
    return Problem{std::string(file_), why.append("; ").append(advice)};
  return Problem{std::string(file_),
                 why + R"(; expected {"Records":[...]} as CloudTrail delivers it, one record per )"
                       "line, or a container that README names"};
}

CloudTrailReader::CloudTrailReader(const Extraction& extraction)
    : machinery_(std::make_unique<Machinery>(extraction)) {}

CloudTrailReader::~CloudTrailReader() = default;
CloudTrailReader::CloudTrailReader(CloudTrailReader&&) noexcept = default;
CloudTrailReader& CloudTrailReader::operator=(CloudTrailReader&&) noexcept = default;

LogReading CloudTrailReader::read(const PaddedText& text, std::string_view file,
                                  const OnEvent& on_event, const OnSetAside& on_set_aside) {
  return machinery_->read(text, file, on_event, on_set_aside);
}

}  // namespace scopedown
