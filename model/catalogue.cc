// Does a template share an ARN with a pattern? Both stand for sets of texts:
//
//   arn:${Partition}:s3:::${BucketName}/${ObjectName}       arn:aws:s3:::orders/2026/*
//
// A template is compiled to a shape: its literal bytes, and for each variable one control byte that
// says which separators the variable never holds. Shape and glob are then walked together, symbol
// by symbol of the shape; `reached` is the set of places in the glob where some text that fits the
// shape so far also fits the glob so far. For an ARN without wildcards, which is nearly every
// question, the set has one member outside of variables, and a shape of another service, region or
// kind of resource empties it within a few symbols. Cost: O(shape * glob) at worst.
//
// Walking two and a half thousand shapes for each of a hundred thousand ARNs would still take
// seconds. So shapes are kept by the third segment ("s3"), and where a glob's first five segments
// hold no wildcard, those shapes are skipped whose resource part begins otherwise.
//
// Tested by tests/model/catalogue_test.cc, against a definition that enumerates short texts.

#include "model/catalogue.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include <boost/container/small_vector.hpp>

#include "model/arn_segments.h"
#include "model/arn_shape.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

// The places in a glob that are reached after some symbols of a shape.
class Walk {
 public:
  explicit Walk(std::string_view glob)
      : glob_(glob),
        places_(2 * (glob.size() + 1), 0),
        reached_(places_.data()),
        next_(places_.data() + glob.size() + 1) {
    reached_[0] = 1;
  }

  Walk(const Walk&) = delete;  // it points into itself
  Walk& operator=(const Walk&) = delete;

  // Takes one symbol of the shape. False if nothing is reached any more.
  bool take(char symbol) {
    const bool variable = is_variable(symbol);
    std::size_t low = glob_.size() + 1;
    std::size_t high = 0;
    for (std::size_t place = low_; place <= high_ || (place <= high && low <= high); ++place) {
      step(place, symbol, variable);
      if (next_[place] != 0) {
        low = std::min(low, place);
        high = std::max(high, place);
      }
      if (place < glob_.size() && next_[place + 1] != 0) {
        low = std::min(low, place + 1);
        high = std::max(high, place + 1);
      }
      reached_[place] = 0;
    }
    std::swap(reached_, next_);
    low_ = low;
    high_ = high;
    return low <= high;
  }

  // True if the rest of the glob may be nothing.
  [[nodiscard]] bool is_done() const {
    std::size_t end = glob_.size();
    while (end > 0 && reached_[end] == 0 && glob_[end - 1] == any_run)
      --end;
    return reached_[end] != 0;
  }

 private:
  // From one place, with one symbol; what a variable has begun it may go on with.
  void step(std::size_t place, char symbol, bool variable) {
    const bool here = reached_[place] != 0;
    const bool begun = variable && next_[place] != 0;
    if (place == glob_.size() || (!here && !begun)) return;
    const char byte = glob_[place];
    if (byte == any_run) {
      if (here) {
        next_[place] = 1;         // the run takes the symbol
        reached_[place + 1] = 1;  // or is over
        high_ = std::max(high_, place + 1);
      }
      if (variable) next_[place + 1] = 1;
    } else if (byte == any_one || (variable ? may_hold(symbol, byte) : symbol == byte)) {
      next_[place + 1] = 1;
    }
  }

  std::string_view glob_;
  boost::container::small_vector<char, 384> places_;  // enough for most ARNs
  char* reached_;
  char* next_;
  std::size_t low_ = 0;  // first and last place reached
  std::size_t high_ = 0;
};

// Takes from both what can only be taken in one way: literals, and a variable up to the separator
// that it cannot hold. Stops where the glob's literal beginning does. False if they differ already.
bool take_the_certain(std::string_view& shape, std::string_view& glob) {
  std::string_view literal = literal_prefix(glob);
  const bool is_whole = literal.size() == glob.size();
  const std::size_t open = glob.size() - literal.size();  // bytes that stay
  const auto stop = [&](bool differs) {
    glob.remove_prefix(glob.size() - open - literal.size());
    return !differs;
  };
  while (!shape.empty()) {
    std::size_t length = 1;
    if (is_variable(shape.front())) {
      length = literal.size();
      if (shape.size() > 1) {
        const char next = shape[1];
        if (is_variable(next) || may_hold(shape.front(), next)) return stop(false);
        length = literal.find(next);
        if (length == std::string_view::npos) return stop(is_whole);
      } else if (!is_whole) {
        return stop(false);
      }
      const std::string_view held = literal.substr(0, length);
      const bool fits =
          std::ranges::all_of(held, [&](char byte) { return may_hold(shape.front(), byte); });
      if (length == 0 || !fits) return false;
    } else if (literal.empty()) {
      return stop(is_whole);
    } else if (literal.front() != shape.front()) {
      return false;
    }
    shape.remove_prefix(1);
    literal.remove_prefix(length);
  }
  return stop(is_whole && !literal.empty());
}

bool overlaps(std::string_view shape, std::string_view glob) {
  if (!take_the_certain(shape, glob)) return false;
  if (glob.size() == 1 && glob.front() == any_run) return true;
  Walk walk(glob);
  return std::ranges::all_of(shape, [&](char symbol) { return walk.take(symbol); }) &&
         walk.is_done();
}

// The third segment, if the text goes on after it.
std::optional<std::string_view> namespace_of(std::string_view text) {
  for (int index = 0; index < 2; ++index) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    text.remove_prefix(colon + 1);
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return text.substr(0, colon);
}

std::string_view literal_of(std::string_view shape) {
  return shape.substr(
      0, static_cast<std::size_t>(std::ranges::find_if(shape, is_variable) - shape.begin()));
}

std::string folded_text(const Action& action) {
  return folded_case(action.text());
}

}  // namespace

std::string_view text(AccessLevel level) {
  switch (level) {
    case AccessLevel::List:
      return "List";
    case AccessLevel::Read:
      return "Read";
    case AccessLevel::Tagging:
      return "Tagging";
    case AccessLevel::Write:
      return "Write";
    case AccessLevel::PermissionsManagement:
      return "Permissions management";
  }
  return "";
}

std::vector<std::string_view> templates_of(const ResourceType& type) {
  std::vector<std::string_view> templates;
  std::string_view rest = type.arn_template;
  for (std::size_t comma = rest.find(", "); comma != std::string_view::npos;
       comma = rest.find(", ")) {
    templates.push_back(rest.substr(0, comma));
    rest.remove_prefix(comma + 2);
  }
  templates.push_back(rest);
  return templates;
}

Catalogue::Catalogue(std::vector<ResourceType> types, std::vector<CatalogueAction> actions)
    : types_(std::move(types)), actions_(std::move(actions)) {
  compile_templates();
  index_services();
}

void Catalogue::compile_templates() {
  for (const ResourceType& type : types_) {
    first_shape_.push_back(shapes_.size());
    for (const std::string_view arn_template : templates_of(type))
      shapes_.push_back({static_cast<TypeIndex>(first_shape_.size() - 1), shape_of(arn_template),
                         "", false, false});
  }
  first_shape_.push_back(shapes_.size());

  narrow_ends();
  index_namespaces();
}

void Catalogue::narrow_ends() {
  std::unordered_map<std::string_view, std::vector<std::string*>> by_service;
  for (Shape& shape : shapes_)
    by_service[types_[shape.type].service].push_back(&shape.shape);
  for (const auto& [service, shapes] : by_service)
    narrow_shape_ends(shapes);
}

void Catalogue::index_namespaces() {
  for (std::size_t index = 0; index < shapes_.size(); ++index) {
    Shape& shape = shapes_[index];
    const auto segments = arn_segments(shape.shape);
    if (!segments) continue;  // no ARN is like this
    shape.region_empty = (*segments)[3].empty();
    shape.account_empty = (*segments)[4].empty();
    shape.resource = literal_of((*segments)[5]);
    const std::string_view name_space = (*segments)[2];
    const bool open = std::ranges::any_of(name_space, is_variable);
    by_namespace_[open ? "" : std::string(name_space)].push_back(index);
  }
}

void Catalogue::index_services() {
  by_service_.reserve(1024);
  Range* range = nullptr;
  for (std::size_t index = 0; index < actions_.size(); ++index) {
    const std::string& service = actions_[index].action.service;
    if (index == 0 || service != actions_[index - 1].action.service)
      range = &by_service_[folded_case(service)];
    if (range->count == 0) range->first = index;
    ++range->count;
  }
}

std::span<const CatalogueAction> Catalogue::actions_of(std::string_view service) const {
  const auto found = by_service_.find(folded_case(service));
  if (found == by_service_.end()) return {};
  return std::span(actions_).subspan(found->second.first, found->second.count);
}

const CatalogueAction* Catalogue::find(const Action& action) const {
  return find(action.service, action.name);
}

const CatalogueAction* Catalogue::find(std::string_view service, std::string_view name) const {
  const std::span<const CatalogueAction> range = actions_of(service);
  const auto found = std::ranges::lower_bound(
      range, name, folded_less,
      [](const CatalogueAction& action) { return std::string_view(action.action.name); });
  return found != range.end() && !folded_less(name, found->action.name) ? &*found : nullptr;
}

std::vector<const CatalogueAction*> Catalogue::matching(const ActionPattern& pattern) const {
  std::vector<const CatalogueAction*> matched;
  const std::size_t colon = pattern.text().find(':');
  if (colon == std::string::npos) {
    for (const CatalogueAction& action : actions())
      if (wildcard_matches(pattern.glob(), folded_text(action.action))) matched.push_back(&action);
    return matched;
  }
  // Those that begin as it does stand side by side.
  const std::string_view glob = std::string_view(pattern.glob()).substr(colon + 1);
  const std::string_view beginning = literal_prefix(glob);
  const auto range = actions_of(std::string_view(pattern.text()).substr(0, colon));
  const auto first = std::ranges::lower_bound(
      range, beginning, folded_less,
      [](const CatalogueAction& action) { return std::string_view(action.action.name); });
  std::string name;
  for (auto place = first; place != range.end(); ++place) {
    const CatalogueAction& action = *place;
    name.clear();
    std::ranges::transform(action.action.name, std::back_inserter(name), folded_byte);
    if (!name.starts_with(beginning)) break;
    if (wildcard_matches(glob, name)) matched.push_back(&action);
  }
  return matched;
}

// Whether what is known of a pattern's segments does not speak against a shape: cheaper than to walk.
bool Catalogue::agree(const std::optional<Segments>& known, const Shape& shape) {
  if (!known) return true;
  const auto& [arn, partition, name_space, region, account, resource] = *known;
  return region.empty() == shape.region_empty && account.empty() == shape.account_empty &&
         (resource.starts_with(shape.resource) || shape.resource.starts_with(resource));
}

std::span<const Catalogue::Shape> Catalogue::shapes_of(TypeIndex type) const {
  return std::span(shapes_).subspan(first_shape_[type],
                                    first_shape_[type + 1] - first_shape_[type]);
}

bool Catalogue::is_of(const ArnPattern& pattern, TypeIndex type) const {
  if (pattern.is_everything()) return false;
  const auto known = arn_segments(literal_prefix(pattern.glob()));
  return std::ranges::any_of(shapes_of(type), [&](const Shape& shape) {
    return agree(known, shape) && overlaps(shape.shape, pattern.glob());
  });
}

std::vector<TypeIndex> Catalogue::types_of(const ArnPattern& pattern) const {
  std::vector<TypeIndex> types;
  if (pattern.is_everything()) return types;
  const std::string_view known = literal_prefix(pattern.glob());
  const auto segments = arn_segments(known);
  const auto consider = [&](const Shape& shape) {
    if (agree(segments, shape) && overlaps(shape.shape, pattern.glob()))
      types.push_back(shape.type);
  };
  if (const auto name_space = namespace_of(known)) {
    for (const std::string& key : {std::string(*name_space), std::string()})
      if (const auto found = by_namespace_.find(key); found != by_namespace_.end())
        for (const std::size_t index : found->second)
          consider(shapes_[index]);
  } else {
    std::ranges::for_each(shapes_, consider);
  }
  std::ranges::sort(types);
  types.erase(std::unique(types.begin(), types.end()), types.end());
  return types;
}

bool Catalogue::supports(const CatalogueAction& action, const ArnPattern& pattern) const {
  if (pattern.is_everything()) return true;
  return std::ranges::any_of(action.types,
                             [&](const ActionType& type) { return is_of(pattern, type.type); });
}

bool Catalogue::reaches(const CatalogueAction& action, const ArnPattern& existing) const {
  return std::ranges::any_of(action.types, [&](const ActionType& type) {
    return !type.created && is_of(existing, type.type);
  });
}

}  // namespace scopedown
