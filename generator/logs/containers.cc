// Each container is an adapter of a few lines, tried in the order of a table until one knows the
// document. It takes off one layer. Strings that hold JSON are put on a line as they are, with the
// line ends that JSON allows between its words made spaces: so what is broken stays on its line.
//
// Only documents that are no record of CloudTrail's come here, so this costs native logs nothing.
//
// Tested by containers_test.cc and containers_fuzz.cc.

#include "generator/logs/containers.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include <libdeflate.h>
#include <simdjson.h>

#include "generator/logs/record_list.h"
#include "generator/logs/record_text.h"
#include "generator/usage/timestamp.h"

namespace scopedown {
namespace {

namespace dom = simdjson::dom;

// What a CloudWatch subscription sends to Lambda has 6 MB at most, packed.
constexpr std::size_t unpacked_bytes_max = std::size_t{64} << 20;

constexpr std::string_view no_record = "{}";

void append_line(std::string& records, std::string_view json) {
  append_on_one_line(records, holds_json(json) ? json : no_record);
}

void append_element(std::string& records, dom::element element) {
  append_line(records, simdjson::minify(element));
}

std::string_view string_at(dom::element object, const char* pointer) {
  std::string_view text;
  return object.at_pointer(pointer).get(text) == simdjson::SUCCESS ? text : std::string_view();
}

// The first of these that is there, as JSON: an object or a list, or a string that holds one.
std::string json_at(dom::element object, std::initializer_list<const char*> pointers) {
  for (const char* pointer : pointers) {
    dom::element found;
    if (object.at_pointer(pointer).get(found) != simdjson::SUCCESS) continue;
    if (found.is_object() || found.is_array()) return simdjson::minify(found);
    std::string_view text;
    if (found.get(text) == simdjson::SUCCESS && is_object(text)) return std::string(text);
  }
  return "";
}

// Records that are elements of a list, each perhaps in a wrapping of its own.
bool unwrap_lists(dom::element document, std::string& records) {
  for (const char* pointer : {"/Events", "/logEvents", "/events", "/hits/hits"}) {
    dom::array list;
    if (document.at_pointer(pointer).get(list) != simdjson::SUCCESS) continue;
    for (const dom::element element : list)
      append_element(records, element);
    return true;
  }
  return false;
}

// A record that is JSON in a string.
bool unwrap_string(dom::element document, std::string& records) {
  for (const char* pointer : {"/CloudTrailEvent", "/_raw", "/result/_raw", "/event/original",
                              "/message", "/body", "/Sns/Message", "/Message"}) {
    const std::string_view text = string_at(document, pointer);
    if (text.empty() || !holds_json(text)) continue;
    append_line(records, text);
    return true;
  }
  // Of a list's element that holds words: a control message of CloudWatch Logs.
  if (string_at(document, "/message").empty() || string_at(document, "/id").empty()) return false;
  append_line(records, no_record);
  return true;
}

// A record that is an object among others.
bool unwrap_object(dom::element document, std::string& records) {
  for (const char* pointer : {"/detail", "/aws/cloudtrail", "/_source"}) {
    dom::object object;
    if (document.at_pointer(pointer).get(object) != simdjson::SUCCESS) continue;
    append_line(records, simdjson::minify(object));
    return true;
  }
  return false;
}

// A row is a list of objects of one field each.
bool unwrap_rows(dom::element document, std::string& records) {
  dom::array rows;
  if (document.at_key("QueryResultRows").get(rows) != simdjson::SUCCESS) return false;
  for (const dom::element row : rows) {
    RecordText record;
    dom::array cells;
    if (row.get(cells) != simdjson::SUCCESS) continue;
    for (const dom::element cell : cells) {
      dom::object fields;
      if (cell.get(fields) != simdjson::SUCCESS) continue;
      for (const auto& [name, value] : fields) {
        std::string_view text;
        if (value.get(text) == simdjson::SUCCESS) record.add(name, text);
      }
    }
    record.append_to(records);
  }
  return true;
}

std::string ocsf_identity(dom::element event) {
  const std::string_view issuer = string_at(event, "/actor/session/issuer");
  std::string context;
  if (!issuer.empty()) {
    context = ObjectText().raw("sessionIssuer", ObjectText().string("arn", issuer).text()).text();
  }
  return ObjectText()
      .string("type", string_at(event, "/actor/user/type"))
      .string("principalId", string_at(event, "/actor/user/uid_alt"))
      .string("arn", string_at(event, "/actor/user/uid"))
      .string("accountId", string_at(event, "/actor/user/account/uid"))
      .string("accessKeyId", string_at(event, "/actor/user/credential_uid"))
      .string("userName", string_at(event, "/actor/user/name"))
      .string("invokedBy", string_at(event, "/actor/invoked_by"))
      .string("identityProvider", string_at(event, "/actor/idp/name"))
      .raw("sessionContext", context)
      .text();
}

std::string ocsf_resources(dom::element event) {
  std::string json = "[";
  dom::array resources;
  if (event.at_key("resources").get(resources) == simdjson::SUCCESS) {
    for (const dom::element resource : resources) {
      const std::string_view arn = string_at(resource, "/uid");
      if (arn.empty()) continue;
      json += json.size() == 1 ? "" : ",";
      json += ObjectText().string("ARN", arn).text();
    }
  }
  return json + "]";
}

std::string ocsf_time(dom::element event) {
  std::int64_t milliseconds = 0;
  if (event.at_key("time").get(milliseconds) == simdjson::SUCCESS && milliseconds > 0 &&
      milliseconds < 253'402'300'800'000)
    return timestamp_text(milliseconds / 1000);
  return std::string(string_at(event, "/time_dt"));
}

// Source: OCSF schema, classes API Activity, Account Change and Authentication; Security Lake User
// Guide, "CloudTrail source".
bool unwrap_ocsf(dom::element event, std::string& records) {
  const auto first = [&](std::initializer_list<const char*> pointers) {
    for (const char* pointer : pointers) {
      if (const std::string_view text = string_at(event, pointer); !text.empty()) return text;
    }
    return std::string_view();
  };
  dom::element unused;
  if (event.at_key("class_uid").get(unused) != simdjson::SUCCESS ||
      event.at_pointer("/api/operation").get(unused) != simdjson::SUCCESS)
    return false;
  append_line(records,
              ObjectText()
                  .string("eventVersion", string_at(event, "/metadata/product/version"))
                  .raw("userIdentity", ocsf_identity(event))
                  .string("eventTime", ocsf_time(event))
                  .string("eventSource", string_at(event, "/api/service/name"))
                  .string("eventName", string_at(event, "/api/operation"))
                  .string("awsRegion", string_at(event, "/cloud/region"))
                  .string("sourceIPAddress", first({"/src_endpoint/ip", "/src_endpoint/domain"}))
                  .string("errorCode", string_at(event, "/api/response/error"))
                  .string("errorMessage", string_at(event, "/api/response/message"))
                  .raw("requestParameters",
                       json_at(event, {"/api/request/data", "/unmapped/requestParameters"}))
                  .raw("responseElements",
                       json_at(event, {"/api/response/data", "/unmapped/responseElements"}))
                  .raw("resources", ocsf_resources(event))
                  .string("eventID", string_at(event, "/metadata/uid"))
                  .string("eventType", first({"/unmapped/eventType", "/metadata/log_name",
                                              "/metadata/event_code"}))
                  .string("recipientAccountId",
                          first({"/unmapped/recipientAccountId", "/cloud/account/uid"}))
                  .text());
  return true;
}

// Empty if the text is not base64.
std::optional<std::string> decoded_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int bit_count = 0;
  while (!text.empty() && text.back() == '=')
    text.remove_suffix(1);
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (const char byte : text) {
    const std::size_t digit = digits.find(byte);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U | static_cast<std::uint32_t>(digit)) & 0xFFFFFFU;
    bit_count += 6;
    if (bit_count < 8) continue;
    bit_count -= 8;
    bytes += static_cast<char>(bits >> static_cast<unsigned>(bit_count) & 0xFFU);
  }
  return bytes;
}

std::optional<std::string> expanded(std::string_view gzip) {
  const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> inflater(
      libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
  for (std::size_t room = 16 * gzip.size() + 1024; inflater && room <= unpacked_bytes_max;
       room *= 4) {
    std::string text(room, '\0');
    std::size_t written = 0;
    const libdeflate_result result = libdeflate_gzip_decompress(
        inflater.get(), gzip.data(), gzip.size(), text.data(), text.size(), &written);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) continue;
    if (result != LIBDEFLATE_SUCCESS) return std::nullopt;
    text.resize(written);
    return text;
  }
  return std::nullopt;
}

// What a Lambda function is given of a subscription.
bool unwrap_packed(dom::element document, std::string& records) {
  const std::string_view data = string_at(document, "/awslogs/data");
  if (data.empty()) return false;
  const auto gzip = decoded_base64(data);
  const auto text = gzip ? expanded(*gzip) : std::nullopt;
  append_line(records, text ? *text : "{\"broken");
  return true;
}

constexpr std::array adapters{&unwrap_ocsf,   &unwrap_rows,   &unwrap_lists,
                              &unwrap_packed, &unwrap_string, &unwrap_object};

}  // namespace

class ContainerReader::Machinery {
 public:
  std::optional<std::string> unwrap(std::string_view document) {
    dom::element element;
    if (parser_.parse(document.data(), document.size()).get(element) != simdjson::SUCCESS)
      return std::nullopt;
    std::string records;
    for (const auto adapter : adapters) {
      if (adapter(element, records)) return records;
    }
    return std::nullopt;
  }

 private:
  dom::parser parser_;
};

ContainerReader::ContainerReader() : machinery_(std::make_unique<Machinery>()) {}

ContainerReader::~ContainerReader() = default;

std::optional<std::string> ContainerReader::unwrap(std::string_view document) {
  return machinery_->unwrap(document);
}

std::string_view advice_on(std::string_view text) {
  struct Look {
    std::string_view begin;
    std::string_view advice;
  };

  constexpr std::array looks{
      Look{"PAR1", "it is Parquet; select it as JSON first, as with Athena or DuckDB"},
      Look{"ORC", "it is ORC; select it as JSON first, as with Athena"},
      Look{"Obj\x01", "it is Avro; convert it to JSON first"},
      Look{"PK\x03\x04", "it is a zip archive; unpack it first"},
      Look{"\x28\xb5\x2f\xfd", "it is compressed by zstd; expand it first (zstd -d), or with gzip"},
      Look{"BZh", "it is compressed by bzip2; expand it first (bunzip2)"},
      Look{"\xfd"
           "7zXZ",
           "it is compressed by xz; expand it first (unxz)"},
      Look{"Event name,",
           "it is the console's CSV, which leaves out what is needed; download JSON"},
      Look{"\"Event name\"",
           "it is the console's CSV, which leaves out what is needed; download JSON"},
      Look{"Event ID,", "it is the console's CSV, which leaves out what is needed; download JSON"},
  };
  for (const Look& look : looks) {
    if (text.starts_with(look.begin)) return look.advice;
  }
  return {};
}

}  // namespace scopedown
