#include "generator/usage/given.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "generator/error.h"
#include "generator/usage/timestamp.h"

namespace scopedown {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array members{"tenant",   "cluster", "namespace",  "service_account", "action",
                             "resource", "count",   "first_seen", "last_seen"};

// One line, with its place for messages.
class Line {
 public:
  Line(std::string_view text, std::string_view file, std::size_t number)
      : where_(std::string(file).append(":").append(std::to_string(number))),
        object_(Json::parse(text, nullptr, false)) {
    if (object_.is_discarded()) fail("not JSON; each line is one access");
    if (!object_.is_object()) fail("not an object; each line is one access");
    for (const auto& [name, value] : object_.items()) {
      if (std::ranges::find(members, name) == members.end()) fail("unknown member `" + name + "`");
    }
  }

  [[nodiscard]] GivenAccess access() const {
    GivenAccess given;
    given.unit = unit();
    given.access.action = read<Action>("action", "not one action, such as `s3:GetObject`");
    given.access.resource =
        read<ArnPattern>("resource", "neither an ARN, nor a pattern of one, nor `*`");
    given.count = count();
    given.first_seen = moment("first_seen");
    given.last_seen = moment("last_seen");
    return given;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const { throw Error(where_, why); }

  [[nodiscard]] bool has(const char* name) const { return object_.contains(name); }

  [[nodiscard]] std::string text(const char* name) const {
    if (!has(name)) fail(std::string("no `") + name + "`");
    const Json& value = object_[name];
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
      fail(std::string("`") + name + "` is no text");
    }
    return value.get<std::string>();
  }

  // A value that its own text names: `why` is said if it does not.
  template <class Value>
  [[nodiscard]] Value read(const char* name, const std::string& why) const {
    const std::string written = text(name);
    std::optional<Value> value = Value::parse(written);
    if (!value) fail(std::string("`") + name + "` is `" + written + "`: " + why);
    return *std::move(value);
  }

  [[nodiscard]] Unit unit() const {
    if (!has("tenant")) {
      Unit unit{Tenant{Namespace{text("cluster"), text("namespace")}}, ""};
      if (has("service_account")) unit.service_account = text("service_account");
      return unit;
    }
    if (has("cluster") || has("namespace") || has("service_account")) {
      fail("`tenant` stands for `cluster`, `namespace` and `service_account`: not both");
    }
    return read<Unit>("tenant", "not the text of a tenant, such as `principal=ARN`");
  }

  [[nodiscard]] std::uint64_t count() const {
    if (!has("count")) return 0;
    const Json& value = object_["count"];
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > largest) {
      fail("`count` is no number of calls");
    }
    return value.get<std::uint64_t>();
  }

  [[nodiscard]] std::int64_t moment(const char* name) const {
    if (!has(name)) return 0;
    if (object_[name].is_number_integer()) return object_[name].get<std::int64_t>();
    const std::optional<std::int64_t> seconds = parse_timestamp(text(name));
    if (!seconds) fail(std::string("`") + name + "` is no moment, such as `2026-11-01T10:30:00Z`");
    return *seconds;
  }

  std::string where_;
  Json object_;
};

Json json_of(const GivenAccess& given) {
  Json object;
  if (const auto* const name_space = std::get_if<Namespace>(&given.unit.tenant.who)) {
    object["cluster"] = name_space->cluster;
    object["namespace"] = name_space->name;
    if (!given.unit.service_account.empty()) object["service_account"] = given.unit.service_account;
  } else {
    object["tenant"] = given.unit.text();
  }
  object["action"] = given.access.action.text();
  object["resource"] = given.access.resource.text();
  if (given.count != 0) object["count"] = given.count;
  if (given.first_seen != 0) object["first_seen"] = timestamp_text(given.first_seen);
  if (given.last_seen != 0) object["last_seen"] = timestamp_text(given.last_seen);
  return object;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

std::vector<GivenAccess> read_given(std::string_view text, std::string_view name) {
  std::vector<GivenAccess> accesses;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!is_blank(line)) accesses.push_back(Line(line, name, number).access());
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return accesses;
}

std::string given_text(std::vector<GivenAccess> accesses) {
  std::ranges::sort(accesses);
  std::string text;
  for (const GivenAccess& given : accesses)
    text += json_of(given).dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
  return text;
}

}  // namespace scopedown
