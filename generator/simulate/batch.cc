// simdjson takes a line apart; each policy's own text goes to the policy reader, or is known already.

#include "generator/simulate/batch.h"

#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include <simdjson.h>

#include "generator/simulate/simulation.h"
#include "model/authorisation.h"

namespace scopedown {
namespace {

namespace dom = simdjson::dom;

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

// A member, or an empty element where there is none.
std::optional<dom::element> member(dom::object object, std::string_view name) {
  dom::element found;
  if (object.at_key(name).get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
  return found;
}

dom::object object_of(dom::element element, const std::string& what) {
  dom::object object;
  if (element.get(object) != simdjson::SUCCESS) throw CaseError(what + " is no object");
  return object;
}

dom::array array_of(dom::element element, const std::string& what) {
  dom::array array;
  if (element.get(array) != simdjson::SUCCESS) throw CaseError(what + " is no list");
  return array;
}

std::string string_in(dom::object object, const char* name, bool required) {
  const auto element = member(object, name);
  if (!element && required) throw CaseError(std::string("request has no ") + name);
  if (!element) return "";
  std::string_view text;
  if (element->get(text) != simdjson::SUCCESS)
    throw CaseError(std::string("request.") + name + " is no string");
  return std::string(text);
}

std::string value_text(dom::element element) {
  std::string_view text;
  if (element.get(text) == simdjson::SUCCESS) return std::string(text);
  if (element.is_array() || element.is_object() || element.is_null())
    throw CaseError("a value of request.context is no string, number or boolean");
  return simdjson::minify(element);
}

void check_names(dom::object object, const std::string& where,
                 std::initializer_list<std::string_view> known) {
  for (const auto field : object) {
    bool found = false;
    for (const std::string_view name : known)
      found = found || name == field.key;
    if (!found) throw CaseError(where + " has an unknown member `" + std::string(field.key) + "`");
  }
}

Request request_of(dom::object object) {
  check_names(object, "request",
              {"principal", "action", "resource", "resourceAccount", "context", "wildcardOnly"});
  Request request;
  request.principal = string_in(object, "principal", false);
  const std::string action = string_in(object, "action", true);
  const auto parsed = Action::parse(action);
  if (!parsed) throw CaseError("`" + action + "` is no action");
  request.action = *parsed;
  request.resource = string_in(object, "resource", false);
  if (const auto only = member(object, "wildcardOnly")) {
    bool wildcard_only = false;
    if (only->get(wildcard_only) != simdjson::SUCCESS)
      throw CaseError("request.wildcardOnly is no boolean");
    if (wildcard_only) request.resource = "*";
  }
  if (request.resource.empty()) request.resource = "*";
  if (const auto context = member(object, "context")) {
    for (const auto field : object_of(*context, "request.context")) {
      std::vector<std::string>& values = request.context[std::string(field.key)];
      if (!field.value.is_array()) {
        values = {value_text(field.value)};
        continue;
      }
      for (const dom::element value : array_of(field.value, "request.context"))
        values.push_back(value_text(value));
    }
  }
  const std::string account = string_in(object, "resourceAccount", false);
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

struct BatchSimulator::State {
  dom::parser parser;
  // Unordered: looked up, never listed. By grammar, since a text may be good for one of them alone.
  std::unordered_map<std::string, PolicyDocument> identity;
  std::unordered_map<std::string, PolicyDocument> resource_based;
  std::size_t failures = 0;

  PolicyList policies_of(dom::element list, const std::string& layer, PolicyGrammar grammar) {
    auto& known = grammar == PolicyGrammar::Identity ? identity : resource_based;
    PolicyList policies;
    for (const dom::element element : array_of(list, "policies." + layer)) {
      std::string text = simdjson::minify(object_of(element, "policies." + layer));
      auto found = known.find(text);
      if (found == known.end()) {
        try {
          PolicyDocument document = PolicyDocument::parse(text, grammar);
          found = known.emplace(std::move(text), std::move(document)).first;
        } catch (const PolicyError& error) {
          throw CaseError("policies." + layer + "[" + std::to_string(policies.size()) +
                          "]: " + error.what());
        }
      }
      policies.push_back(&found->second);
    }
    return policies;
  }

  std::vector<PolicyList> levels_of(dom::element list, const std::string& layer,
                                    PolicyGrammar grammar) {
    std::vector<PolicyList> levels;
    for (const dom::element level : array_of(list, "policies." + layer))
      levels.push_back(policies_of(level, layer, grammar));
    return levels;
  }

  PolicyLayers layers_of(dom::object object) {
    using enum PolicyGrammar;
    check_names(object, "policies", {"identity", "resource", "boundary", "session", "scp", "rcp"});
    PolicyLayers layers;
    const auto read = [&](const char* name, PolicyList& list, PolicyGrammar grammar) {
      if (const auto element = member(object, name)) list = policies_of(*element, name, grammar);
    };
    read("identity", layers.identity, Identity);
    read("resource", layers.resource, ResourceBased);
    read("boundary", layers.boundary, Identity);
    read("session", layers.session, Identity);
    if (const auto scp = member(object, "scp")) layers.scp = levels_of(*scp, "scp", Identity);
    if (const auto rcp = member(object, "rcp")) layers.rcp = levels_of(*rcp, "rcp", ResourceBased);
    return layers;
  }

  Authorisation judge(dom::object line) {
    if (identity.size() + resource_based.size() > policies_kept_max) {
      identity.clear();
      resource_based.clear();
    }
    check_names(line, "the case", {"id", "policies", "request"});
    const auto request = member(line, "request");
    if (!request) throw CaseError("the case has no request");
    const auto policies = member(line, "policies");
    const PolicyLayers layers =
        policies ? layers_of(object_of(*policies, "policies")) : PolicyLayers();
    return authorise(layers, request_of(object_of(*request, "request")));
  }
};

BatchSimulator::BatchSimulator() : state_(std::make_unique<State>()) {}

BatchSimulator::~BatchSimulator() = default;
BatchSimulator::BatchSimulator(BatchSimulator&&) noexcept = default;
BatchSimulator& BatchSimulator::operator=(BatchSimulator&&) noexcept = default;

std::string BatchSimulator::answer(std::string_view line, std::size_t number) {
  std::string id = std::to_string(number);
  try {
    dom::element root;
    if (const auto error = state_->parser.parse(line.data(), line.size()).get(root))
      throw CaseError(std::string("not JSON: ") + simdjson::error_message(error));
    const dom::object object = object_of(root, "the case");
    if (const auto given = member(object, "id")) id = simdjson::minify(*given);
    return R"({"id":)" + id + answer_text(state_->judge(object));
  } catch (const CaseError& error) {
    ++state_->failures;
    return R"({"id":)" + id + R"(,"error":)" + json_string(error.what()) + "}";
  }
}

std::size_t BatchSimulator::failures() const {
  return state_->failures;
}

}  // namespace scopedown
