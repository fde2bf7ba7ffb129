#include "generator/usage/interpretation.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "data/embedded.h"
#include "data/extraction.h"
#include "data/table.h"
#include "generator/error.h"
#include "generator/usage/list_text.h"
#include "generator/usage/resource_names.h"
#include "model/action.h"
#include "model/arn.h"
#include "model/arn_pattern.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

// Beyond this, a template filled from several lists at once says less than a `*`.
constexpr std::size_t filled_max = 1000;

bool equal_folded(std::string_view a, std::string_view b) {
  return folded_case(a) == folded_case(b);
}

// "GetFunction20150331v2" → "GetFunction", "CreateFunction2020_05_31" → "CreateFunction". No IAM
// action ends like that.
std::string_view without_version(std::string_view event) {
  std::string_view name = event;
  const auto take_digits = [&](std::size_t count) {
    if (name.size() < count) return false;
    const std::string_view tail = name.substr(name.size() - count);
    if (!std::ranges::all_of(tail, [](char c) { return c >= '0' && c <= '9'; })) return false;
    name.remove_suffix(count);
    return true;
  };
  const auto take_underscore = [&] {
    if (name.ends_with('_')) name.remove_suffix(1);
  };
  const std::size_t last_letter = name.find_last_not_of("0123456789");
  if (last_letter != std::string_view::npos && name[last_letter] == 'v' &&
      last_letter + 1 < name.size())
    name = name.substr(0, last_letter);
  if (!take_digits(2)) return event;
  take_underscore();
  if (!take_digits(2)) return event;
  take_underscore();
  return take_digits(4) ? name : event;
}

std::string_view partition_of(std::string_view region) {
  if (region.starts_with("cn-")) return "aws-cn";
  return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  Parts each(text, separator);
  while (each.next())
    parts.push_back(*each);
  return parts;
}

// A stretch of an ARN template, and the variable that follows it: "" at the end.
struct Piece {
  std::string_view literal;
  std::string_view variable;
};

std::vector<Piece> pieces_of(std::string_view arn_template) {
  std::vector<Piece> pieces;
  while (!arn_template.empty()) {
    const std::size_t begin = std::min(arn_template.find("${"), arn_template.size());
    const std::size_t end = std::min(arn_template.find('}', begin), arn_template.size());
    const std::size_t name = std::min(begin + 2, end);
    pieces.push_back({arn_template.substr(0, begin), arn_template.substr(name, end - name)});
    arn_template.remove_prefix(std::min(end + 1, arn_template.size()));
  }
  return pieces;
}

// What two names begin with alike, whole characters only.
std::string_view common_prefix(std::string_view a, std::string_view b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  auto length = static_cast<std::size_t>(ends.first - a.begin());
  while (length > 0 && length < a.size() &&
         (static_cast<unsigned char>(a[length]) & 0xC0U) == 0x80U)
    --length;
  return a.substr(0, length);
}

bool is_role_arn(std::string_view value) {
  const auto arn = Arn::parse(value);
  return arn && arn->service == "iam" && arn->account.size() == 12 &&
         arn->resource.starts_with("role/");
}

// ARNs inside of a policy document or an encryption context are talked about, not used.
bool is_mere_text(std::string_view path) {
  const std::string folded = folded_case(path);
  const std::size_t last = std::min(folded.rfind('.'), folded.size());
  const std::string_view before =
      last == folded.size() ? std::string_view() : std::string_view(folded).substr(0, last);
  for (const std::string_view word : {"policy", "statement", "encryptioncontext", "tag"})
    if (before.find(word) != std::string_view::npos) return true;
  return false;
}

// "instances[].iamInstanceProfile.roleArn" → "roleArn".
std::string_view last_name(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Some lists are of level Read: cloudwatch:DescribeAlarms.
bool lists(const CatalogueAction& action) {
  if (action.level == AccessLevel::List) return true;
  return action.level == AccessLevel::Read &&
         (action.action.name.starts_with("Describe") || action.action.name.starts_with("List"));
}

// The suffix that AWS draws for a secret: a hyphen and six letters or digits.
bool has_secret_suffix(std::string_view name) {
  return name.size() > 7 && name[name.size() - 7] == '-' &&
         std::ranges::all_of(name.substr(name.size() - 6), is_alphanumeric);
}

// An ARN of the log as a policy must say it.
std::string pattern_text(std::string_view arn) {
  arn = arn.substr(0, arn.find('|'));  // a shard's iterator: the stream's ARN, and more
  const auto parsed = Arn::parse(arn);
  if (parsed && parsed->service == "logs" && arn.ends_with(":*")) arn.remove_suffix(2);
  std::string text = ArnPattern::exactly(arn).text();
  if (parsed && parsed->service == "secretsmanager" && !has_secret_suffix(parsed->resource))
    text += "-??????";
  return text;
}

}  // namespace

// One row, taken apart; and what is made of it.
class Interpreter::Reading {
 public:
  Reading(const Interpreter& tables, const UsageKey& row);

  [[nodiscard]] Interpretation interpret();

 private:
  // A variable's names, and where the values said that the resource is.
  struct Bound {
    std::vector<ResourceName> names;  // empty: the log does not say
    bool folded = false;
    bool is_place = false;  // partition, region or account: does not tell one resource from another
  };

  // An ARN template with its variables filled.
  struct Filled {
    std::vector<std::string> texts;
    std::size_t bound_count = 0;    // variables that the log told
    std::size_t unbound_count = 0;  // and that it did not
    bool folded = false;
  };

  [[nodiscard]] bool holds(std::string_view when) const;
  [[nodiscard]] std::optional<std::vector<const CatalogueAction*>> actions() const;
  [[nodiscard]] std::vector<std::string_view> values(std::string_view path) const;
  [[nodiscard]] bool is_item(std::string_view path) const;
  [[nodiscard]] bool concerns(const Rule& rule) const;
  [[nodiscard]] std::vector<std::string_view> own_values() const;
  [[nodiscard]] std::vector<const Rule*> rules_for(std::string_view variable,
                                                   const ResourceType& type) const;
  void add_names(Bound& bound, std::string_view path, std::string_view transform) const;
  [[nodiscard]] std::string path_before_name() const;
  [[nodiscard]] Bound bind(std::string_view variable, const ResourceType& type) const;
  [[nodiscard]] static Bound known(std::string_view name);
  [[nodiscard]] static Bound place(const std::string& text);
  static void append(Filled& filled, const Bound& bound);
  [[nodiscard]] std::map<std::string_view, Bound> bind_all(const std::vector<Piece>& pieces,
                                                           const ResourceType& type) const;
  [[nodiscard]] Filled fill(std::string_view arn_template, const ResourceType& type) const;

  void interpret_action(const CatalogueAction& action);
  void add_arn(std::string_view arn, const std::vector<bool>& done, std::vector<bool>& covered);
  [[nodiscard]] std::string as_evaluated(const std::string& text, const ResourceType& type) const;
  void add_known_arns(std::vector<bool>& covered);
  void add_templates(const std::vector<bool>& covered);
  void add_further_templates(const ResourceType& type);
  void add_narrowest();
  void add_filled(const ResourceType& type, const Filled& filled);
  void add_passed_roles();
  ObservedAccess& add(std::string_view text, bool resolved, bool folded, std::string note);

  const Interpreter& tables_;
  const UsageKey& row_;
  std::string_view service_;
  std::string_view event_;
  std::vector<NamedValue> parameters_;
  std::vector<std::string> resources_;
  const Extraction::Source& source_;
  const CatalogueAction* action_ = nullptr;  // the one that is being interpreted
  bool found_ = false;                       // some access of it is known
  std::map<Access, ObservedAccess> accesses_;
};

Interpreter::Reading::Reading(const Interpreter& tables, const UsageKey& row)
    : tables_(tables),
      row_(row),
      service_(tables.service_of(row.event_source)),
      event_(without_version(row.event_name)),
      parameters_(named_values(row.parameters)),
      resources_(scopedown::values(row.resources)),
      source_(Extraction::built_in().of(row.event_source)) {}

Interpretation Interpreter::Reading::interpret() {
  const auto needed = actions();
  if (!needed) return {{}, "unknown_action"};
  if (needed->empty()) return {{}, "no_permission_needed"};
  for (const CatalogueAction* action : *needed)
    interpret_action(*action);
  Interpretation interpretation;
  for (auto& [access, observed] : accesses_)
    interpretation.accesses.push_back(std::move(observed));
  return interpretation;
}

// "PARAMETER": it is there. "PARAMETER=PATTERN": with a value like that, whatever its letter case.
bool Interpreter::Reading::holds(std::string_view when) const {
  const std::size_t equals = when.find('=');
  const std::vector<std::string_view> found = values(when.substr(0, equals));
  if (equals == std::string_view::npos) return !found.empty();
  const std::string glob = glob_of(folded_case(when.substr(equals + 1)));
  return std::ranges::any_of(
      found, [&](std::string_view value) { return wildcard_matches(glob, folded_case(value)); });
}

// Nothing if there is no such action; none if no permission is needed.
std::optional<std::vector<const CatalogueAction*>> Interpreter::Reading::actions() const {
  std::vector<const CatalogueAction*> needed;
  const auto exceptions =
      tables_.exceptions_.find(folded_case(std::string(service_) + ":" + std::string(event_)));
  if (exceptions != tables_.exceptions_.end()) {
    const Exception* otherwise = nullptr;
    for (const Exception& exception : exceptions->second) {
      if (exception.when.empty()) {
        otherwise = &exception;
      } else if (holds(exception.when)) {
        needed.insert(needed.end(), exception.actions.begin(), exception.actions.end());
      }
    }
    if (!needed.empty()) return needed;
    if (otherwise != nullptr) return otherwise->actions;
  }
  const CatalogueAction* same = tables_.catalogue_->find(service_, event_);
  if (same == nullptr) same = tables_.catalogue_->find(service_, row_.event_name);
  if (same == nullptr) return std::nullopt;
  needed.push_back(same);
  return needed;
}

std::vector<std::string_view> Interpreter::Reading::values(std::string_view path) const {
  std::vector<std::string_view> found;
  for (const NamedValue& parameter : parameters_)
    if (equal_folded(parameter.name, path)) found.push_back(parameter.value);
  if (is_item(path)) found.emplace_back(row_.fold_min);
  return found;
}

// True if the row's item may have stood at that path.
bool Interpreter::Reading::is_item(std::string_view path) const {
  if (row_.fold_min.empty()) return false;
  const Keeping* keeping = source_.find(path);
  return keeping != nullptr && keeping->item;
}

bool Interpreter::Reading::concerns(const Rule& rule) const {
  return std::ranges::any_of(parts_of(rule.events, ' '), [&](std::string_view event) {
    const std::size_t slash = event.find('/');
    return equal_folded(event.substr(0, slash), event_) &&
           (slash == std::string_view::npos || event.substr(slash + 1) == action_->action.name);
  });
}

// The values that belong to this action alone of an event that needs several: the record's
// resources[] mixes what they stand on.
std::vector<std::string_view> Interpreter::Reading::own_values() const {
  std::vector<std::string_view> own;
  const std::string prefix = std::string(service_) + ":";
  for (auto rules = tables_.rules_.lower_bound(prefix);
       rules != tables_.rules_.end() && rules->first.starts_with(prefix); ++rules)
    for (const Rule& rule : rules->second) {
      if (rule.events.find('/') == std::string_view::npos || !concerns(rule)) continue;
      const std::vector<std::string_view> found = values(rule.path);
      own.insert(own.end(), found.begin(), found.end());
    }
  return own;
}

// Rules about this event drive out the general ones, and so do rules about this type.
std::vector<const Interpreter::Rule*> Interpreter::Reading::rules_for(
    std::string_view variable, const ResourceType& type) const {
  std::vector<const Rule*> about_event;
  std::vector<const Rule*> about_type;
  std::vector<const Rule*> general;
  for (const Rule& rule : tables_.rules_of(type.service, variable)) {
    if (!rule.type.empty() && rule.type != type.name) continue;
    if (!rule.events.empty()) {
      if (concerns(rule)) about_event.push_back(&rule);
    } else {
      (rule.type.empty() ? general : about_type).push_back(&rule);
    }
  }
  if (!about_event.empty()) return about_event;
  return about_type.empty() ? general : about_type;
}

// The `path` of an IAM name that is being made: "/batch/" → "batch/".
std::string Interpreter::Reading::path_before_name() const {
  const std::vector<std::string_view> paths = values("path");
  if (paths.size() != 1 || paths.front().size() < 2) return "";
  std::string_view path = paths.front();
  if (path.starts_with('/')) path.remove_prefix(1);
  return escaped_name(path);
}

void Interpreter::Reading::add_names(Bound& bound, std::string_view path,
                                     std::string_view transform) const {
  const bool folded = row_.folded != 0 && row_.fold_min != row_.fold_max && is_item(path);
  if (folded) {
    for (ResourceName& name :
         resource_names(transform, common_prefix(row_.fold_min, row_.fold_max))) {
      name.text += '*';
      bound.names.push_back(std::move(name));
    }
    if (bound.names.empty()) bound.names.push_back({"*", std::nullopt, std::nullopt});
    bound.folded = true;
    return;
  }
  for (const std::string_view value : values(path))
    for (ResourceName& name : resource_names(transform, value)) {
      if (transform == "with_path") name.text.insert(0, path_before_name());
      bound.names.push_back(std::move(name));
    }
}

Interpreter::Reading::Bound Interpreter::Reading::bind(std::string_view variable,
                                                       const ResourceType& type) const {
  Bound bound;
  const std::vector<const Rule*> rules = rules_for(variable, type);
  const bool exclusive =
      !rules.empty() && (!rules.front()->events.empty() || !rules.front()->type.empty());
  const bool has_own_transform = std::ranges::any_of(
      rules, [&](const Rule* rule) { return equal_folded(rule->path, variable); });
  if (!exclusive && !has_own_transform) add_names(bound, variable, "");
  for (const Rule* rule : rules) {
    if (!bound.names.empty()) break;
    if (rule->when.empty() || holds(rule->when)) add_names(bound, rule->path, rule->transform);
  }
  return bound;
}

// "" is not known.
Interpreter::Reading::Bound Interpreter::Reading::known(std::string_view name) {
  return place(name.empty() ? "*" : escaped_name(name));
}

Interpreter::Reading::Bound Interpreter::Reading::place(const std::string& text) {
  return {{{text, std::nullopt, std::nullopt}}, false, true};
}

// Before the text is put together, since a queue's URL also tells the region that stands before it.
std::map<std::string_view, Interpreter::Reading::Bound> Interpreter::Reading::bind_all(
    const std::vector<Piece>& pieces, const ResourceType& type) const {
  std::map<std::string_view, Bound> bounds{{"Partition", known(partition_of(row_.region))},
                                           {"Region", known(row_.region)},
                                           {"Account", known(row_.account)}};
  for (const Piece& piece : pieces) {
    if (piece.variable.empty() || bounds.contains(piece.variable)) continue;
    const Bound& bound = bounds[piece.variable] = bind(piece.variable, type);
    if (bound.names.empty()) continue;
    if (const auto& region = bound.names.front().region) bounds["Region"] = place(*region);
    if (const auto& account = bound.names.front().account) bounds["Account"] = place(*account);
  }
  return bounds;
}

Interpreter::Reading::Filled Interpreter::Reading::fill(std::string_view arn_template,
                                                        const ResourceType& type) const {
  const std::vector<Piece> pieces = pieces_of(arn_template);
  const std::map<std::string_view, Bound> bounds = bind_all(pieces, type);
  Filled filled{{""}, 0, 0, false};
  for (const Piece& piece : pieces) {
    for (std::string& text : filled.texts)
      text.append(piece.literal);
    if (piece.literal.find('*') != std::string_view::npos) ++filled.unbound_count;
    if (!piece.variable.empty()) append(filled, bounds.at(piece.variable));
  }
  return filled;
}

void Interpreter::Reading::append(Filled& filled, const Bound& bound) {
  const bool known = !bound.names.empty() && filled.texts.size() * bound.names.size() <= filled_max;
  filled.folded |= bound.folded;
  if (!bound.is_place) ++(known ? filled.bound_count : filled.unbound_count);
  std::vector<std::string> longer;
  for (const std::string& text : filled.texts) {
    if (!known) longer.push_back(text + "*");
    for (std::size_t index = 0; known && index < bound.names.size(); ++index)
      longer.push_back(text + bound.names[index].text);
  }
  filled.texts = std::move(longer);
}

void Interpreter::Reading::interpret_action(const CatalogueAction& action) {
  action_ = &action;
  found_ = false;
  if (action.types.empty() || tables_.is_overridden(action, "any")) {
    add("*", true, false, "");
  } else {
    std::vector<bool> covered(action.types.size(), false);
    add_known_arns(covered);
    add_templates(covered);
    if (!found_) add_narrowest();
  }
  if (row_.error_class != "denied") add_passed_roles();
}

// Adds an ARN of the log under each type of the action that it is of, unless that type is `done`.
void Interpreter::Reading::add_arn(std::string_view arn, const std::vector<bool>& done,
                                   std::vector<bool>& covered) {
  if (!Arn::parse(arn)) return;
  const std::string text = pattern_text(arn);
  const auto pattern = ArnPattern::parse(text);
  if (!pattern) return;
  for (std::size_t index = 0; index < covered.size(); ++index) {
    const TypeIndex type = action_->types[index].type;
    if (done[index] || !tables_.catalogue_->is_of(*pattern, type)) continue;
    add(as_evaluated(text, tables_.catalogue_->types()[type]), true, false, "");
    covered[index] = true;
  }
}

// The record's own ARNs, then those among the parameters for the types that it has none of.
void Interpreter::Reading::add_known_arns(std::vector<bool>& covered) {
  const std::vector<bool> none(covered.size(), false);
  if (const std::vector<std::string_view> own = own_values(); !own.empty()) {
    for (const std::string_view value : own)
      add_arn(value, none, covered);
    return;
  }
  for (const std::string& arn : resources_)
    add_arn(arn, none, covered);
  // IAM takes a user that is not named to be the caller.
  const std::string_view caller = row_.who.principal;
  if (service_ == "iam" && values("userName").empty() &&
      caller.find(":user/") != std::string_view::npos)
    add_arn(caller, none, covered);
  const std::vector<bool> by_record = covered;
  for (const NamedValue& parameter : parameters_)
    if (parameter.value.starts_with("arn:") && !is_mere_text(parameter.name))
      add_arn(parameter.value, by_record, covered);
}

// A log group as AWS evaluates it.
std::string Interpreter::Reading::as_evaluated(const std::string& text,
                                               const ResourceType& type) const {
  const bool is_group = type.name == "log-group" && tables_.is_overridden(*action_, "log_group");
  return is_group ? text + ":*" : text;
}

// Required types as far as the log tells, others only if it tells everything.
void Interpreter::Reading::add_templates(const std::vector<bool>& covered) {
  const bool one_of = tables_.is_overridden(*action_, "one_of");
  std::vector<std::pair<const ResourceType*, Filled>> partial;
  for (std::size_t index = 0; index < covered.size(); ++index) {
    const auto [type_index, required, created] = action_->types[index];
    const ResourceType& type = tables_.catalogue_->types()[type_index];
    add_further_templates(type);
    if (covered[index]) continue;
    Filled filled = fill(templates_of(type).front(), type);
    if (filled.unbound_count == 0 && ((required && !one_of) || filled.bound_count > 0)) {
      add_filled(type, filled);
    } else if (required) {
      partial.emplace_back(&type, std::move(filled));
    }
  }
  if (one_of && (found_ || partial.size() > 1)) return;
  for (const auto& [type, filled] : partial)
    add_filled(*type, filled);
}

// A type's other templates, where they say more than the first: a function's version.
void Interpreter::Reading::add_further_templates(const ResourceType& type) {
  const std::vector<std::string_view> templates = templates_of(type);
  for (std::size_t index = 1; index < templates.size(); ++index) {
    const Filled first = fill(templates.front(), type);
    const Filled filled = fill(templates[index], type);
    if (filled.unbound_count == 0 && filled.bound_count > first.bound_count)
      add_filled(type, filled);
  }
}

// Nothing is known for sure: the templates that are filled furthest. Where none of them is filled
// at all, every type may be meant, and so every type is; a list was then asked for everything.
void Interpreter::Reading::add_narrowest() {
  std::vector<std::pair<const ResourceType*, Filled>> candidates;
  std::size_t bound_most = 0;
  std::size_t unbound_least = std::string_view::npos;
  for (const auto& [type_index, required, created] : action_->types) {
    const ResourceType& type = tables_.catalogue_->types()[type_index];
    const Filled& filled =
        candidates.emplace_back(&type, fill(templates_of(type).front(), type)).second;
    if (filled.bound_count > bound_most) unbound_least = std::string_view::npos;
    bound_most = std::max(bound_most, filled.bound_count);
    if (filled.bound_count == bound_most)
      unbound_least = std::min(unbound_least, filled.unbound_count);
  }
  for (const auto& [type, filled] : candidates)
    if (filled.bound_count == bound_most &&
        (filled.unbound_count == unbound_least || (bound_most == 0 && unbound_least > 0)))
      add_filled(*type, filled);
}

void Interpreter::Reading::add_filled(const ResourceType& type, const Filled& filled) {
  const bool lists_all = filled.bound_count == 0 && filled.unbound_count > 0 && lists(*action_) &&
                         row_.error_class != "denied";
  const bool created = std::ranges::any_of(action_->types, [&](const ActionType& supported) {
    return supported.created && &tables_.catalogue_->types()[supported.type] == &type;
  });
  std::string note;
  if (lists_all) {
    note = "asked for all of them";
  } else if (created && filled.unbound_count > 0) {
    note = "AWS names what the call makes";
  } else if (filled.unbound_count > 0) {
    note = "the log does not say which";
  }
  for (const std::string& text : filled.texts)
    add(as_evaluated(text, type), filled.unbound_count == 0 || lists_all || created, filled.folded,
        note)
        .named = filled.unbound_count == 0;
}

// A role's ARN in a write, under a name that says so; or in any call that AWS says passes one.
void Interpreter::Reading::add_passed_roles() {
  const CatalogueAction* pass_role = tables_.catalogue_->find("iam", "PassRole");
  if (pass_role == nullptr || service_ == "sts" || action_->level != AccessLevel::Write) return;
  const bool passes = std::ranges::any_of(
      action_->dependents, [](const Action& action) { return action.text() == "iam:PassRole"; });
  if (service_ == "iam" && !passes) return;
  const CatalogueAction* caller = std::exchange(action_, pass_role);
  for (const NamedValue& parameter : parameters_) {
    if (!is_role_arn(parameter.value) || is_mere_text(parameter.name)) continue;
    if (passes || folded_case(last_name(parameter.name)).find("role") != std::string::npos)
      add(pattern_text(parameter.value), true, false, "passed to " + std::string(service_));
  }
  if (service_ == "iam")  // names the role, without its path
    for (const std::string_view role : values("roleName"))
      add("arn:" + std::string(partition_of(row_.region)) + ":iam::" + row_.account + ":role/" +
              escaped_name(role),
          true, false, "passed to a machine, by its profile");
  action_ = caller;
}

ObservedAccess& Interpreter::Reading::add(std::string_view text, bool resolved, bool folded,
                                          std::string note) {
  const auto pattern = ArnPattern::parse(text);
  ensure(pattern.has_value(), "an interpreted resource is a pattern");
  Access access{action_->action, *pattern};
  const auto [place, is_new] = accesses_.try_emplace(
      access, ObservedAccess{access, resolved, folded, true, std::move(note)});
  if (!is_new) place->second.resolved |= resolved;
  found_ = true;
  return place->second;
}

Interpreter::Interpreter(const Catalogue& catalogue) : catalogue_(&catalogue) {
  read_sources();
  read_exceptions();
  read_rules();
  read_overrides();
}

Interpretation Interpreter::interpret(const UsageKey& row) const {
  return Reading(*this, row).interpret();
}

std::string_view Interpreter::service_of(std::string_view event_source) const {
  for (const std::string_view domain : {".amazonaws.com.cn", ".amazonaws.com", ".aws.internal"})
    if (event_source.ends_with(domain)) event_source.remove_suffix(domain.size());
  if (const auto found = services_.find(event_source); found != services_.end())
    return found->second;
  event_source = event_source.substr(0, event_source.find('.'));
  const auto found = services_.find(event_source);
  return found == services_.end() ? event_source : found->second;
}

bool Interpreter::is_overridden(const CatalogueAction& action, std::string_view rule) const {
  return std::ranges::any_of(overrides_, [&](const Override& override_row) {
    return override_row.rule == rule &&
           wildcard_matches(override_row.glob, folded_case(action.action.text()));
  });
}

const std::vector<Interpreter::Rule>& Interpreter::rules_of(std::string_view service,
                                                            std::string_view variable) const {
  static const std::vector<Rule> none;
  const auto found = rules_.find(folded_case(std::string(service) + ":" + std::string(variable)));
  return found == rules_.end() ? none : found->second;
}

void Interpreter::read_sources() {
  TableReader rows(embedded_table("event_sources.tsv"), {"label", "service", "source"});
  while (rows.next())
    services_.emplace(rows[0], rows[1]);
}

void Interpreter::read_exceptions() {
  TableReader rows(embedded_table("event_exceptions.tsv"),
                   {"service", "event", "when", "actions", "source"});
  while (rows.next()) {
    Exception exception{rows[2], {}};
    for (const std::string_view text : parts_of(rows[3] == "-" ? "" : rows[3], ' ')) {
      const std::size_t colon = text.find(':');
      const CatalogueAction* action =
          catalogue_->find(text.substr(0, colon), text.substr(colon + 1));
      if (action != nullptr) exception.actions.push_back(action);  // another catalogue may lack it
    }
    exceptions_[folded_case(std::string(rows[0]) + ":" + std::string(rows[1]))].push_back(
        std::move(exception));
  }
}

void Interpreter::read_rules() {
  TableReader rows(embedded_table("parameters.tsv"),
                   {"service", "variable", "path", "transform", "event", "type", "when", "flags"});
  while (rows.next()) {
    if (rows[1] == "-") continue;
    rows.expect(is_transform(rows[3]), "a transform of generator/usage/resource_names.h");
    rules_[folded_case(std::string(rows[0]) + ":" + std::string(rows[1]))].push_back(
        {rows[2], rows[3], rows[4], rows[5], rows[6]});
  }
}

void Interpreter::read_overrides() {
  TableReader rows(embedded_table("overrides.tsv"), {"service", "action", "rule", "why"});
  while (rows.next())
    overrides_.push_back(
        {glob_of(folded_case(std::string(rows[0]) + ":" + std::string(rows[1]))), rows[2]});
}

}  // namespace scopedown
