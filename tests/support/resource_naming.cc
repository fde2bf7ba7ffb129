#include "tests/support/resource_naming.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

#include "tests/support/draw.h"

namespace scopedown::testing {
namespace {

constexpr std::string_view hexadecimal = "0123456789abcdef";
constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view shared_bucket = "platform-tenant-data";
constexpr std::string_view nouns_of_keys =
    "settings.json|report.csv|input.parquet|output.parquet|template.html|schema.avro|logo.svg|"
    "model.tar.gz";

std::string capitalised(std::string_view word) {
  std::string text(word);
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

// "api-key" → "ApiKey", as CloudFormation's logical ids are written.
std::string camel_case(std::string_view word) {
  std::string text;
  for (const std::string_view part : parts_of(word, '-'))
    text += capitalised(part);
  return text;
}

std::string replaced(std::string text, std::string_view word, std::string_view by) {
  for (std::size_t place = text.find(word); place != std::string::npos; place = text.find(word))
    text.replace(place, word.size(), by);
  return text;
}

}  // namespace

std::string_view text(Naming naming) {
  constexpr std::array<std::string_view, 5> names{"prefix", "suffix", "shared bucket",
                                                  "CloudFormation", "mixed"};
  return names[static_cast<std::size_t>(naming)];
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

ResourceNaming::ResourceNaming(std::string tenant, Naming naming,
                               std::vector<std::string_view> components, std::uint64_t seed)
    : tenant_(std::move(tenant)), naming_(naming), components_(std::move(components)), seed_(seed) {
  if (components_.empty()) throw std::invalid_argument("an application has a component at least");
}

ResourceNaming::Stem ResourceNaming::stem(std::string_view nouns, std::size_t number) const {
  const auto choices = parts_of(nouns, '|');
  const std::size_t component = number % components_.size();
  const std::size_t round = number / components_.size();
  return {components_[component], choices[round % choices.size()], round / choices.size()};
}

Naming ResourceNaming::naming_of(std::string_view service) const {
  if (naming_ != Naming::Mixed) return naming_;
  constexpr std::array styles{Naming::Prefix, Naming::Suffix, Naming::SharedBucket,
                              Naming::CloudFormation};
  return styles[Draw(seed_, service).below(styles.size())];
}

std::string ResourceNaming::name(std::string_view service, const Stem& stem) const {
  std::string plain(stem.component);
  if (!stem.noun.empty()) plain += "-" + std::string(stem.noun);
  if (stem.number > 0) plain += "-" + std::to_string(stem.number + 1);
  const Naming naming = naming_of(service);
  if (naming == Naming::Suffix) return plain + "-prod-" + tenant_;
  if (naming != Naming::CloudFormation) return tenant_ + "-" + plain;
  const std::string random = Draw(seed_, std::string(service) + plain).text(12, upper);
  return tenant_ + "-" + camel_case(plain) + "-" + random;
}

std::string ResourceNaming::path(std::string_view service, const Stem& stem) const {
  std::string plain(stem.component);
  if (!stem.noun.empty()) plain += "/" + std::string(stem.noun);
  if (stem.number > 0) plain += "/" + std::to_string(stem.number + 1);
  return naming_of(service) == Naming::Suffix ? plain + "/prod/" + tenant_ : tenant_ + "/" + plain;
}

std::string ResourceNaming::bucket(std::size_t number) const {
  const std::string_view noun = number % 2 == 0 ? "data" : "assets";
  switch (naming_of("s3")) {
    case Naming::SharedBucket:
      return std::string(shared_bucket);
    case Naming::Suffix:
      return std::string(noun) + "-prod-" + tenant_;
    case Naming::CloudFormation:
      return tenant_ + "-" + std::string(noun) + "bucket-" +
             Draw(seed_, std::string("bucket ") + std::string(noun)).text(12, lower);
    case Naming::Prefix:
    case Naming::Mixed:
      break;
  }
  return tenant_ + "-" + std::string(noun);
}

std::string ResourceNaming::key(const Stem& stem) const {
  std::string plain = std::string(stem.component) + "/";
  if (stem.number > 0) plain += std::to_string(2020 + stem.number) + "/";
  plain += stem.noun;
  return naming_of("s3") == Naming::SharedBucket ? tenant_ + "/" + plain : plain;
}

std::string ResourceNaming::drawn(std::string_view hole, std::string_view purpose) const {
  Draw draw(seed_, purpose);
  if (hole == "uuid") {
    std::string text;
    for (const std::size_t length : {8U, 4U, 4U, 4U, 12U})
      text += (text.empty() ? "" : "-") + draw.text(length, hexadecimal);
    return text;
  }
  const auto parts = parts_of(hole, ' ');
  const std::size_t length = std::stoul(std::string(parts.at(1)));
  if (parts[0] == "hex") return draw.text(length, hexadecimal);
  if (parts[0] == "upper") return draw.text(length, upper);
  if (parts[0] == "letters") return draw.text(length, letters);
  throw std::invalid_argument("no such hole in an ARN's shape: " + std::string(hole));
}

std::string ResourceNaming::filled(std::string_view hole, const ResourceKind& kind,
                                   std::size_t number, std::size_t place) const {
  const std::string_view service = parts_of(kind.arn, ':').at(2);
  if (hole == "name") return name(service, stem(kind.nouns, number));
  if (hole == "path") return path(service, stem(kind.nouns, number));
  if (hole == "bucket") return bucket(number % components_.size());
  if (hole == "key") return key(stem(nouns_of_keys, number));
  if (hole.starts_with("one of ")) {
    const auto choices = parts_of(hole.substr(7), '|');
    const std::uint64_t first = Draw(seed_, kind.name).below(choices.size());
    return std::string(choices[(first + number) % choices.size()]);
  }
  return drawn(hole,
               std::string(kind.name) + " " + std::to_string(number) + " " + std::to_string(place));
}

std::string ResourceNaming::arn(const ResourceKind& kind, std::size_t number) const {
  const std::string shape = replaced(replaced(std::string(kind.arn), "REGION", population_region),
                                     "ACCOUNT", population_account);
  std::string text;
  for (std::size_t begin = 0; begin < shape.size();) {
    const std::size_t open = std::min(shape.find('{', begin), shape.size());
    text += shape.substr(begin, open - begin);
    if (open == shape.size()) break;
    const std::size_t close = shape.find('}', open);
    text += filled(shape.substr(open + 1, close - open - 1), kind, number, open);
    begin = close + 1;
  }
  return text;
}

}  // namespace scopedown::testing
