// From JSON to a policy: IAM's grammar. Policy::parse is this without the places.

#include "model/policy_document.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "model/condition_operator.h"

namespace scopedown {
namespace {

// Where in the document: "Statement[2].Action". Put together only when it is told to a person. What
// it is made of must outlive it.
class Place {
 public:
  Place() = default;

  [[nodiscard]] Place operator/(std::string_view name) const { return {this, name}; }

  [[nodiscard]] Place operator[](std::size_t index) const {
    Place element = *this;
    element.index_ = index;
    return element;
  }

  [[nodiscard]] std::string text() const {
    std::string out = within_ == nullptr ? "" : within_->text();
    if (!out.empty()) out += '.';
    out += name_;
    return index_ ? out + "[" + std::to_string(*index_) + "]" : out;
  }

 private:
  Place(const Place* within, std::string_view name) : within_(within), name_(name) {}

  const Place* within_ = nullptr;
  std::string_view name_;
  std::optional<std::size_t> index_;
};

const Place top;

[[noreturn]] void refuse(TextSpan span, const Place& where, const std::string& why) {
  const std::string place = where.text();
  throw PolicyFault(span, place.empty() ? why : place + ": " + why);
}

void check_characters(TextSpan span, const Place& where, std::string_view value) {
  for (const char each : value) {
    const auto byte = static_cast<unsigned char>(each);
    const bool control = byte < 0x20U && each != '\t' && each != '\n' && each != '\r';
    if (control || byte > 0xC3U) refuse(span, where, "holds a character outside U+0020 to U+00FF");
  }
}

const std::string& string_of(const JsonNode& node, const Place& where) {
  if (!node.is_string()) refuse(node.span, where, "must be a string");
  check_characters(node.span, where, node.text);
  return node.text;
}

// One or several: the elements of a list, or the value itself.
std::span<const JsonNode> several(const JsonNode& node, const Place& where) {
  if (!node.is_list()) return {&node, 1};
  if (node.items.empty()) refuse(node.span, where, "is an empty list");
  return node.items;
}

void check_keys(const JsonNode& object, const Place& where,
                std::span<const std::string_view> known) {
  for (const JsonNode& item : object.items) {
    if (std::ranges::find(known, item.key) == known.end())
      refuse(item.key_span, where, "unknown key `" + item.key + "`");
  }
}

// The member under one of two keys that exclude each other; null if there is neither.
const JsonNode* one_of(const JsonNode& statement, const char* key, const char* negated,
                       const Place& where, bool optional) {
  const JsonNode* plain = statement.find(key);
  const JsonNode* other = statement.find(negated);
  const bool both = plain != nullptr && other != nullptr;
  const bool neither = plain == nullptr && other == nullptr;
  if (both || (neither && !optional))
    refuse(both ? other->key_span : TextSpan{statement.span.begin, statement.span.begin + 1}, where,
           std::string("needs exactly one of ") + key + " and " + negated);
  return plain != nullptr ? plain : other;
}

class DocumentReader {
 public:
  explicit DocumentReader(PolicyGrammar grammar)
      : resource_based_(grammar == PolicyGrammar::ResourceBased) {}

  PolicyDocument read(const JsonNode& root) {
    if (!root.is_object()) refuse(root.span, top, "a policy is a JSON object");
    if (root.find("Id") != nullptr && !resource_based_)
      refuse(root.find("Id")->key_span, top, "`Id` has no place in an identity or session policy");
    constexpr std::array<std::string_view, 3> known{"Version", "Id", "Statement"};
    check_keys(root, top, known);
    const JsonNode* version = root.find("Version");
    document_.policy.version = version == nullptr ? "" : string_of(*version, top / "Version");
    if (version != nullptr && version->text != "2012-10-17" && version->text != "2008-10-17")
      refuse(version->span, top / "Version", "must be 2012-10-17 or 2008-10-17");
    if (const JsonNode* id = root.find("Id")) document_.policy.id = string_of(*id, top / "Id");
    const JsonNode* statements = root.find("Statement");
    if (statements == nullptr)
      refuse({root.span.begin, root.span.begin + 1}, top, "has no Statement");
    const Place place = top / "Statement";
    const auto all = several(*statements, place);
    for (std::size_t index = 0; index < all.size(); ++index)
      statement(all[index], statements->is_list() ? place[index] : place);
    return std::move(document_);
  }

 private:
  void statement(const JsonNode& node, const Place& where) {
    if (!node.is_object()) refuse(node.span, where, "must be an object");
    check_statement_keys(node, where);
    Statement& statement = document_.policy.statements.emplace_back();
    StatementSource& source = document_.sources.emplace_back();
    source.statement = node.span;
    read_sid(node, where, statement);
    read_effect(node, where, statement, source);
    document_.principals.emplace_back();
    if (resource_based_) read_principals(node, where);
    read_actions(node, where, statement, source);
    read_resources(node, where, statement, source);
    if (const JsonNode* conditions = node.find("Condition"))
      read_conditions(*conditions, where / "Condition", statement, source);
  }

  void check_statement_keys(const JsonNode& node, const Place& where) const {
    for (const char* key : {"Principal", "NotPrincipal"}) {
      const JsonNode* found = node.find(key);
      if (found != nullptr && !resource_based_)
        refuse(found->key_span, where,
               std::string("`") + key + "` has no place in an identity or session policy");
    }
    if (const JsonNode* not_principal = node.find("NotPrincipal"))
      refuse(not_principal->key_span, where,
             "`NotPrincipal` is not judged here; write Principal `*` with a condition on "
             "aws:PrincipalArn, as AWS advises");
    constexpr std::array<std::string_view, 8> known{"Sid",       "Effect",   "Action",
                                                    "NotAction", "Resource", "NotResource",
                                                    "Condition", "Principal"};
    check_keys(node, where, known);
  }

  // Services that have policies of their own take more characters than IAM does.
  void read_sid(const JsonNode& node, const Place& where, Statement& statement) {
    const JsonNode* sid = node.find("Sid");
    if (sid == nullptr) return;
    statement.sid = string_of(*sid, where / "Sid");
    const bool plain = std::ranges::all_of(statement.sid, [](char byte) {
      return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
             (byte >= 'A' && byte <= 'Z');
    });
    if (!resource_based_ && !plain)
      refuse(sid->span, where / "Sid", "holds more than letters and digits");
    if (!statement.sid.empty() && !sids_.insert(statement.sid).second)
      refuse(sid->span, where / "Sid", "`" + statement.sid + "` stands twice in one policy");
  }

  static void read_effect(const JsonNode& node, const Place& where, Statement& statement,
                          StatementSource& source) {
    const JsonNode* effect = node.find("Effect");
    if (effect == nullptr) refuse({node.span.begin, node.span.begin + 1}, where, "has no Effect");
    const std::string& text = string_of(*effect, where / "Effect");
    if (text != "Allow" && text != "Deny")
      refuse(effect->span, where / "Effect", "must be Allow or Deny");
    statement.effect = text == "Allow" ? Effect::Allow : Effect::Deny;
    source.effect = effect->span;
  }

  void read_principals(const JsonNode& node, const Place& where) {
    const JsonNode* principal = node.find("Principal");
    if (principal == nullptr)
      refuse({node.span.begin, node.span.begin + 1}, where,
             "has no Principal, which a resource-based policy needs");
    const Place place = where / "Principal";
    auto& names = document_.principals.back();
    if (principal->is_string()) {
      if (string_of(*principal, place) != "*")
        refuse(principal->span, place, "must be `*`, or an object such as {\"AWS\": \"...\"}");
      names.push_back({PrincipalName::Kind::Everyone, "*"});
      return;
    }
    if (!principal->is_object() || principal->items.empty())
      refuse(principal->span, place, "must be `*`, or an object such as {\"AWS\": \"...\"}");
    using Kind = PrincipalName::Kind;
    constexpr std::array<std::pair<std::string_view, Kind>, 4> kinds{
        {{"AWS", Kind::Aws},
         {"Service", Kind::Service},
         {"Federated", Kind::Federated},
         {"CanonicalUser", Kind::CanonicalUser}}};
    for (const JsonNode& item : principal->items) {
      const auto* kind =
          std::ranges::find_if(kinds, [&](const auto& known) { return known.first == item.key; });
      if (kind == kinds.end())
        refuse(item.key_span, place,
               "`" + item.key + "` is none of AWS, Service, Federated and CanonicalUser");
      for (const JsonNode& name : several(item, place / item.key)) {
        const std::string& text = string_of(name, place / item.key);
        const bool everyone = text == "*";
        if (!everyone && text.find_first_of("*?") != std::string::npos)
          refuse(name.span, place,
                 "`" + text + "` holds a wildcard, which a Principal takes only alone");
        names.push_back({everyone ? Kind::Everyone : kind->second, text});
      }
    }
  }

  static void read_actions(const JsonNode& node, const Place& where, Statement& statement,
                           StatementSource& source) {
    const JsonNode* actions = one_of(node, "Action", "NotAction", where, false);
    statement.not_action = actions->key == "NotAction";
    const Place place = where / actions->key;
    for (const JsonNode& item : several(*actions, place)) {
      const std::string& text = string_of(item, place);
      auto pattern = ActionPattern::parse(text);
      if (!pattern)
        refuse(item.span, place, "`" + text + "` is no action: it takes the form service:Name");
      statement.actions.push_back(std::move(*pattern));
      source.actions.push_back(item.span);
    }
  }

  void read_resources(const JsonNode& node, const Place& where, Statement& statement,
                      StatementSource& source) const {
    const JsonNode* resources = one_of(node, "Resource", "NotResource", where, resource_based_);
    if (resources == nullptr) {
      statement.resources.emplace_back();
      source.resources.push_back(node.span);
      return;
    }
    statement.not_resource = resources->key == "NotResource";
    const Place place = where / resources->key;
    for (const JsonNode& item : several(*resources, place)) {
      const std::string& text = string_of(item, place);
      auto pattern = ArnPattern::parse(text, document_.variables());
      if (!pattern)
        refuse(item.span, place, "`" + text + "` is no resource: it is `*` or an ARN of six parts");
      check_segments(item, text, place);
      statement.resources.push_back(std::move(*pattern));
      source.resources.push_back(item.span);
    }
  }

  // No wildcard in the service, no variable before the resource part.
  static void check_segments(const JsonNode& item, std::string_view text, const Place& place) {
    if (text == "*") return;
    for (int segment = 0; segment < 5; ++segment) {
      const std::string_view part = text.substr(0, text.find(':'));
      text.remove_prefix(part.size() + 1);
      if (segment <= 2 && part.empty())
        refuse(item.span, place,
               "its ARN names no " + std::string(segment == 1 ? "partition" : "service"));
      if (segment == 2 && part.find_first_of("*?") != std::string_view::npos)
        refuse(item.span, place, "its ARN has a wildcard in the service, which IAM does not take");
      if (segment >= 2 && part.find('$') != std::string_view::npos)
        refuse(item.span, place,
               "its ARN has a `$` before the resource part, where IAM takes no variable");
    }
  }

  static void read_conditions(const JsonNode& node, const Place& where, Statement& statement,
                              StatementSource& source) {
    if (!node.is_object()) refuse(node.span, where, "must be an object");
    if (node.items.empty()) refuse(node.span, where, "is empty");
    for (const JsonNode& operation : node.items) {
      const Place place = where / operation.key;
      if (!ConditionOperator::parse(operation.key))
        refuse(operation.key_span, where, "`" + operation.key + "` is no condition operator");
      if (!operation.is_object()) refuse(operation.span, place, "must be an object");
      if (operation.items.empty()) refuse(operation.span, place, "is empty");
      for (const JsonNode& key : operation.items) {
        check_characters(key.key_span, place, key.key);
        Condition condition{operation.key, key.key, {}};
        source.operators.push_back(operation.key_span);
        source.keys.push_back(key.key_span);
        source.values.emplace_back();
        for (const JsonNode& value : several(key, place / key.key)) {
          const bool literal =
              value.kind == JsonNode::Kind::Boolean || value.kind == JsonNode::Kind::Number;
          condition.values.push_back(literal ? value.text : string_of(value, place / key.key));
          source.values.back().push_back(value.span);
        }
        statement.conditions.push_back(std::move(condition));
      }
    }
  }

  bool resource_based_;
  PolicyDocument document_;
  std::set<std::string> sids_;
};

}  // namespace

PolicyDocument PolicyDocument::parse(std::string_view text, PolicyGrammar grammar) {
  JsonNode root;
  try {
    root = read_json(text);
  } catch (const JsonError& error) {
    const TextPlace place = place_of(text, error.span().begin);
    throw PolicyFault(error.span(), "line " + std::to_string(place.line) + ", column " +
                                        std::to_string(place.column) +
                                        ": not JSON: " + error.what());
  }
  return DocumentReader(grammar).read(root);
}

Policy Policy::parse(std::string_view text) {
  return PolicyDocument::parse(text, PolicyGrammar::Identity).policy;
}

}  // namespace scopedown
