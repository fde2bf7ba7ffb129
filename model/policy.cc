#include "model/policy.h"

#include <algorithm>
#include <array>

namespace scopedown {
namespace {

// The policy is written twice by the same code: into a string, and into a counter.
struct TextSink {
  std::string text;

  void put(std::string_view piece) { text += piece; }
};

struct CountSink {
  std::size_t characters = 0;

  void put(std::string_view piece) { characters += characters_of(piece); }
};

template <class Sink>
void put_string(Sink& sink, std::string_view value) {
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  sink.put("\"");
  std::size_t begin = 0;
  for (std::size_t index = 0; index < value.size(); ++index) {
    const char byte = value[index];
    const auto code = static_cast<unsigned char>(byte);
    if (code >= 0x20U && byte != '"' && byte != '\\') continue;
    sink.put(value.substr(begin, index - begin));
    begin = index + 1;
    if (byte == '"' || byte == '\\') {
      sink.put(std::array{'\\', byte, '\0'}.data());
    } else if (byte == '\t' || byte == '\n' || byte == '\r') {
      sink.put(byte == '\t' ? "\\t" : (byte == '\n' ? "\\n" : "\\r"));
    } else {
      sink.put(
          std::array{'\\', 'u', '0', '0', hexadecimal[code >> 4U], hexadecimal[code & 15U], '\0'}
              .data());
    }
  }
  sink.put(value.substr(begin));
  sink.put("\"");
}

std::string_view string_of(const std::string& value) {
  return value;
}

std::string_view string_of(const ActionPattern& pattern) {
  return pattern.text();
}

std::string_view string_of(const ArnPattern& pattern) {
  return pattern.text();
}

template <class Sink, class Value>
void put_list(Sink& sink, const std::vector<Value>& values) {
  if (values.size() == 1) {
    put_string(sink, string_of(values.front()));
    return;
  }
  sink.put("[");
  for (std::size_t index = 0; index < values.size(); ++index) {
    if (index != 0) sink.put(",");
    put_string(sink, string_of(values[index]));
  }
  sink.put("]");
}

// Conditions of one operator that follow each other share its object.
template <class Sink>
void put_conditions(Sink& sink, const std::vector<Condition>& conditions) {
  sink.put(",\"Condition\":{");
  for (std::size_t index = 0; index < conditions.size(); ++index) {
    const bool begins =
        index == 0 || conditions[index].operation != conditions[index - 1].operation;
    if (begins) {
      sink.put(index == 0 ? "" : "},");
      put_string(sink, conditions[index].operation);
      sink.put(":{");
    } else {
      sink.put(",");
    }
    put_string(sink, conditions[index].key);
    sink.put(":");
    put_list(sink, conditions[index].values);
  }
  sink.put("}}");
}

template <class Sink>
void put_statement(Sink& sink, const Statement& statement) {
  sink.put("{");
  if (!statement.sid.empty()) {
    sink.put("\"Sid\":");
    put_string(sink, statement.sid);
    sink.put(",");
  }
  sink.put(statement.effect == Effect::Allow ? "\"Effect\":\"Allow\"," : "\"Effect\":\"Deny\",");
  sink.put(statement.not_action ? "\"NotAction\":" : "\"Action\":");
  put_list(sink, statement.actions);
  sink.put(statement.not_resource ? ",\"NotResource\":" : ",\"Resource\":");
  put_list(sink, statement.resources);
  if (!statement.conditions.empty()) put_conditions(sink, statement.conditions);
  sink.put("}");
}

template <class Sink>
void put_policy(Sink& sink, const Policy& policy) {
  sink.put("{");
  if (!policy.version.empty()) {
    sink.put("\"Version\":");
    put_string(sink, policy.version);
    sink.put(",");
  }
  if (!policy.id.empty()) {
    sink.put("\"Id\":");
    put_string(sink, policy.id);
    sink.put(",");
  }
  const bool alone = policy.statements.size() == 1;
  sink.put(alone ? "\"Statement\":" : "\"Statement\":[");
  for (std::size_t index = 0; index < policy.statements.size(); ++index) {
    if (index != 0) sink.put(",");
    put_statement(sink, policy.statements[index]);
  }
  sink.put(alone ? "}" : "]}");
}

}  // namespace

std::string Policy::text() const {
  TextSink sink;
  put_policy(sink, *this);
  return std::move(sink.text);
}

std::size_t Policy::characters() const {
  CountSink sink;
  put_policy(sink, *this);
  return sink.characters;
}

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

}  // namespace scopedown
