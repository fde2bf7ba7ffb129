#include "generator/usage/interpretation.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "data/extraction.h"
#include "generator/error.h"
#include "generator/usage/interpretation_tables.h"
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
constexpr std::size_t arn_size_usual = 96;

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

// Source: the partitions of AWS's SDKs.
std::string_view partition_of(std::string_view region) {
  struct Partition {
    std::string_view regions;
    std::string_view name;
  };

  constexpr std::array<Partition, 7> others{{{"cn-", "aws-cn"},
                                             {"us-gov-", "aws-us-gov"},
                                             {"us-iso-", "aws-iso"},
                                             {"us-isob-", "aws-iso-b"},
                                             {"eu-isoe-", "aws-iso-e"},
                                             {"us-isof-", "aws-iso-f"},
                                             {"eusc-", "aws-eusc"}}};
  for (const Partition& partition : others)
    if (region.starts_with(partition.regions)) return partition.name;
  return "aws";
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
bool is_mere_text(std::string_view folded_path) {
  const std::size_t last = folded_path.rfind('.');
  const std::string_view before =
      last == std::string_view::npos ? std::string_view() : folded_path.substr(0, last);
  for (const std::string_view word : {"policy", "statement", "encryptioncontext", "tag"})
    if (before.find(word) != std::string_view::npos) return true;
  return false;
}

// "instances[].iamInstanceProfile.roleArn" → "roleArn".
std::string_view last_name(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

// A `*` that we put there, and not an escaped one of the name's own.
bool has_wildcard(std::string_view name) {
  for (std::size_t at = name.find('*'); at != std::string_view::npos; at = name.find('*', at + 1))
    if (at < 2 || name.substr(at - 2, 2) != "${") return true;
  return false;
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "CreateDBInstance" → "dbinstance".
std::string noun_of(std::string_view action) {
  std::size_t begin = 1;
  while (begin < action.size() && !(action[begin] >= 'A' && action[begin] <= 'Z'))
    ++begin;
  return folded_case(action.substr(std::min(begin, action.size())));
}

// "dbinstanceidentifier" names a "dbinstance".
bool is_name_of(std::string_view parameter, std::string_view noun) {
  if (noun.empty() || !parameter.starts_with(noun)) return false;
  const std::string_view rest = parameter.substr(noun.size());
  return rest == "identifier" || rest == "name" || rest == "id";
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

// How AWS writes a log group with all its streams, behind the group's ARN.
constexpr std::string_view group_tail = ":*";

ArnPattern pattern_of(std::string_view text) {
  const auto pattern = ArnPattern::parse(text);
  ensure(pattern.has_value(), "an interpreted resource is a pattern");
  return *pattern;
}

// An ARN of the log as a policy must say it; none if it is no ARN.
std::optional<ArnPattern> pattern_of_arn(std::string_view arn) {
  arn = arn.substr(0, arn.find('|'));  // a shard's iterator: the stream's ARN, and more
  const auto parsed = Arn::parse(arn);
  if (!parsed) return std::nullopt;
  if (parsed->service == "logs" && arn.ends_with(":*")) arn.remove_suffix(2);
  ArnPattern pattern = ArnPattern::exactly(arn);
  if (parsed->service == "secretsmanager" && !has_secret_suffix(parsed->resource))
    return ArnPattern::parse(pattern.text() + "-??????");
  return pattern;
}

}  // namespace

// One row, taken apart; and what is made of it.
class Interpreter::Reading {
 public:
  Reading(const InterpretationTables& tables, const UsageKey& row);

  [[nodiscard]] Interpretation interpret();

 private:
  using Rule = InterpretationTables::Rule;
  using Piece = InterpretationTables::Piece;
  using Template = InterpretationTables::Template;

  // As ObservedAccess says.
  struct Outcome {
    bool resolved = true;
    bool folded = false;
    bool named = true;
    std::string note;
  };

  // A variable's names, and where the values said that the resource is.
  struct Bound {
    std::vector<ResourceName> names;  // empty: the log does not say
    bool folded = false;
    bool is_place = false;  // partition, region or account: does not tell one resource from another
  };

  // By variable; of two for the same the first counts.
  using Bounds = std::vector<std::pair<std::string_view, Bound>>;

  // An ARN template with its variables filled.
  struct Filled {
    std::vector<std::string> texts;
    std::size_t bound_count = 0;    // variables that the log told
    std::size_t unbound_count = 0;  // and that it did not
    bool folded = false;
    bool open = false;  // a name is known in part: the role that a service keeps for itself
  };

  [[nodiscard]] bool holds(const InterpretationTables::When& when) const;
  [[nodiscard]] std::optional<std::vector<const CatalogueAction*>> actions() const;
  template <class Take>
  void for_each_value(std::string_view folded_path, Take take) const;
  [[nodiscard]] std::vector<std::string_view> values(std::string_view folded_path) const;
  [[nodiscard]] bool is_item(std::string_view path) const;
  [[nodiscard]] bool concerns(const Rule& rule) const;
  [[nodiscard]] std::vector<std::string_view> own_values() const;
  [[nodiscard]] std::vector<const Rule*> rules_for(const Piece& piece,
                                                   const ResourceType& type) const;
  void add_names(Bound& bound, std::string_view path, std::string_view transform) const;
  [[nodiscard]] std::string path_before_name() const;
  [[nodiscard]] Bound bind(const Piece& piece, const ResourceType& type) const;
  [[nodiscard]] std::optional<Bound> named_account() const;
  [[nodiscard]] static Bound known(std::string_view name);
  [[nodiscard]] static Bound place(std::string text);
  static void append(Filled& filled, const Bound& bound);
  [[nodiscard]] Bounds bind_all(const Template& pieces, const ResourceType& type) const;
  [[nodiscard]] static const Bound* find_bound(const Bounds& bounds, std::string_view variable);
  [[nodiscard]] const Bound& bound_of(const Bounds& bounds, std::string_view variable) const;
  [[nodiscard]] Filled fill(const Template& pieces, const ResourceType& type) const;
  [[nodiscard]] Filled fill_first(TypeIndex type) const;

  void interpret_action(const CatalogueAction& action);
  void add_arn(std::string_view arn, const std::vector<bool>& done, std::vector<bool>& covered);
  [[nodiscard]] bool is_as_a_group(TypeIndex type) const;
  void add_known_arns(std::vector<bool>& covered);
  void add_templates(const std::vector<bool>& covered);
  void add_further_templates(TypeIndex type);
  void add_narrowest();
  void add_filled(const ResourceType& type, const Filled& filled);
  [[nodiscard]] std::string wide_text(TypeIndex type) const;
  void add_passed_roles();
  void add_role_names();
  void add_tagging();
  [[nodiscard]] bool is_tagged(const ArnPattern& resource) const;
  Outcome& add(const ArnPattern& resource, bool resolved, bool folded, std::string note);
  void add_passed_role(const ArnPattern& role);

  const InterpretationTables& tables_;
  const Catalogue& catalogue_;
  const UsageKey& row_;
  std::string_view service_;
  std::string_view event_;
  std::string key_;  // folded "service:event"
  std::vector<NamedValue> parameters_;
  std::vector<std::string> folded_names_;  // of the parameters
  std::vector<std::string> resources_;
  const Extraction::Source& source_;
  const InterpretationTables::Rules& own_rules_;
  const InterpretationTables::Rules& account_rules_;
  const Bound partition_;
  const Bound region_;
  const Bound account_;
  const CatalogueAction* action_ = nullptr;  // the one that is being interpreted
  bool found_ = false;                       // some access of it is known
  std::map<Access, Outcome> outcomes_;
};

Interpreter::Reading::Reading(const InterpretationTables& tables, const UsageKey& row)
    : tables_(tables),
      catalogue_(tables.catalogue()),
      row_(row),
      service_(tables.service_of(row.event_source)),
      event_(without_version(row.event_name)),
      key_(folded_case(std::string(service_).append(":").append(event_))),
      parameters_(named_values(row.parameters)),
      resources_(scopedown::values(row.resources)),
      source_(Extraction::built_in().of(row.event_source)),
      own_rules_(tables.own_rules_of(key_)),
      account_rules_(tables.account_rules_of(service_)),
      partition_(known(partition_of(row.region))),
      region_(known(row.region)),
      account_(known(row.account)) {
  folded_names_.reserve(parameters_.size());
  for (const NamedValue& parameter : parameters_)
    folded_names_.push_back(folded_case(parameter.name));
}

Interpretation Interpreter::Reading::interpret() {
  const auto needed = actions();
  if (!needed) return {{}, "unknown_action"};
  if (needed->empty()) return {{}, "no_permission_needed"};
  for (const CatalogueAction* action : *needed)
    interpret_action(*action);
  Interpretation interpretation;
  while (!outcomes_.empty()) {
    auto node = outcomes_.extract(outcomes_.begin());
    auto& [resolved, folded, named, note] = node.mapped();
    interpretation.accesses.push_back(
        {std::move(node.key()), resolved, folded, named, std::move(note)});
  }
  return interpretation;
}

// Whatever the letter case of a value.
bool Interpreter::Reading::holds(const InterpretationTables::When& when) const {
  if (!when.error_class.empty()) return row_.error_class == when.error_class;
  if (when.path.empty()) return true;
  const std::vector<std::string_view> found = values(when.path);
  if (when.glob.empty()) return !found.empty();
  return std::ranges::any_of(found, [&](std::string_view value) {
    return wildcard_matches(when.glob, folded_case(value));
  });
}

// Nothing if there is no such action; none if no permission is needed.
std::optional<std::vector<const CatalogueAction*>> Interpreter::Reading::actions() const {
  std::vector<const CatalogueAction*> needed;
  std::vector<const CatalogueAction*> added;
  const InterpretationTables::Exception* otherwise = nullptr;
  for (const InterpretationTables::Exception& exception : tables_.exceptions_of(key_)) {
    if (exception.when.is_empty() && !exception.adds) {
      otherwise = &exception;
    } else if (holds(exception.when)) {
      std::vector<const CatalogueAction*>& target = exception.adds ? added : needed;
      target.insert(target.end(), exception.actions.begin(), exception.actions.end());
    }
  }
  if (needed.empty() && otherwise != nullptr) {
    needed = otherwise->actions;
  } else if (needed.empty()) {
    const CatalogueAction* same = catalogue_.find(service_, event_);
    if (same == nullptr) same = catalogue_.find(service_, row_.event_name);
    if (same == nullptr) return std::nullopt;
    needed.push_back(same);
  }
  needed.insert(needed.end(), added.begin(), added.end());
  return needed;
}

template <class Take>
void Interpreter::Reading::for_each_value(std::string_view folded_path, Take take) const {
  for (std::size_t index = 0; index < parameters_.size(); ++index)
    if (folded_names_[index] == folded_path) take(std::string_view(parameters_[index].value));
  if (is_item(folded_path)) take(std::string_view(row_.fold_min));
}

std::vector<std::string_view> Interpreter::Reading::values(std::string_view folded_path) const {
  std::vector<std::string_view> found;
  for_each_value(folded_path, [&](std::string_view value) { found.push_back(value); });
  return found;
}

// True if the row's item may have stood at that path.
bool Interpreter::Reading::is_item(std::string_view path) const {
  if (row_.fold_min.empty()) return false;
  const Keeping* keeping = source_.find(path);
  return keeping != nullptr && keeping->item;
}

bool Interpreter::Reading::concerns(const Rule& rule) const {
  const std::string_view event = std::string_view(key_).substr(key_.find(':') + 1);
  return std::ranges::any_of(rule.events, [&](const InterpretationTables::EventOf& of) {
    return of.event == event && (of.action.empty() || of.action == action_->action.name);
  });
}

// The values that belong to this action alone of an event that needs several: the record's
// resources[] mixes what they stand on.
std::vector<std::string_view> Interpreter::Reading::own_values() const {
  std::vector<std::string_view> own;
  for (const Rule& rule : own_rules_) {
    if (!concerns(rule)) continue;
    for_each_value(rule.path, [&](std::string_view value) { own.push_back(value); });
  }
  return own;
}

// Rules about this event drive out the general ones, and so do rules about this type.
std::vector<const InterpretationTables::Rule*> Interpreter::Reading::rules_for(
    const Piece& piece, const ResourceType& type) const {
  std::vector<const Rule*> rules;
  int closest = 0;
  for (const Rule& rule : *piece.rules) {
    if (!rule.type.empty() && rule.type != type.name) continue;
    if (!rule.events.empty() && !concerns(rule)) continue;
    const int closeness = !rule.events.empty() ? 2 : (rule.type.empty() ? 0 : 1);
    if (closeness > closest) rules.clear();
    closest = std::max(closest, closeness);
    if (closeness == closest) rules.push_back(&rule);
  }
  return rules;
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
  for_each_value(path, [&](std::string_view value) {
    for (ResourceName& name : resource_names(transform, value)) {
      if (transform == "with_path") name.text.insert(0, path_before_name());
      bound.names.push_back(std::move(name));
    }
  });
}

Interpreter::Reading::Bound Interpreter::Reading::bind(const Piece& piece,
                                                       const ResourceType& type) const {
  Bound bound;
  const std::vector<const Rule*> rules = rules_for(piece, type);
  const bool exclusive =
      !rules.empty() && (!rules.front()->events.empty() || !rules.front()->type.empty());
  const bool has_own_transform = std::ranges::any_of(
      rules, [&](const Rule* rule) { return rule->path == piece.folded_variable; });
  if (!exclusive && !has_own_transform) add_names(bound, piece.folded_variable, "");
  for (const Rule* rule : rules) {
    if (!bound.names.empty() && !rule->also) continue;
    if (holds(rule->when)) add_names(bound, rule->path, rule->transform);
  }
  return bound;
}

// Where the request says whose the resource is: another account's repository, catalogue or queue.
std::optional<Interpreter::Reading::Bound> Interpreter::Reading::named_account() const {
  std::optional<Bound> bound;
  for (const Rule& rule : account_rules_) {
    if (!rule.events.empty() && !concerns(rule)) continue;
    for (const std::string_view value : values(rule.path))
      for (const ResourceName& name : resource_names(rule.transform, value))
        bound = place(name.text);
  }
  return bound;
}

// "" is not known.
Interpreter::Reading::Bound Interpreter::Reading::known(std::string_view name) {
  return place(name.empty() ? "*" : escaped_name(name));
}

Interpreter::Reading::Bound Interpreter::Reading::place(std::string text) {
  Bound bound{{}, false, true};
  bound.names.push_back({std::move(text), std::nullopt, std::nullopt});
  return bound;
}

// Before the text is put together, since a queue's URL also tells the region that stands before it.
// What stands for itself is left out: the call's own partition, region and account.
Interpreter::Reading::Bounds Interpreter::Reading::bind_all(const Template& pieces,
                                                            const ResourceType& type) const {
  Bounds bounds;
  if (auto account = named_account()) bounds.emplace_back("Account", std::move(*account));
  for (const Piece& piece : pieces) {
    if (piece.variable.empty() || piece.is_place || find_bound(bounds, piece.variable) != nullptr)
      continue;
    Bound bound = bind(piece, type);
    if (!bound.names.empty()) {
      // The last that speaks of a place is believed, hence it stands first.
      if (const auto& region = bound.names.front().region)
        bounds.insert(bounds.begin(), {"Region", place(*region)});
      if (const auto& account = bound.names.front().account)
        bounds.insert(bounds.begin(), {"Account", place(*account)});
    }
    bounds.emplace_back(piece.variable, std::move(bound));
  }
  return bounds;
}

const Interpreter::Reading::Bound* Interpreter::Reading::find_bound(const Bounds& bounds,
                                                                    std::string_view variable) {
  const auto found =
      std::ranges::find(bounds, variable, [](const auto& bound) { return bound.first; });
  return found == bounds.end() ? nullptr : &found->second;
}

const Interpreter::Reading::Bound& Interpreter::Reading::bound_of(const Bounds& bounds,
                                                                  std::string_view variable) const {
  if (const Bound* bound = find_bound(bounds, variable)) return *bound;
  if (variable == "Partition") return partition_;
  return variable == "Region" ? region_ : account_;
}

Interpreter::Reading::Filled Interpreter::Reading::fill(const Template& pieces,
                                                        const ResourceType& type) const {
  const Bounds bounds = bind_all(pieces, type);
  Filled filled{std::vector<std::string>(1), 0, 0, false, false};
  filled.texts.front().reserve(arn_size_usual);
  for (const Piece& piece : pieces) {
    for (std::string& text : filled.texts)
      text.append(piece.literal);
    if (piece.literal.find('*') != std::string_view::npos) ++filled.unbound_count;
    if (!piece.variable.empty()) append(filled, bound_of(bounds, piece.variable));
  }
  return filled;
}

Interpreter::Reading::Filled Interpreter::Reading::fill_first(TypeIndex type) const {
  return fill(tables_.templates_of_type(type).front(), catalogue_.types()[type]);
}

void Interpreter::Reading::append(Filled& filled, const Bound& bound) {
  const bool known = !bound.names.empty() && filled.texts.size() * bound.names.size() <= filled_max;
  filled.folded |= bound.folded;
  filled.open |= known && !bound.folded && !bound.is_place &&
                 std::ranges::any_of(
                     bound.names, [](const ResourceName& name) { return has_wildcard(name.text); });
  if (!bound.is_place) ++(known ? filled.bound_count : filled.unbound_count);
  if (!known || bound.names.size() == 1) {
    for (std::string& text : filled.texts)
      text += known ? std::string_view(bound.names.front().text) : "*";
    return;
  }
  std::vector<std::string> longer;
  for (const std::string& text : filled.texts)
    for (const ResourceName& name : bound.names)
      longer.push_back(text + name.text);
  filled.texts = std::move(longer);
}

void Interpreter::Reading::interpret_action(const CatalogueAction& action) {
  action_ = &action;
  found_ = false;
  if (action.types.empty() || tables_.is_overridden(action, InterpretationTables::Any)) {
    add(ArnPattern(), true, false, "");
  } else {
    std::vector<bool> covered(action.types.size(), false);
    add_known_arns(covered);
    add_templates(covered);
    if (!found_) add_narrowest();
  }
  if (row_.error_class == "denied") return;
  add_passed_roles();
  add_tagging();
}

// Adds an ARN of the log under each type of the action that it is of, unless that type is `done`.
void Interpreter::Reading::add_arn(std::string_view arn, const std::vector<bool>& done,
                                   std::vector<bool>& covered) {
  const auto pattern = pattern_of_arn(arn);
  if (!pattern) return;
  for (std::size_t index = 0; index < covered.size(); ++index) {
    const TypeIndex type = action_->types[index].type;
    if (done[index] || !catalogue_.is_of(*pattern, type)) continue;
    add(is_as_a_group(type) ? pattern_of(pattern->text() + std::string(group_tail)) : *pattern,
        true, false, "");
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
  if (service_ == "iam" && values("username").empty() &&
      caller.find(":user/") != std::string_view::npos)
    add_arn(caller, none, covered);
  const std::vector<bool> by_record = covered;
  for (std::size_t index = 0; index < parameters_.size(); ++index)
    if (parameters_[index].value.starts_with("arn:") && !is_mere_text(folded_names_[index]) &&
        !tables_.holds_another(service_, folded_names_[index]))
      add_arn(parameters_[index].value, by_record, covered);
}

// A log group, which AWS evaluates with all its streams.
bool Interpreter::Reading::is_as_a_group(TypeIndex type) const {
  return catalogue_.types()[type].name == "log-group" &&
         tables_.is_overridden(*action_, InterpretationTables::LogGroup);
}

// Required types as far as the log tells, others only if it tells everything.
void Interpreter::Reading::add_templates(const std::vector<bool>& covered) {
  const bool one_of = tables_.is_overridden(*action_, InterpretationTables::OneOf);
  std::vector<std::pair<const ResourceType*, Filled>> partial;
  for (std::size_t index = 0; index < covered.size(); ++index) {
    const auto [type_index, required, created] = action_->types[index];
    const ResourceType& type = catalogue_.types()[type_index];
    add_further_templates(type_index);
    if (covered[index]) continue;
    Filled filled = fill_first(type_index);
    if (filled.unbound_count == 0 && ((required && !one_of) || filled.bound_count > 0)) {
      add_filled(type, filled);
    } else if (required || created) {
      partial.emplace_back(&type, std::move(filled));
    }
  }
  if (one_of && (found_ || partial.size() > 1)) return;
  for (const auto& [type, filled] : partial)
    add_filled(*type, filled);
}

// A type's other templates, where they say more than the first: a function's version.
void Interpreter::Reading::add_further_templates(TypeIndex type) {
  const std::vector<Template>& templates = tables_.templates_of_type(type);
  for (std::size_t index = 1; index < templates.size(); ++index) {
    const Filled first = fill_first(type);
    const Filled filled = fill(templates[index], catalogue_.types()[type]);
    if (filled.unbound_count == 0 && filled.bound_count > first.bound_count)
      add_filled(catalogue_.types()[type], filled);
  }
}

// Nothing is known for sure: the templates that are filled furthest. Where none of them is filled
// at all, every type may be meant, and so every type is; a list was then asked for everything.
void Interpreter::Reading::add_narrowest() {
  std::vector<std::pair<const ResourceType*, Filled>> candidates;
  std::size_t bound_most = 0;
  std::size_t unbound_least = std::string_view::npos;
  for (const auto& [type_index, required, created] : action_->types) {
    const ResourceType& type = catalogue_.types()[type_index];
    const Filled& filled = candidates.emplace_back(&type, fill_first(type_index)).second;
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
    return supported.created && &catalogue_.types()[supported.type] == &type;
  });
  const bool is_known = filled.unbound_count == 0 && !filled.open;
  std::string note;
  if (lists_all) {
    note = "asked for all of them";
  } else if (created && filled.unbound_count > 0) {
    note = "AWS names what the call makes";
  } else if (filled.unbound_count > 0 || filled.open) {
    note = "the log does not say which";
  }
  const auto index = static_cast<TypeIndex>(&type - catalogue_.types().data());
  const std::string tail(is_as_a_group(index) ? group_tail : "");
  for (const std::string& text : filled.texts) {
    const auto pattern = ArnPattern::parse(text + tail);
    if (pattern && catalogue_.is_of(*pattern, index)) {
      add(*pattern, is_known || lists_all || created, filled.folded, note).named =
          filled.unbound_count == 0;
    } else {
      add(pattern_of(wide_text(index) + tail), false, false, "the log has no such name");
    }
  }
}

// A type's template with nothing known but the place. For values that cannot be a name of its kind:
// a bucket with a slash would be an object.
std::string Interpreter::Reading::wide_text(TypeIndex type) const {
  std::string text;
  for (const Piece& piece : tables_.templates_of_type(type).front()) {
    text.append(piece.literal);
    if (piece.is_place) {
      text.append(bound_of({}, piece.variable).names.front().text);
    } else if (!piece.variable.empty()) {
      text.append("*");
    }
  }
  return text;
}

// A role's ARN in a write, under a name that says so; or in any call that AWS says passes one.
void Interpreter::Reading::add_passed_roles() {
  const CatalogueAction* pass_role = tables_.pass_role();
  if (pass_role == nullptr || service_ == "sts" || action_->level != AccessLevel::Write) return;
  const bool passes = std::ranges::any_of(
      action_->dependents, [](const Action& action) { return action.text() == "iam:PassRole"; });
  const CatalogueAction* caller = std::exchange(action_, pass_role);
  for (std::size_t index = 0; index < parameters_.size() && service_ != "iam"; ++index) {
    const NamedValue& parameter = parameters_[index];
    if (!is_role_arn(parameter.value) || is_mere_text(folded_names_[index])) continue;
    const auto role = pattern_of_arn(parameter.value);  // none if a bar cuts it short
    if (role && (passes || last_name(folded_names_[index]).find("role") != std::string::npos))
      add_passed_role(*role);
  }
  add_role_names();
  action_ = caller;
}

void Interpreter::Reading::add_passed_role(const ArnPattern& role) {
  add(role, true, false, "passed to " + std::string(service_));
}

// The parameters that may hold a role's name in place of its ARN. The name is without its path.
void Interpreter::Reading::add_role_names() {
  for (const Rule& rule : tables_.role_rules_of(service_)) {
    if (!rule.events.empty() && !concerns(rule)) continue;
    for (const std::string_view value : values(rule.path))
      for (const ResourceName& name : resource_names(rule.transform, value))
        add_passed_role(pattern_of("arn:" + std::string(partition_of(row_.region)) +
                                   ":iam::" + row_.account + ":role/" + name.text));
  }
}

// What is made with tags needs the tagging action that AWS lists as a dependent, on the same thing.
void Interpreter::Reading::add_tagging() {
  const bool has_tags = std::ranges::any_of(
      folded_names_, [](const std::string& name) { return name.starts_with("tag"); });
  if (!has_tags) return;
  const CatalogueAction* maker = action_;
  std::vector<std::pair<ArnPattern, Outcome>> made;
  bool has_resource = true;
  for (const auto& [access, outcome] : outcomes_) {
    if (access.action != maker->action || !is_tagged(access.resource)) continue;
    has_resource &= !access.resource.is_everything();
    made.emplace_back(access.resource, outcome);
  }
  for (const Action& dependent : maker->dependents) {
    const CatalogueAction* tags = catalogue_.find(dependent);
    if (tags == nullptr || tags->level != AccessLevel::Tagging ||
        dependent.service != maker->action.service)
      continue;
    action_ = tags;
    if (!has_resource) add_narrowest();  // it is made on `*`, but not tagged there
    for (const auto& [resource, outcome] : made)
      if (has_resource && catalogue_.supports(*tags, resource))
        add(resource, outcome.resolved, outcome.folded, outcome.note).named = outcome.named;
  }
  action_ = maker;
}

// EC2 says of which type the tagged thing is. With others it is the one that the call is named
// after: CreateDBInstance tags what dBInstanceIdentifier names, and not its subnet group.
bool Interpreter::Reading::is_tagged(const ArnPattern& resource) const {
  bool says_type = false;
  bool says_name = false;
  const std::string noun = noun_of(action_->action.name);
  for (std::size_t index = 0; index < parameters_.size(); ++index) {
    const std::string_view name = folded_names_[index];
    const std::string& value = parameters_[index].value;
    if (name.starts_with("tag") && name.ends_with(".resourcetype")) {
      says_type = true;
      for (const ActionType& supported : action_->types)
        if (catalogue_.types()[supported.type].name == value &&
            catalogue_.is_of(resource, supported.type))
          return true;
    } else if (is_name_of(name, noun)) {
      says_name = true;
      if (resource.text().ends_with(escaped_name(value))) return true;
    }
  }
  return !says_type && !says_name;
}

Interpreter::Reading::Outcome& Interpreter::Reading::add(const ArnPattern& resource, bool resolved,
                                                         bool folded, std::string note) {
  found_ = true;
  const auto [place, is_new] = outcomes_.try_emplace(
      Access{action_->action, resource}, Outcome{resolved, folded, true, std::move(note)});
  if (!is_new) place->second.resolved |= resolved;
  return place->second;
}

Interpreter::Interpreter(const Catalogue& catalogue)
    : tables_(std::make_unique<InterpretationTables>(catalogue)) {}

Interpreter::~Interpreter() = default;
Interpreter::Interpreter(Interpreter&&) noexcept = default;
Interpreter& Interpreter::operator=(Interpreter&&) noexcept = default;

Interpretation Interpreter::interpret(const UsageKey& row) const {
  return Reading(*tables_, row).interpret();
}

std::string_view Interpreter::service_of(std::string_view event_source) const {
  return tables_->service_of(event_source);
}

}  // namespace scopedown
