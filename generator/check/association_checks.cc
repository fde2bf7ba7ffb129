#include "generator/check/association_checks.h"

#include "generator/report/text_table.h"
#include "model/budget.h"

namespace scopedown {
namespace {

using enum Severity;

// U+0009, U+000A, U+000D and U+0020 to U+00FF, in the text itself. What a `\u....` stands for is
// the grammar's business.
void check_characters(std::string_view text, std::vector<Finding>& findings) {
  for (std::size_t byte = 0; byte < text.size(); ++byte) {
    const auto lead = static_cast<unsigned char>(text[byte]);
    const bool control = lead < 0x20U && lead != '\t' && lead != '\n' && lead != '\r';
    if (!control && lead <= 0xC3U) continue;
    std::size_t end = byte + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
      ++end;
    findings.push_back({Error,
                        "characters",
                        {byte, end},
                        "a policy holds no character but tab, line feed, carriage return and "
                        "U+0020 to U+00FF; write `?` for it in a resource"});
    return;
  }
}

void check_length(std::string_view text, std::size_t characters, std::vector<Finding>& findings) {
  const std::size_t characters_max = session_policy_characters_max;
  if (characters <= characters_max) return;
  std::size_t begin = 0;
  for (std::size_t left = characters_max;
       left > 0 ||
       (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U);
       ++begin)
    if ((static_cast<unsigned char>(text[begin]) & 0xC0U) != 0x80U) --left;
  findings.push_back({Error,
                      "too_long",
                      {begin, text.size()},
                      std::to_string(characters) + " characters, white space and all, of at most " +
                          std::to_string(characters_max) + ": from here on it is too long"});
}

void check_packed(std::string_view text, PackedSize packed, std::vector<Finding>& findings) {
  const PackedSize full = PackedSize::of_percent(100);
  const PackedSize doubt = PackedSize::of_percent(packed_points_of_doubt);
  const std::string estimate = "its packed size is estimated at " + percent_text(packed) +
                               ", give or take " + std::to_string(packed_points_of_doubt) +
                               " points";
  const TextSpan all{0, text.size()};
  if (packed.ten_thousandths - doubt.ten_thousandths > full.ten_thousandths) {
    findings.push_back({Error, "packed_size", all, estimate + ": STS refuses more than 100 %"});
  } else if (packed.ten_thousandths + doubt.ten_thousandths > full.ten_thousandths) {
    findings.push_back({Warning, "packed_size", all,
                        estimate + ": it may be more than the 100 % that STS takes; "
                                   "aws sts assume-role --policy tells"});
  }
}

}  // namespace

AssociationChecks check_for_association(std::string_view text) {
  AssociationChecks checks;
  checks.characters = characters_of(text);
  try {
    static_cast<void>(read_json(text));
  } catch (const JsonError& error) {
    checks.findings.push_back(
        {Error, "json", error.span(), std::string("not JSON: ") + error.what()});
  }
  check_characters(text, checks.findings);
  check_length(text, checks.characters, checks.findings);
  if (!checks.findings.empty() && checks.findings.front().rule == "json") return checks;
  try {
    checks.document = PolicyDocument::parse(text, PolicyGrammar::Identity);
  } catch (const PolicyFault& fault) {
    checks.findings.push_back({Error, "grammar", fault.span(), fault.what()});
    return checks;
  }
  checks.packed = PackedSizeEstimator().of(checks.document->policy);
  check_packed(text, *checks.packed, checks.findings);
  return checks;
}

}  // namespace scopedown
