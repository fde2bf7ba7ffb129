#include "generator/emit/association_name.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "model/fingerprint.h"

namespace scopedown {
namespace {

constexpr std::size_t name_bytes_max = 253;
constexpr std::size_t cut_bytes_max = 200;  // of a name that a digest ends

bool is_lower(char byte) {
  return byte >= 'a' && byte <= 'z';
}

bool is_upper(char byte) {
  return byte >= 'A' && byte <= 'Z';
}

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

bool is_letter_or_digit(char byte) {
  return is_lower(byte) || is_upper(byte) || is_digit(byte);
}

std::string digest(const PodIdentityAssociation& association) {
  Fingerprint fingerprint;
  for (const std::string* part :
       {&association.cluster_arn, &association.name_space, &association.service_account}) {
    fingerprint.add(*part);
    fingerprint.add('\0');
  }
  return fingerprint.text();
}

std::string joined(const PodIdentityAssociation& association, char between) {
  return association.cluster_label + between + association.name_space + between +
         association.service_account;
}

// Runs of what stands between dots, each of [a-z0-9-] and neither beginning nor ending with `-`.
bool is_dns_subdomain(std::string_view name) {
  if (name.empty() || name.size() > name_bytes_max) return false;
  char before = '.';
  for (const char byte : name) {
    const bool edge = byte == '.' || byte == '-';
    if (!edge && !is_lower(byte) && !is_digit(byte)) return false;
    if (edge && (before == '.' || (before == '-' && byte == '.'))) return false;
    before = byte;
  }
  return before != '.' && before != '-';
}

bool is_identifier(std::string_view name) {
  if (name.empty() || name.size() > name_bytes_max) return false;
  if (!is_lower(name.front()) && !is_upper(name.front())) return false;
  return std::ranges::all_of(
      name, [](char byte) { return is_letter_or_digit(byte) || byte == '_' || byte == '-'; });
}

// Letters and digits, small ones if `lower`; whatever else, as one `-`. Begins with a letter.
std::string reduced(std::string_view name, bool lower) {
  std::string text;
  for (const char byte : name) {
    if (is_letter_or_digit(byte)) {
      text += lower && is_upper(byte) ? static_cast<char>(byte - 'A' + 'a') : byte;
    } else if (!text.empty() && text.back() != '-') {
      text += '-';
    }
  }
  if (text.empty() || is_digit(text.front())) text.insert(0, "association-");
  if (text.size() > cut_bytes_max) text.resize(cut_bytes_max);
  return text.ends_with('-') ? text : text + '-';
}

// "report-builder" → "ReportBuilder".
std::string camel_case(std::string_view name) {
  std::string text;
  bool begins = true;
  for (const char byte : name) {
    if (!is_letter_or_digit(byte)) {
      begins = true;
      continue;
    }
    text += begins && is_lower(byte) ? static_cast<char>(byte - 'a' + 'A') : byte;
    begins = false;
  }
  return text.substr(0, cut_bytes_max / 2);
}

}  // namespace

std::string kubernetes_name(const PodIdentityAssociation& association) {
  const std::string name = joined(association, '.');
  if (is_dns_subdomain(name) && association.name_space.find('.') == std::string::npos) return name;
  return reduced(name, true) + digest(association);
}

std::string terraform_name(const PodIdentityAssociation& association) {
  const std::string name = joined(association, '_');
  if (is_identifier(name) && association.name_space.find('_') == std::string::npos &&
      association.service_account.find('_') == std::string::npos)
    return name;
  return reduced(name, false) + digest(association);
}

std::string logical_id(const PodIdentityAssociation& association) {
  std::string digits = digest(association);
  for (char& digit : digits) {
    if (is_lower(digit)) digit = static_cast<char>(digit - 'a' + 'A');
  }
  return camel_case(association.name_space) + camel_case(association.service_account) + digits;
}

}  // namespace scopedown
