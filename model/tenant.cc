#include "model/tenant.h"

#include <array>
#include <cstddef>
#include <vector>

namespace scopedown {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

bool is_plain(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code >= 0x20U && code != 0x7FU && byte != '%' && byte != ',';
}

std::string encoded(std::string_view value) {
  std::string text;
  for (const char byte : value) {
    if (is_plain(byte)) {
      text += byte;
    } else {
      const auto code = static_cast<unsigned char>(byte);
      text.append(1, '%').append(1, digits[code >> 4U]).append(1, digits[code & 15U]);
    }
  }
  return text;
}

// Empty if `text` is not what `encoded` writes.
std::optional<std::string> decoded(std::string_view text) {
  std::string value;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] != '%') {
      value += text[index];
      continue;
    }
    const std::size_t high =
        index + 1 < text.size() ? digits.find(text[index + 1]) : std::string_view::npos;
    const std::size_t low =
        index + 2 < text.size() ? digits.find(text[index + 2]) : std::string_view::npos;
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    value += static_cast<char>(high * 16 + low);
    index += 2;
  }
  if (encoded(value) != text) return std::nullopt;
  return value;
}

struct Field {
  std::string name;
  std::string value;
};

// "a=x,b=y" as fields. Empty if it is not of that form, or not as `encoded` writes it.
std::optional<std::vector<Field>> fields_of(std::string_view text) {
  std::vector<Field> fields;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view field = text.substr(0, comma);
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view name = field.substr(0, equals);
    auto value = decoded(field.substr(equals + 1));
    if (!value || (value->empty() && name != "value")) return std::nullopt;  // a tag's may be
    fields.push_back({std::string(name), std::move(*value)});
    if (comma == std::string_view::npos) return fields;
    text.remove_prefix(comma + 1);
  }
}

std::optional<Tenant> tenant_of(const std::vector<Field>& fields) {
  if (fields.size() == 1 && fields[0].name == "principal")
    return Tenant{Principal{fields[0].value}};
  if (fields.size() != 2) return std::nullopt;
  if (fields[0].name == "cluster" && fields[1].name == "namespace")
    return Tenant{Namespace{fields[0].value, fields[1].value}};
  if (fields[0].name == "tag" && fields[1].name == "value")
    return Tenant{SessionTag{fields[0].value, fields[1].value}};
  return std::nullopt;
}

}  // namespace

std::string Tenant::text() const {
  if (const auto* name_space = std::get_if<Namespace>(&who))
    return "cluster=" + encoded(name_space->cluster) + ",namespace=" + encoded(name_space->name);
  if (const auto* principal = std::get_if<Principal>(&who))
    return "principal=" + encoded(principal->arn);
  const auto& tag = std::get<SessionTag>(who);
  return "tag=" + encoded(tag.key) + ",value=" + encoded(tag.value);
}

std::optional<Tenant> Tenant::parse(std::string_view text) {
  const auto fields = fields_of(text);
  if (!fields) return std::nullopt;
  return tenant_of(*fields);
}

std::string Unit::text() const {
  return tenant.text() +
         (service_account.empty() ? "" : ",service-account=" + encoded(service_account));
}

std::optional<Unit> Unit::parse(std::string_view text) {
  auto fields = fields_of(text);
  if (!fields) return std::nullopt;
  std::string service_account;
  if (fields->size() == 3 && fields->back().name == "service-account") {
    service_account = fields->back().value;
    fields->pop_back();
    if (fields->front().name != "cluster") return std::nullopt;
  }
  auto tenant = tenant_of(*fields);
  if (!tenant) return std::nullopt;
  return Unit{std::move(*tenant), std::move(service_account)};
}

}  // namespace scopedown
