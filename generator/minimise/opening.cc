// Problem. A policy of the names that were seen fails tomorrow where names are made up as the
// program runs. Which part of a name is made up is guessed from its shape, and from how its
// siblings grow.
//
//   arn:aws:s3:::acme-data/ uploads / 2026 / 11 / 22 / 5f3c0e1a-....json
//   └──── container ───────┘└ fixed ┘└──── date ─────┘ └─ id ─────┘└ fixed
//                           uploads/*.json
//
// 1. Shapes. In each part of the name between slashes, a UUID, a ULID, a run of 16 or more
//    hexadecimal digits, a date, a run of 8 or more digits becomes a hole; so does a part of digits
//    alone under a part that is a hole or a year. Holes next to each other are one `*`, which
//    crosses slashes. Names that are the same but for their holes are a family, and a family of
//    two or more is opened.
// 2. Growth. Where a folder has 16 or more children, and of these a quarter or more appeared for
//    the first time in the later half of the time that was watched, the child's name is a hole.
//
// Never opened: anything left of the name that its owner chose (a bucket, an account, a region); a
// name of which nothing is fixed, unless a container of the tenant's own (a bucket, a log group)
// holds it: an id that AWS made up (an instance, a KMS key) says nothing about its siblings. Never
// past isolation: a family whose pattern would reach what the tenant must not have keeps its names.
//
// A guess: that a shape means "made up" is a habit of people who name things. It is always listed,
// and `--exact` turns it off. Cost: names × length, twice.
//
// Tested by tests/generator/minimise/opening_test.cc.

#include "generator/minimise/opening.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "generator/minimise/chains.h"

namespace scopedown {
namespace {

constexpr char hole = '\x01';
constexpr std::size_t family_min = 2;
constexpr std::size_t children_min = 16;

// Where a name's own part begins, and whether a container of the tenant's own holds it.
struct Place {
  std::size_t name = 0;  // index into the ARN
  bool contained = false;
};

// None if no part of the ARN may be opened.
std::optional<Place> place_of(std::string_view arn) {
  const std::size_t service = after_colons(arn, 2);
  const std::size_t resource = after_colons(arn, 5);
  if (resource == arn.size()) return std::nullopt;
  const std::string_view prefix = arn.substr(service, arn.find(':', service) - service);
  const std::string_view rest = arn.substr(resource);
  if (prefix == "ec2" || prefix == "kms") return std::nullopt;  // ids made up by AWS
  if (prefix == "s3") {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    return Place{resource + slash + 1, true};
  }
  const std::size_t stream = rest.find(":log-stream:");
  if (prefix == "logs" && stream != std::string_view::npos)
    return Place{resource + stream + 12, true};
  const std::size_t type_end = rest.find_first_of("/:");
  return Place{resource + (type_end == std::string_view::npos ? 0 : type_end + 1), false};
}

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

bool is_hex(char byte) {
  return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

bool is_alphanumeric(char byte) {
  return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

// "2026-11-22", also with "_" or "." between.
bool is_dashed_date(std::string_view text) {
  if (text.size() < 10) return false;
  const char between = text[4];
  if (std::string_view("-_.").find(between) == std::string_view::npos || text[7] != between)
    return false;
  return all_digits(text.substr(0, 4)) && all_digits(text.substr(5, 2)) &&
         all_digits(text.substr(8, 2)) && (text.substr(0, 2) == "19" || text.substr(0, 2) == "20");
}

bool is_uuid(std::string_view text) {
  if (text.size() < 36) return false;
  for (std::size_t index = 0; index < 36; ++index) {
    const bool dash = index == 8 || index == 13 || index == 18 || index == 23;
    if (dash ? text[index] != '-' : !is_hex(text[index])) return false;
  }
  return true;
}

// How long the made-up word at `begin` is; 0 if there is none.
std::size_t made_up_length(std::string_view part, std::size_t begin) {
  const std::string_view text = part.substr(begin);
  if (is_uuid(text)) return 36;
  if (is_dashed_date(text)) return 10;
  std::size_t length = 0;
  while (length < text.size() && is_alphanumeric(text[length]))
    ++length;
  const std::string_view word = text.substr(0, length);
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(word, is_digit));
  if (digits == length && length >= 8) return length;
  if (length >= 16 && digits > 0 && std::ranges::all_of(word, is_hex)) return length;
  // A ULID: 26 of Crockford's letters, in one case, that begin with a digit up to 7.
  const bool ulid = length == 26 && word.front() >= '0' && word.front() <= '7' && digits >= 6 &&
                    std::ranges::none_of(word, [](char byte) {
                      return std::string_view("ILOUilou").find(byte) != std::string_view::npos;
                    });
  return ulid ? length : 0;
}

bool is_year(std::string_view part) {
  return part.size() == 4 && all_digits(part) && (part.starts_with("19") || part.starts_with("20"));
}

// A part with its made-up words as holes.
std::string with_holes(std::string_view part) {
  std::string shape;
  for (std::size_t index = 0; index < part.size();) {
    const bool word_begins = index == 0 || !is_alphanumeric(part[index - 1]);
    const std::size_t length = word_begins ? made_up_length(part, index) : 0;
    if (length == 0) {
      shape += part[index++];
    } else {
      shape += hole;
      index += length;
    }
  }
  return shape;
}

std::vector<std::string_view> parts_of(std::string_view name) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t slash = name.find('/');
    parts.push_back(name.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    name.remove_prefix(slash + 1);
  }
}

std::string shape_of(std::string_view name) {
  const auto parts = parts_of(name);
  std::string shape;
  bool counting = false;  // a year or a hole stands before: digits alone go on with it
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const bool year =
        is_year(parts[index]) && index + 1 < parts.size() && all_digits(parts[index + 1]);
    std::string part = (year || (counting && all_digits(parts[index]))) ? std::string(1, hole)
                                                                        : with_holes(parts[index]);
    counting = part == std::string(1, hole);
    if (index != 0) shape += '/';
    shape += part;
  }
  return shape;
}

// The pattern of a shape: names escaped, holes that only a slash or dash parts as one `*`.
std::string pattern_text(std::string_view shape) {
  std::string text;
  std::size_t begin = 0;
  while (true) {
    const std::size_t found = shape.find(hole, begin);
    text += escaped_name(shape.substr(begin, found - begin));
    if (found == std::string_view::npos) return text;
    begin = found + 1;
    // "*/*" says no more than "*".
    while (begin + 1 < shape.size() &&
           std::string_view("/-_.").find(shape[begin]) != std::string_view::npos &&
           shape[begin + 1] == hole)
      begin += 2;
    text += '*';
  }
}

// Whether the shape pins down enough: a fixed word of three letters or digits, or a container.
bool is_pinned(std::string_view shape, bool contained) {
  if (contained) return true;
  std::size_t run = 0;
  for (const char byte : shape) {
    if (byte == hole) return false;
    run = is_alphanumeric(byte) ? run + 1 : 0;
    if (run >= 3) return true;
  }
  return false;
}

struct Family {
  std::set<ArnPattern> members;
  std::string shape;
  Place place;
};

// The members' accesses, as accesses on the pattern; none if isolation forbids one of them.
class Opener {
 public:
  Opener(const AccessUsage& accesses,
         const std::function<bool(const Action&, const ArnPattern&)>& may_grant)
      : may_grant_(may_grant) {
    for (const auto& [access, usage] : accesses)
      by_resource_[access.resource].emplace_back(access.action, usage);
  }

  [[nodiscard]] const auto& by_resource() const { return by_resource_; }

  // False if the names were kept.
  bool open(const std::set<ArnPattern>& members, const ArnPattern& pattern) {
    std::map<Action, Usage> merged;
    for (const ArnPattern& member : members) {
      for (const auto& [action, usage] : by_resource_[member])
        merged[action].merge(usage);
    }
    for (const auto& [action, usage] : merged) {
      if (!may_grant_(action, pattern)) return false;
    }
    opened_.push_back({pattern, members.size(), members.begin()->text()});
    for (const ArnPattern& member : members)
      by_resource_.erase(member);
    auto& there = by_resource_[pattern];
    for (const auto& [action, usage] : merged)
      there.emplace_back(action, usage);
    return true;
  }

  Opening finish() {
    Opening opening;
    for (const auto& [resource, uses] : by_resource_) {
      for (const auto& [action, usage] : uses)
        opening.accesses[{action, resource}].merge(usage);
    }
    std::ranges::sort(opened_, {}, &OpenedName::pattern);
    opening.opened = std::move(opened_);
    return opening;
  }

 private:
  const std::function<bool(const Action&, const ArnPattern&)>& may_grant_;
  std::map<ArnPattern, std::vector<std::pair<Action, Usage>>> by_resource_;
  std::vector<OpenedName> opened_;
};

void open_shapes(Opener& opener) {
  std::map<std::string, Family> families;
  for (const auto& [resource, uses] : opener.by_resource()) {
    if (!resource.is_exact()) continue;
    const std::string& arn = resource.glob();  // exact: the ARN itself
    const auto place = place_of(arn);
    if (!place) continue;
    std::string shape = shape_of(std::string_view(arn).substr(place->name));
    if (shape.find(hole) == std::string::npos || !is_pinned(shape, place->contained)) continue;
    Family& family = families[arn.substr(0, place->name) + shape];
    family.members.insert(resource);
    family.shape = std::move(shape);
    family.place = *place;
  }
  for (const auto& [key, family] : families) {
    if (family.members.size() < family_min) continue;
    const std::string head = family.members.begin()->glob().substr(0, family.place.name);
    const auto pattern = ArnPattern::parse(escaped_name(head) + pattern_text(family.shape));
    if (pattern) opener.open(family.members, *pattern);
  }
}

std::int64_t first_seen(const std::vector<std::pair<Action, Usage>>& uses) {
  std::int64_t first = 0;
  for (const auto& [action, usage] : uses) {
    if (usage.first_seen != 0 && (first == 0 || usage.first_seen < first)) first = usage.first_seen;
  }
  return first;
}

void open_growing(Opener& opener) {
  std::map<std::string, std::set<ArnPattern>> folders;
  std::int64_t begin = 0;
  std::int64_t end = 0;
  for (const auto& [resource, uses] : opener.by_resource()) {
    for (const auto& [action, usage] : uses) {
      if (usage.first_seen != 0 && (begin == 0 || usage.first_seen < begin))
        begin = usage.first_seen;
      end = std::max(end, usage.last_seen);
    }
    if (!resource.is_exact()) continue;
    const std::string& arn = resource.glob();
    const auto place = place_of(arn);
    if (!place) continue;
    const std::size_t slash = arn.rfind('/');
    const bool in_folder =
        slash != std::string::npos && slash + 1 >= place->name && slash + 1 < arn.size();
    const std::size_t folder_end = in_folder ? slash + 1 : place->name;
    if (folder_end == place->name && !place->contained) continue;
    folders[arn.substr(0, folder_end)].insert(resource);
  }
  for (const auto& [folder, members] : folders) {
    if (members.size() < children_min) continue;
    const std::int64_t middle = begin + (end - begin) / 2;
    const auto late =
        static_cast<std::size_t>(std::ranges::count_if(members, [&](const ArnPattern& member) {
          return first_seen(opener.by_resource().at(member)) > middle;
        }));
    const auto pattern = ArnPattern::parse(escaped_name(folder) + "*");
    if (late * 4 >= members.size() && pattern) opener.open(members, *pattern);
  }
}

}  // namespace

Opening open_names(const AccessUsage& accesses,
                   const std::function<bool(const Action&, const ArnPattern&)>& may_grant) {
  Opener opener(accesses, may_grant);
  open_shapes(opener);
  open_growing(opener);
  return opener.finish();
}

}  // namespace scopedown
