#include "tests/support/authorisation_oracle.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>

namespace scopedown::testing {
namespace {

using Strings = std::vector<std::string>;

// A pattern's character: a wildcard, or one that means itself.
struct Letter {
  char byte = 0;
  bool wild = false;
};

using Letters = std::vector<Letter>;

std::string lower(std::string text) {
  for (char& byte : text)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  return text;
}

Letters letters_of(const std::string& text) {
  Letters letters;
  for (const char byte : text)
    letters.push_back({byte, byte == '*' || byte == '?'});
  return letters;
}

bool like(const Letters& pattern, std::size_t in_pattern, const std::string& text,
          std::size_t in_text) {
  if (in_pattern == pattern.size()) return in_text == text.size();
  const Letter letter = pattern[in_pattern];
  if (letter.wild && letter.byte == '*') {
    for (std::size_t end = in_text; end <= text.size(); ++end)
      if (like(pattern, in_pattern + 1, text, end)) return true;
    return false;
  }
  if (in_text == text.size()) return false;
  return (letter.wild || letter.byte == text[in_text]) &&
         like(pattern, in_pattern + 1, text, in_text + 1);
}

// The text with its variables filled in. None if one has no value.
std::optional<Letters> filled_letters(const std::string& text, bool variables,
                                      const ContextByDefinition& context) {
  Letters letters;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const std::size_t brace = text.find('}', index);
    if (!variables || text.compare(index, 2, "${") != 0 || brace == std::string::npos) {
      letters.push_back({text[index], text[index] == '*' || text[index] == '?'});
      continue;
    }
    const std::string name = text.substr(index + 2, brace - index - 2);
    index = brace;
    std::string value;
    const std::size_t comma = name.find(", '");
    const auto found = context.find(lower(name.substr(0, comma)));
    if (name == "*" || name == "?" || name == "$") {
      value = name;
    } else if (found != context.end() && found->second.size() == 1) {
      value = found->second.front();
    } else if (comma != std::string::npos) {
      value = name.substr(comma + 3, name.size() - comma - 4);
    } else {
      return std::nullopt;
    }
    for (const char byte : value)
      letters.push_back({byte, false});
  }
  return letters;
}

bool arn_like(const Letters& pattern, const std::string& arn) {
  if (pattern.size() == 1 && pattern[0].wild && pattern[0].byte == '*') return true;
  std::vector<Letters> patterns(1);
  for (const Letter& letter : pattern) {
    if (letter.byte == ':' && patterns.size() < 6) {
      patterns.emplace_back();
    } else {
      patterns.back().push_back(letter);
    }
  }
  Strings parts(1);
  for (const char byte : arn) {
    if (byte == ':' && parts.size() < 6) {
      parts.emplace_back();
    } else {
      parts.back() += byte;
    }
  }
  if (patterns.size() < 6 || parts.size() < 6) return false;
  for (std::size_t index = 0; index < 6; ++index)
    if (!like(patterns[index], 0, parts[index], 0)) return false;
  return true;
}

std::optional<double> number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return std::nullopt;
  return value;
}

std::optional<double> moment(const std::string& text) {
  std::tm time{};
  char zone = 0;
  if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%d%c", &time.tm_year, &time.tm_mon, &time.tm_mday,
                  &time.tm_hour, &time.tm_min, &time.tm_sec, &zone) != 7 ||
      zone != 'Z')
    return std::nullopt;
  time.tm_year -= 1900;
  time.tm_mon -= 1;
  return static_cast<double>(timegm(&time));
}

std::optional<unsigned long> ipv4(const std::string& text) {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%u.%u.%u.%u%c", &a, &b, &c, &d, &rest) != 4) return std::nullopt;
  return ((a * 256UL + b) * 256UL + c) * 256UL + d;
}

bool in_block(const std::string& address, const std::string& block) {
  const std::size_t slash = block.find('/');
  const auto base = ipv4(block.substr(0, slash));
  const auto asked = ipv4(address);
  const int bits = slash == std::string::npos ? 32 : std::atoi(block.c_str() + slash + 1);
  if (!base || !asked) return false;
  const unsigned long size = 1UL << static_cast<unsigned>(32 - bits);
  return *base / size == *asked / size;
}

bool compares(const std::string& how, const std::optional<double>& left,
              const std::optional<double>& right) {
  if (!left || !right) return false;
  if (how == "LessThan") return *left < *right;
  if (how == "LessThanEquals") return *left <= *right;
  if (how == "GreaterThan") return *left > *right;
  if (how == "GreaterThanEquals") return *left >= *right;
  return *left == *right;
}

std::string as_text(const Letters& letters) {
  std::string text;
  for (const Letter& letter : letters)
    text += letter.byte;
  return text;
}

// `name` without its Not.
bool value_matches(const std::string& name, const std::string& actual, const std::string& wanted,
                   bool variables, const ContextByDefinition& context) {
  if (name.starts_with("Numeric")) return compares(name.substr(7), number(actual), number(wanted));
  if (name.starts_with("Date")) return compares(name.substr(4), moment(actual), moment(wanted));
  if (name == "Bool") return lower(actual) == lower(wanted);
  if (name == "BinaryEquals") return actual == wanted;
  if (name == "IpAddress") return in_block(actual, wanted);
  const auto letters = filled_letters(wanted, variables, context);
  if (!letters) return false;
  if (name == "StringEquals") return as_text(*letters) == actual;
  if (name == "StringEqualsIgnoreCase") return lower(as_text(*letters)) == lower(actual);
  if (name == "StringLike") return like(*letters, 0, actual, 0);
  return arn_like(*letters, actual);  // ArnEquals, ArnLike
}

bool take(std::string& text, const std::string& word) {
  const std::size_t place = text.find(word);
  if (place == std::string::npos) return false;
  text.erase(place, word.size());
  return true;
}

Strings strings_of(const CaseJson& value) {
  if (!value.is_array()) return {value.is_string() ? value.get<std::string>() : value.dump()};
  Strings strings;
  for (const CaseJson& item : value)
    strings.push_back(item.is_string() ? item.get<std::string>() : item.dump());
  return strings;
}

// The request, taken apart.
struct Asked {
  std::string principal;
  std::string account;  // of the principal
  std::string role;     // its ARN, of a session
  std::string action;
  std::string resource;
  ContextByDefinition context;
};

Asked asked_of(const CaseJson& request) {
  Asked asked;
  asked.principal = request["principal"];
  asked.action = lower(request["action"]);
  asked.resource = request["resource"];
  if (asked.principal.starts_with("arn:aws:")) {
    const std::string rest =
        asked.principal.substr(13);  // after "arn:aws:sts::" or "arn:aws:iam::"
    asked.account = rest.substr(0, 12);
    const std::string name = rest.substr(13);
    if (name.starts_with("assumed-role/"))
      asked.role =
          "arn:aws:iam::" + asked.account + ":role/" + name.substr(13, name.find('/', 13) - 13);
    asked.context["aws:principalarn"] = {asked.role.empty() ? asked.principal : asked.role};
    asked.context["aws:principalaccount"] = {asked.account};
    if (name.starts_with("user/")) asked.context["aws:username"] = {name.substr(5)};
  }
  if (request.contains("context"))
    for (const auto& [key, value] : request["context"].items())
      if (!value.is_array() || !value.empty()) asked.context[lower(key)] = strings_of(value);
  const std::string before_name = asked.resource.substr(0, asked.resource.rfind(':'));
  const std::string account = before_name.substr(before_name.rfind(':') + 1);
  if (!account.empty()) asked.context.emplace("aws:resourceaccount", Strings{account});
  if (request.contains("resourceAccount"))
    asked.context["aws:resourceaccount"] = {request["resourceAccount"]};
  return asked;
}

bool any_action(const CaseJson& actions, const Asked& asked) {
  for (const std::string& pattern : strings_of(actions))
    if (like(letters_of(lower(pattern)), 0, asked.action, 0)) return true;
  return false;
}

bool any_resource(const CaseJson& resources, bool variables, const Asked& asked) {
  for (const std::string& pattern : strings_of(resources)) {
    const auto letters = filled_letters(pattern, variables, asked.context);
    if (letters && arn_like(*letters, asked.resource)) return true;
  }
  return false;
}

bool statement_applies(const CaseJson& statement, bool variables, const Asked& asked) {
  if (statement.contains("Action") && !any_action(statement["Action"], asked)) return false;
  if (statement.contains("NotAction") && any_action(statement["NotAction"], asked)) return false;
  if (statement.contains("Resource") && !any_resource(statement["Resource"], variables, asked))
    return false;
  if (statement.contains("NotResource") && any_resource(statement["NotResource"], variables, asked))
    return false;
  if (!statement.contains("Condition")) return true;
  for (const auto& [operation, keys] : statement["Condition"].items())
    for (const auto& [key, values] : keys.items())
      if (!holds_by_definition(operation, key, strings_of(values), variables, asked.context))
        return false;
  return true;
}

struct Named {
  bool at_all = false;
  bool role = false;
  bool itself = false;
};

Named named_by(const CaseJson& principal, const Asked& asked) {
  Named named;
  const auto look = [&](const std::string& kind, const std::string& name) {
    const bool account = !asked.account.empty();
    if (name == "*") named.itself = true;
    if (kind == "AWS" && account && name == asked.principal) {
      (name.find(":role/") != std::string::npos ? named.role : named.itself) = true;
    }
    if (kind != "AWS" && !account && name == asked.principal) named.itself = true;
    if (kind == "AWS" && account && name == asked.role) named.role = true;
    if (kind == "AWS" && account &&
        (name == asked.account || name == "arn:aws:iam::" + asked.account + ":root")) {
      named.at_all = true;
      if (asked.principal.ends_with(":root")) named.itself = true;
    }
  };
  if (principal.is_string()) {
    look("AWS", principal);
  } else {
    for (const auto& [kind, names] : principal.items())
      for (const std::string& name : strings_of(names))
        look(kind, name);
  }
  named.at_all = named.at_all || named.role || named.itself;
  return named;
}

LayerState state_of(const CaseJson& policies, bool has_principals, const Asked& asked,
                    TableCase* table) {
  LayerState state;
  for (const CaseJson& policy : policies) {
    state.present = true;
    const bool variables = policy.contains("Version") && policy["Version"] == "2012-10-17";
    CaseJson statements = policy["Statement"];
    if (!statements.is_array()) statements = CaseJson::array({statements});
    for (const CaseJson& statement : statements) {
      if (!statement_applies(statement, variables, asked)) continue;
      const Named named =
          has_principals ? named_by(statement["Principal"], asked) : Named{true, false, true};
      if (!named.at_all) continue;
      const bool allow = statement["Effect"] == "Allow";
      (allow ? state.allows : state.denies) = true;
      if (!allow || table == nullptr) continue;
      table->names_session = table->names_session || named.itself;
      table->names_role = table->names_role || named.role;
    }
  }
  return state;
}

}  // namespace

bool holds_by_definition(const std::string& operation, const std::string& key,
                         const Strings& values, bool variables,
                         const ContextByDefinition& context) {
  std::string name = operation;
  const bool for_all = take(name, "ForAllValues:");
  const bool for_any = take(name, "ForAnyValue:");
  const bool if_exists = take(name, "IfExists");
  const bool negated = take(name, "Not");
  const auto found = context.find(lower(key));
  const bool missing = found == context.end();
  if (name == "Null") {
    for (const std::string& value : values)
      if (lower(value) == (missing ? "true" : "false")) return true;
    return false;
  }
  if (missing) return if_exists || for_all || (negated && !for_any);
  std::size_t passing = 0;
  bool any_matches = false;
  for (const std::string& actual : found->second) {
    bool matches = false;
    for (const std::string& wanted : values)
      matches = matches || value_matches(name, actual, wanted, variables, context);
    any_matches = any_matches || matches;
    passing += matches != negated ? 1 : 0;
  }
  if (for_all) return passing == found->second.size();
  if (for_any) return passing > 0;
  return any_matches != negated;
}

std::string decision_by_table(const TableCase& table) {
  std::vector<LayerState> all{table.identity, table.boundary, table.session, table.resource};
  all.insert(all.end(), table.rcp.begin(), table.rcp.end());
  if (table.has_account) all.insert(all.end(), table.scp.begin(), table.scp.end());
  for (const LayerState& layer : all)
    if (layer.denies) return "explicitDeny";

  const bool limits = (!table.boundary.present || table.boundary.allows) &&
                      (!table.session.present || table.session.allows);
  const bool by_identity = (table.identity.allows || table.is_root) && limits;
  bool allowed = false;
  if (!table.has_account) {
    allowed = table.resource.allows;
  } else if (table.other_account) {
    allowed = by_identity && table.resource.allows;
  } else {
    const bool gate_open = !table.has_own_gate || !table.resource.present || table.resource.allows;
    allowed = (by_identity && gate_open) || (table.names_role && limits) || table.names_session;
  }
  if (table.has_account)
    for (const LayerState& level : table.scp)
      allowed = allowed && (!level.present || level.allows);
  return allowed ? "allowed" : "implicitDeny";
}

std::string decision_by_definition(const CaseJson& value) {
  const CaseJson& policies = value["policies"];
  const Asked asked = asked_of(value["request"]);
  const auto of = [&](const char* name) {
    return policies.contains(name) ? policies[name] : CaseJson::array();
  };
  TableCase table;
  table.identity = state_of(of("identity"), false, asked, nullptr);
  table.boundary = state_of(of("boundary"), false, asked, nullptr);
  table.session = state_of(of("session"), false, asked, nullptr);
  table.resource = state_of(of("resource"), true, asked, &table);
  for (const CaseJson& level : of("scp"))
    table.scp.push_back(state_of(level, false, asked, nullptr));
  for (const CaseJson& level : of("rcp"))
    table.rcp.push_back(state_of(level, true, asked, nullptr));
  table.has_account = !asked.account.empty();
  table.is_root = asked.principal.ends_with(":root");
  const auto account = asked.context.find("aws:resourceaccount");
  table.other_account = account != asked.context.end() && table.has_account &&
                        account->second.front() != asked.account;
  table.has_own_gate =
      (asked.action.starts_with("kms:") && asked.resource.starts_with("arn:aws:kms:")) ||
      (asked.action.starts_with("sts:") && asked.resource.starts_with("arn:aws:iam:"));
  return decision_by_table(table);
}

}  // namespace scopedown::testing
