// A record that is like an earlier one must be read as if no other had been before it.

#include "generator/logs/record_shapes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "data/extraction.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/record_reader.h"
#include "tests/support/for_all.h"

namespace scopedown {
namespace {

using testing::any_number;
using testing::for_all;
using testing::Random;
using testing::Size;
using Texts = std::vector<std::string>;

void add(std::string& text, std::string_view field) {
  text.append("|").append(std::to_string(field.size())).append(" ").append(field);
}

std::string shown(const Identity& who) {
  std::string text;
  for (const std::string_view field :
       {who.type, who.principal_id, who.arn, who.account, who.access_key, who.invoked_by,
        who.user_name, who.issuer_arn, who.provider})
    add(text, field);
  return text;
}

// All that an event says, each text with its size.
std::string shown(const Event& event) {
  std::string text = std::to_string(event.id.high) + " " + std::to_string(event.id.low) + " " +
                     std::to_string(event.time);
  for (const std::string_view field :
       {event.id_text, event.type, event.category, event.source, event.name, event.region,
        event.account, event.source_ip, event.error_code, event.error_message,
        event.grant.access_key, event.grant.session_arn, event.grant.role, event.grant.session_name,
        event.grant.provider})
    add(text, field);
  text += shown(event.identity);
  for (const Parameter& parameter : event.parameters) {
    add(text, parameter.path);
    add(text, parameter.value);
    add(text, std::to_string(parameter.element));
    add(text, parameter.keeping == nullptr ? "not named" : "named");
  }
  for (const std::string_view resource : event.resources)
    add(text, resource);
  return text;
}

// Each record as one of all that went before, "alike" behind it if it was read as such.
class Reading {
 public:
  std::string read(std::string_view record) {
    buffer_ = PaddedBuffer(record);
    walk_.begin(buffer_.padded(record.size()).text);
    const JsonWalk::Place begin = walk_.place();
    alike_ = reader_.begin();
    if (!alike_) {
      walk_.for_each_field([&](const JsonItem& item) { reader_.take(item); });
      reader_.take_deferred(begin);
    }
    REQUIRE(walk_.at_end());
    return reader_.finish(record) ? shown(reader_.event()) : "no record";
  }

  [[nodiscard]] bool alike() const { return alike_; }

  // Of the last record: callers are told by it alone.
  [[nodiscard]] std::uint64_t mark() const { return reader_.event().identity_mark; }

  [[nodiscard]] std::string identity() const { return shown(reader_.event().identity); }

 private:
  PaddedBuffer buffer_;
  JsonWalk walk_;
  RecordReader reader_{Extraction::built_in(), walk_};
  bool alike_ = false;
};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

// As CloudTrail writes it, with `value` in the place of VALUE.
std::string record_with(std::string_view place, std::string_view value) {
  std::string text =
      R"({"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:x"},)"
      R"("eventTime":"2026-11-20T09:00:00Z","eventSource":"s3.amazonaws.com",)"
      R"("eventName":"GetObject","awsRegion":"eu-west-1","userAgent":"AGENT",)"
      R"("requestParameters":{"bucketName":"shop","key":"KEY","other":"OTHER","list":LIST},)"
      R"("responseElements":null,"additionalEventData":{"bytesTransferredOut":BYTES},)"
      R"("eventID":"ID","resources":[{"type":"AWS::S3::Object","ARN":"RESOURCE"}],)"
      R"("eventType":"AwsApiCall","recipientAccountId":"111122223333"})";
  constexpr std::array usual{
      std::array<std::string_view, 2>{"\"AGENT\"", "\"aws-sdk\""},
      std::array<std::string_view, 2>{"\"KEY\"", "\"a\""},
      std::array<std::string_view, 2>{"\"OTHER\"", "\"o\""},
      std::array<std::string_view, 2>{"LIST", "[1,\"x\"]"},
      std::array<std::string_view, 2>{"BYTES", "17"},
      std::array<std::string_view, 2>{"\"ID\"", "\"7b7e4636-4713-3d04-b86a-cd6774cdbae9\""},
      std::array<std::string_view, 2>{"\"RESOURCE\"", "\"arn:aws:s3:::shop/a\""},
  };
  text = replaced(text, place, value);
  for (const auto& [name, otherwise] : usual) {
    if (name != place) text = replaced(text, name, otherwise);
  }
  return text;
}

struct Row {
  std::string_view place;
  std::array<std::string_view, 3> values;  // of records that follow one another
  bool alike;                              // the third
  std::string_view because;
};

TEST_CASE("record shapes: what may stand in place of what") {
  const auto row = GENERATE(
      Row{"\"KEY\"", {"\"a\"", "\"b\"", "\"c/d\""}, true, "a text for a text"},
      Row{"\"KEY\"", {"\"a\"", "\"b\"", R"("c\u0041")"}, false, "escapes have to be undone"},
      Row{"\"KEY\"", {"\"a\"", "\"b\"", "\"\""}, false, "nothing is said otherwise than something"},
      Row{"\"KEY\"", {"\"a\"", "\"b\"", "null"}, false, "null is no text"},
      Row{"\"KEY\"", {"\"a\"", "\"b\"", "[\"c\"]"}, false, "a list is another path"},
      Row{"\"KEY\"", {"\"a\"", "\"b\"", "7"}, false, "a number is no text"},
      Row{"\"KEY\"", {"1", "2", "3"}, false, "a number that is kept is not told from its place"},
      Row{"\"OTHER\"", {"\"a\"", "\"b\"", "\"c\""}, true, "nobody keeps it"},
      Row{"\"OTHER\"", {"\"a\"", "\"b\"", "\"arn:aws:s3:::b\""}, false, "an ARN is always kept"},
      Row{"\"OTHER\"", {"\"arn:a\"", "\"arn:b\"", "\"arn:c\""}, true, "an ARN for an ARN"},
      Row{"\"OTHER\"", {"\"arn:a\"", "\"arn:b\"", "\"c\""}, false, "which is kept no longer"},
      Row{"\"OTHER\"", {"1", "2", "-3.5e1"}, true, "a number for a number"},
      Row{"\"OTHER\"", {"true", "true", "false"}, false, "words are as they were"},
      Row{"LIST", {"[1]", "[2]", "[1,2]"}, false, "a list of one more is built otherwise"},
      Row{"BYTES", {"17", "18", "\"many\""}, true, "nobody reads it, whatever it is"},
      Row{"BYTES", {"17", "18", "{\"a\":1}"}, false, "but it is one value"},
      Row{"\"AGENT\"", {"\"a\"", "\"b\"", R"("\u0041")"}, true, "escapes that nobody reads"},
      Row{"\"RESOURCE\"", {"\"arn:a\"", "\"arn:b\"", "\"c\""}, true, "a resource is not checked"},
      Row{"\"RESOURCE\"", {"\"arn:a\"", "\"arn:b\"", "\"\""}, false, "none is no resource"},
      Row{"\"ID\"", {"\"1\"", "\"2\"", "\"3\""}, true, "every record has its own"},
      Row{"\"ID\"", {"\"1\"", "\"2\"", "\"\""}, false, "without id it is known by its bytes"});
  CAPTURE(row.place, row.values[2], row.because);
  Reading reading;
  for (const std::string_view value : row.values) {
    const std::string record = record_with(row.place, value);
    CHECK(reading.read(record) == Reading().read(record));
  }
  CHECK(reading.alike() == row.alike);
}

TEST_CASE("record shapes: another call, another order and another opening are not alike") {
  const std::string usual = record_with("\"KEY\"", "\"a\"");
  for (const auto& [what, with] : std::vector<std::array<std::string_view, 2>>{
           {"GetObject", "PutObject"},
           {"s3.amazonaws.com", "sqs.amazonaws.com"},
           {"1.11", "1.10"},
           {"\"requestParameters\"", "\"requestparameters\""},
           {R"("awsRegion":"eu-west-1","userAgent":"aws-sdk")",
            R"("userAgent":"aws-sdk","awsRegion":"eu-west-1")"}}) {
    CAPTURE(what);
    Reading reading;
    for (int time = 0; time < 3; ++time)
      CHECK_FALSE(reading.read(usual) == "no record");
    CHECK(reading.alike());
    const std::string other = replaced(usual, what, with);
    CHECK(reading.read(other) == Reading().read(other));
    CHECK_FALSE(reading.alike());
  }
}

TEST_CASE("record shapes: an identity is its own, whatever record it is in") {
  const std::string usual = record_with("\"KEY\"", "\"a\"");
  const std::string other =
      replaced(usual, R"("arn":"arn:aws:sts::1:x")",
               R"("arn":"arn:aws:sts::1:y","sessionContext":{"sessionIssuer":{"arn":"r"}})");
  Reading reading;
  CHECK(reading.read(usual) == Reading().read(usual));
  const std::uint64_t mark = reading.mark();
  CHECK(mark != 0);
  CHECK(reading.read(other) == Reading().read(other));
  CHECK(reading.alike());
  CHECK(reading.mark() != mark);
  CHECK(reading.read(usual) == Reading().read(usual));
  CHECK(reading.alike());
  CHECK(reading.mark() == mark);
}

// A list's elements have one path each: what is kept of them is bounded too.
TEST_CASE("record shapes: a record whose paths are long is not learnt") {
  const std::string key(13'000, 'k');
  std::string list;
  for (int element = 0; element < 40; ++element)
    list += R"("arn:a",)";
  std::string usual = record_with("\"KEY\"", "\"a\"");
  usual = replaced(usual, R"("other":)", "\"" + key + R"(":[)" + list + R"("arn:b"],"other":)");
  Reading reading;
  for (int time = 0; time < 3; ++time)
    CHECK(reading.read(usual) == Reading().read(usual));
  CHECK_FALSE(reading.alike());
}

TEST_CASE("record shapes: what only stands where an identity would is none") {
  for (const std::string_view version :
       {R"([["userIdentity",{"arn":"x"}]])", R"([,"userIdentity":{"arn":"x"}])"}) {
    const std::string record = R"({"eventVersion":)" + std::string(version) +
                               R"(,"eventSource":"s3.amazonaws.com","eventName":"GetObject"})";
    const std::string usual = R"({"eventSource":"s3.amazonaws.com","eventName":"GetObject"})";
    const auto behind_id = [](const std::string& text) { return text.substr(text.find('|')); };
    CHECK(behind_id(Reading().read(record)) == behind_id(Reading().read(usual)));
  }
}

TEST_CASE("record shapes: a handed out session is read field by field") {
  std::string grant = record_with("\"KEY\"", "\"a\"");
  grant = replaced(grant, "s3.amazonaws.com", "sts.amazonaws.com");
  grant = replaced(grant, "GetObject", "AssumeRole");
  Reading reading;
  for (int time = 0; time < 3; ++time) {
    CHECK(reading.read(grant) == Reading().read(grant));
    CHECK_FALSE(reading.alike());
  }
}

// Logs in which everything collides, of records that CloudTrail would write and of such as it would
// not: a field twice, a value of another kind, spaces, another order.
template <class Value>
const Value& any_of(Random& random, const std::vector<Value>& values) {
  return values[any_number(random, values.size() - 1)];
}

std::string any_value(Random& random, Size depth) {
  static const Texts scalars{
      "\"\"",     "\"a\"",       "\"b\"",    "\"a b\"",      "\"arn:x\"",
      "\"arn:\"", R"("\u0041")", R"("a\\")", "\"\xc3\xa9\"", "1",
      "-2.5",     "null",        "true",     "false",        "7 ",
      "1x",       "-",           "tru",      "+1",           std::string(1, '\0')};
  static const Texts keys{"key",     "bucketName", "ARN",       "arn",
                          "content", "a.b",        R"(\u0061)", "versionId"};
  const Size kind = any_number(random, depth == 0 ? 5 : 7);
  if (kind < 6) return any_of(random, scalars);
  const Size count = any_number(random, 2);
  std::string text = kind == 6 ? "{" : "[";
  for (Size index = 0; index < count; ++index) {
    if (index > 0) text += any_of(random, Texts{",", ",", ", "});
    if (kind == 6) text += "\"" + any_of(random, keys) + "\":";
    text += any_value(random, depth - 1);
  }
  return text + (kind == 6 ? "}" : "]");
}

struct Field {
  std::string name;
  std::string value;
};

std::string any_value_of(Random& random, std::string_view field) {
  const Size kind = any_number(random, 9);
  if (field == "eventID" && kind > 0)
    return "\"7b7e4636-4713-3d04-b86a-cd6774cdba" + std::to_string(10 + kind) + "\"";
  if (field == "requestParameters" && kind > 0) {
    return R"({"bucketName":)" + any_value(random, 1) + R"(,"key":)" + any_value(random, 2) +
           R"(,"versionId":)" + any_value(random, 0) + R"(,"requestItems":{"t":)" +
           any_value(random, 1) + "}}";
  }
  if (field == "resources" && kind > 0)
    return R"([{"type":"t","ARN":)" + any_value(random, 0) + "}]";
  return any_value(random, 2);
}

// With another letter at its end, if it is a text that has one.
std::string alike_to(Random& random, std::string value) {
  const std::size_t at = value.find("\"", value.find_first_of("abx") + 1);
  if (at != std::string::npos && at > 1 && value[at - 1] >= 'a')
    value[at - 1] = static_cast<char>('a' + any_number(random, 3));
  return value;
}

// Few ways in which records are built, now and then with another value of a field or two.
Texts any_records(Random& random, Size size) {
  static const Texts identities{R"({"type":"AssumedRole","arn":"arn:aws:sts::1:x"})",
                                R"({"type":"IAMUser","userName":"ops","arn":"u"})", "{}", "null",
                                R"({"arn":"\u0041"})"};
  static const Texts sources{"s3.amazonaws.com",
                             "s3.amazonaws.com",
                             "s3.amazonaws.com",
                             "dynamodb.amazonaws.com",
                             "sts.amazonaws.com",
                             "aws:s3",
                             ""};
  static const Texts names{"GetObject", "BatchGetItem", "AssumeRole", ""};
  static const Texts fields{"awsRegion", "sourceIPAddress", "userAgent",    "requestParameters",
                            "requestID", "eventID",         "readOnly",     "resources",
                            "eventType", "errorCode",       "errorMessage", "responseElements",
                            "eventTime", "eventName",       "eventID",      "requestParameters"};
  std::vector<std::vector<Field>> builds(1 + any_number(random, 1));
  for (std::vector<Field>& build : builds) {
    build = {{"eventVersion", "\"1.11\""},
             {"userIdentity", any_of(random, identities)},
             {"eventTime", "\"2026-11-20T09:00:00Z\""},
             {"eventSource", "\"" + any_of(random, sources) + "\""},
             {"eventName", "\"" + any_of(random, names) + "\""},
             {"eventID", "\"7b7e4636-4713-3d04-b86a-cd6774cdbae9\""}};
    for (Size count = 0; count < 8; ++count) {
      const std::string& name = any_of(random, fields);
      build.push_back({name, any_value_of(random, name)});
    }
  }
  Texts records;
  for (Size record = 0; record < 4 * size; ++record) {
    std::vector<Field>& build = builds[any_number(random, builds.size() - 1)];
    for (Size changes = any_number(random, 2); changes > 0; --changes) {
      Field& field = build[any_number(random, build.size() - 1)];
      if (any_number(random, 2) > 0) {
        field.value = alike_to(random, field.value);
      } else if (field.name == "userIdentity") {
        field.value = any_of(random, identities);
      } else {
        field.value = any_value_of(random, field.name);
      }
    }
    std::string& text = records.emplace_back();
    for (const Field& field : build)
      text += (text.empty() ? "{\"" : ",\"") + field.name + "\":" + field.value;
    text += "}";
  }
  return records;
}

TEST_CASE("record shapes: a log is read as its records are, each by itself") {
  std::size_t alike = 0;
  std::size_t marked = 0;  // of these
  std::size_t read = 0;
  for_all(
      any_records,
      [&](const Texts& records) {
        Reading reading;
        std::map<std::uint64_t, std::string> identities;  // by mark
        for (const std::string& record : records) {
          ++read;
          std::string together;
          std::string alone;
          try {
            together = reading.read(record);
            if (reading.alike()) ++alike;
          } catch (const BrokenJson&) {
            together = "broken";
          }
          try {
            alone = Reading().read(record);
          } catch (const BrokenJson&) {
            alone = "broken";
          }
          CAPTURE(record);
          REQUIRE(together == alone);
          if (together == "broken" || reading.mark() == 0) continue;
          const auto place = identities.emplace(reading.mark(), reading.identity()).first;
          REQUIRE(place->second == reading.identity());
          if (reading.alike()) ++marked;
        }
      },
      400);
  CAPTURE(alike, marked, read);
  if (std::getenv("SCOPEDOWN_SEED") == nullptr) {
    CHECK(alike > read / 80);
    CHECK(marked > read / 160);
  }
}

}  // namespace
}  // namespace scopedown
