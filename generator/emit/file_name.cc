#include "generator/emit/file_name.h"

#include <cstddef>

#include "model/arn.h"
#include "model/fingerprint.h"

namespace scopedown {
namespace {

constexpr std::size_t part_bytes_max =
    200;  // file systems take 255, an extension and `.part` included

bool is_plain(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '-';
}

void put_encoded(std::string& text, char byte) {
  constexpr std::string_view hexadecimal = "0123456789ABCDEF";
  const auto code = static_cast<unsigned char>(byte);
  text.append(1, '%').append(1, hexadecimal[code >> 4U]).append(1, hexadecimal[code & 15U]);
}

// "role/path/name" → "role-path%2Fname"; "root" → "root".
std::string principal_name(std::string_view resource) {
  const std::size_t slash = resource.find('/');
  if (slash == std::string_view::npos) return path_part(resource);
  return path_part(std::string(resource.substr(0, slash)) + "-" +
                   std::string(resource.substr(slash + 1)));
}

}  // namespace

std::string path_part(std::string_view name) {
  const bool dots = name == "." || name == "..";
  std::string part;
  for (const char byte : name) {
    if (is_plain(byte) && !dots) {
      part += byte;
    } else {
      put_encoded(part, byte);
    }
  }
  if (part.empty()) part = "%";  // no other name begins so: a % is followed by two digits
  if (part.size() <= part_bytes_max) return part;
  part.resize(part_bytes_max - 18);
  Fingerprint fingerprint;
  fingerprint.add(name);
  return part + "%~" +
         fingerprint.text();  // two long names of one fingerprint: the pipeline would notice
}

std::string file_name(const Unit& unit, const Clusters& clusters, std::string_view extension) {
  std::string path;
  if (const auto* name_space = std::get_if<Namespace>(&unit.tenant.who)) {
    path = path_part(clusters.label(name_space->cluster)) + "/" + path_part(name_space->name);
    if (!unit.service_account.empty()) path += "/" + path_part(unit.service_account);
  } else if (const auto* principal = std::get_if<Principal>(&unit.tenant.who)) {
    const auto arn = Arn::parse(principal->arn);
    path = arn ? path_part(arn->account) + "/" + principal_name(arn->resource)
               : "%/" + path_part(principal->arn);
  } else {
    const auto& tag = std::get<SessionTag>(unit.tenant.who);
    path = path_part(tag.key) + "/" + path_part(tag.value);
  }
  return path + std::string(extension);
}

}  // namespace scopedown
