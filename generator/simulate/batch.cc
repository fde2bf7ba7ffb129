// simdjson takes a line apart, and looks no closer at what it is not asked for: each policy's own
// text goes to the policy reader, which is strict, or is known already, byte for byte.

#include "generator/simulate/batch.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include <simdjson.h>

#include "generator/logs/padded_buffer.h"
#include "generator/simulate/simulation.h"
#include "model/authorisation.h"
#include "model/located_json.h"

namespace scopedown {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t policies_kept_max = 20'000;

// What is wrong with a case.
class CaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string json_string(std::string_view text) {
  std::string out = "\"";
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (byte == '"' || byte == '\\') {
      out.append(1, '\\').append(1, byte);
    } else if (code < 0x20U) {
      out.append("\\u00").append(1, hexadecimal[code >> 4U]).append(1, hexadecimal[code & 15U]);
    } else {
      out += byte;
    }
  }
  return out + "\"";
}

// Calls `take` with each member of an object and its place in `known`. Throws CaseError on any other
// name, and on one that comes twice: readers differ in which of the two they take.
template <std::size_t Count, class Take>
void for_each_member(ondemand::object object, const std::string& where,
                     const std::array<std::string_view, Count>& known, Take take) {
  std::array<bool, Count> seen{};
  for (ondemand::field field : object) {
    const std::string_view name = field.unescaped_key();
    const auto which = static_cast<std::size_t>(std::ranges::find(known, name) - known.begin());
    if (which == Count)
      throw CaseError(where + " has an unknown member `" + std::string(name) + "`");
    if (seen[which]) throw CaseError(where + " has the member `" + std::string(name) + "` twice");
    seen[which] = true;
    if (!field.value().is_null()) take(which, field.value());
  }
}

ondemand::object object_of(ondemand::value value, const std::string& what) {
  if (value.type() != ondemand::json_type::object) throw CaseError(what + " is no object");
  return value.get_object();
}

ondemand::array array_of(ondemand::value value, const std::string& what) {
  if (value.type() != ondemand::json_type::array) throw CaseError(what + " is no list");
  return value.get_array();
}

std::string string_of(ondemand::value value, const std::string& what) {
  if (value.type() != ondemand::json_type::string) throw CaseError(what + " is no string");
  return std::string(std::string_view(value.get_string()));
}

// A number, a boolean or null as it is written; simdjson does not look at what it skips.
std::string scalar_text(ondemand::value value) {
  return read_json(value.raw_json_token()).text;
}

std::string context_value(ondemand::value value) {
  const ondemand::json_type type = value.type();
  if (type == ondemand::json_type::string) return std::string(std::string_view(value.get_string()));
  if (type != ondemand::json_type::number && type != ondemand::json_type::boolean)
    throw CaseError("a value of request.context is no string, number or boolean");
  return scalar_text(value);
}

void read_context(ondemand::object object, std::map<std::string, std::vector<std::string>>& keys) {
  for (ondemand::field field : object) {
    std::vector<std::string>& values = keys[std::string(std::string_view(field.unescaped_key()))];
    ondemand::value value = field.value();
    values.clear();
    if (value.type() != ondemand::json_type::array) {
      values.push_back(context_value(value));
      continue;
    }
    for (ondemand::value each : value.get_array())
      values.push_back(context_value(each));
  }
}

Request request_of(ondemand::object object) {
  constexpr std::array<std::string_view, 6> known{"principal",       "action",  "resource",
                                                  "resourceAccount", "context", "wildcardOnly"};
  Request request;
  std::string account;
  bool wildcard_only = false;
  std::optional<Action> action;
  for_each_member(object, "request", known, [&](std::size_t which, ondemand::value value) {
    const auto text = [&] { return string_of(value, "request." + std::string(known[which])); };
    if (which == 0) request.principal = text();
    if (which == 1) {
      const std::string name = text();
      action = Action::parse(name);
      if (!action) throw CaseError("`" + name + "` is no action");
    }
    if (which == 2) request.resource = text();
    if (which == 3) account = text();
    if (which == 4) read_context(object_of(value, "request.context"), request.context);
    if (which == 5) {
      const std::string word = scalar_text(value);
      if (word != "true" && word != "false") throw CaseError("request.wildcardOnly is no boolean");
      wildcard_only = word == "true";
    }
  });
  if (!action) throw CaseError("request has no action");
  request.action = std::move(*action);
  if (wildcard_only || request.resource.empty()) request.resource = "*";
  if (!account.empty()) request.context["aws:ResourceAccount"] = {account};
  return request;
}

std::string answer_text(const Authorisation& answer) {
  std::string out = R"(,"decision":")";
  out.append(eval_decision(answer.decision)).append(R"(","by":[)");
  const auto put_layer = [&](PolicyLayer layer, std::size_t level, bool first) {
    out.append(first ? "" : ",").append(R"({"layer":")").append(text(layer)).append("\"");
    if (layer == PolicyLayer::Scp || layer == PolicyLayer::Rcp)
      out.append(R"(,"level":)").append(std::to_string(level));
  };
  for (const MatchedStatement& each : answer.by) {
    put_layer(each.layer, each.level, &each == &answer.by.front());
    out.append(R"(,"policy":)").append(std::to_string(each.policy));
    out.append(R"(,"statement":)").append(std::to_string(each.statement)).append("}");
  }
  out += "]";
  if (answer.decision != Decision::ImplicitDeny) return out + "}";
  out += R"(,"lacking":[)";
  for (const LackingLayer& each : answer.lacking) {
    put_layer(each.layer, each.level, &each == &answer.lacking.front());
    out += "}";
  }
  return out + "]}";
}

}  // namespace

// Policies by their text. Unordered: looked up, never listed.
class KnownPolicies {
 public:
  explicit KnownPolicies(PolicyGrammar grammar) : grammar_(grammar) {}

  // Stays where it is until `clear`. Throws PolicyError.
  const PolicyDocument& find(std::string_view text) {
    auto found = documents_.find(text);
    if (found == documents_.end())
      found = documents_.emplace(std::string(text), PolicyDocument::parse(text, grammar_)).first;
    return found->second;
  }

  [[nodiscard]] std::size_t size() const { return documents_.size(); }

  void clear() { documents_.clear(); }

 private:
  struct TextHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  PolicyGrammar grammar_;
  std::unordered_map<std::string, PolicyDocument, TextHash, std::equal_to<>> documents_;
};

struct BatchSimulator::State {
  ondemand::parser parser;
  PaddedBuffer buffer;
  // By grammar, since a text may be good for one of them alone.
  KnownPolicies identity{PolicyGrammar::Identity};
  KnownPolicies resource_based{PolicyGrammar::ResourceBased};
  std::size_t failures = 0;

  static PolicyList policies_of(ondemand::value list, const std::string& layer,
                                KnownPolicies& known) {
    PolicyList policies;
    for (ondemand::value element : array_of(list, layer)) {
      const std::string_view text = object_of(element, layer).raw_json();
      try {
        policies.push_back(&known.find(text));
      } catch (const PolicyError& error) {
        throw CaseError(layer + "[" + std::to_string(policies.size()) + "]: " + error.what());
      }
    }
    return policies;
  }

  static std::vector<PolicyList> levels_of(ondemand::value list, const std::string& layer,
                                           KnownPolicies& known) {
    std::vector<PolicyList> levels;
    for (ondemand::value level : array_of(list, layer))
      levels.push_back(policies_of(level, layer, known));
    return levels;
  }

  PolicyLayers layers_of(ondemand::object object) {
    constexpr std::array<std::string_view, 6> known{"identity", "resource", "boundary",
                                                    "session",  "scp",      "rcp"};
    PolicyLayers layers;
    for_each_member(object, "policies", known, [&](std::size_t which, ondemand::value value) {
      const std::string layer = "policies." + std::string(known[which]);
      if (which == 0) layers.identity = policies_of(value, layer, identity);
      if (which == 1) layers.resource = policies_of(value, layer, resource_based);
      if (which == 2) layers.boundary = policies_of(value, layer, identity);
      if (which == 3) layers.session = policies_of(value, layer, identity);
      if (which == 4) layers.scp = levels_of(value, layer, identity);
      if (which == 5) layers.rcp = levels_of(value, layer, resource_based);
    });
    return layers;
  }

  [[nodiscard]] ondemand::document parse(std::string_view line) {
    buffer.reserve(line.size(), 0);
    std::ranges::copy(line, buffer.data());
    const std::string_view padded = buffer.padded(line.size()).text;
    return parser.iterate(padded, padded.size() + padding_bytes);
  }

  // As it is written; of no interest here but to whoever reads the answer.
  static void read_id(ondemand::document& document, std::string& id) {
    for (ondemand::field field : top_object(document)) {
      if (std::string_view(field.unescaped_key()) != "id") continue;
      ondemand::value value = field.value();
      if (value.type() == ondemand::json_type::object || value.type() == ondemand::json_type::array)
        throw CaseError("the id is neither string nor number");
      const std::string_view token = value.raw_json_token();
      const std::string_view text = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
      if (read_json(text).kind != JsonNode::Kind::Null) id = text;
    }
  }

  static ondemand::object top_object(ondemand::document& document) {
    if (document.type() != ondemand::json_type::object) throw CaseError("the case is no object");
    return document.get_object();
  }

  Authorisation judge(ondemand::document& document) {
    constexpr std::array<std::string_view, 3> known{"id", "policies", "request"};
    if (identity.size() + resource_based.size() > policies_kept_max) {
      identity.clear();
      resource_based.clear();
    }
    PolicyLayers layers;
    std::optional<Request> request;
    for_each_member(top_object(document), "the case", known,
                    [&](std::size_t which, ondemand::value value) {
                      if (which == 1) layers = layers_of(object_of(value, "policies"));
                      if (which == 2) request = request_of(object_of(value, "request"));
                    });
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      throw CaseError("not JSON: something follows the case");
    if (!request) throw CaseError("the case has no request");
    return authorise(layers, *request);
  }
};

BatchSimulator::BatchSimulator() : state_(std::make_unique<State>()) {}

BatchSimulator::~BatchSimulator() = default;
BatchSimulator::BatchSimulator(BatchSimulator&&) noexcept = default;
BatchSimulator& BatchSimulator::operator=(BatchSimulator&&) noexcept = default;

std::string BatchSimulator::answer(std::string_view line, std::size_t number) {
  std::string id = std::to_string(number);
  const auto failed = [&](const std::string& why) {
    ++state_->failures;
    return R"({"id":)" + id + R"(,"error":)" + json_string(why) + "}";
  };
  try {
    ondemand::document document = state_->parse(line);
    State::read_id(document, id);
    document.rewind();
    return R"({"id":)" + id + answer_text(state_->judge(document));
  } catch (const CaseError& error) {
    return failed(error.what());
  } catch (const simdjson::simdjson_error& error) {
    return failed(std::string("not JSON: ") + error.what());
  } catch (const JsonError& error) {
    return failed(std::string("not JSON: ") + error.what());
  }
}

std::size_t BatchSimulator::failures() const {
  return state_->failures;
}

}  // namespace scopedown
