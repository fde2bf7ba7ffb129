#include "tests/support/hostile_output.h"

#include <set>
#include <vector>

#include "model/policy.h"
#include "tests/support/pick.h"

namespace scopedown::testing {
namespace {

// In a policy's text, what is below U+0020 stands escaped; U+0085, U+00A0 and U+00AD stand raw.
const std::vector<std::string> letters{
    "a",      "B",      "0",      "/",    "-",    " ",        ": ",   "#",       " #",
    "'",      "\"",     "\\",     "$",    "${",   "$${",      "%{",   "%%{",     "}",
    "*",      "?",      "{{",     "}}",   "{{-",  ".Values",  "$(A)", "|",       ">",
    "&",      "!",      "---",    "<",    "@",    "`",        ",",    "[",       "]",
    "\t",     "\n",     "\r",     "\x01", "\x7f", "~",        "%20",  "\\u0041", "\u0080",
    "\u0085", "\u00a0", "\u00ad", "é",    "ÿ",    "${Token[", "!Sub", "Fn::Sub"};
const std::vector<std::string> beyond{"\u2028", "\ufeff", "\U0001F600", "\u65e5"};

const std::vector<std::string> clusters{"prod", "Prod", "prod_eu-1", "true", "1e3",
                                        "0x1F", "null", "on",        "a"};
const std::vector<std::string> name_spaces{"payments", "pay", "no",       "yes",          "true",
                                           "null",     "1e3", "12345678", "0o17",         "a-b",
                                           "3scale",   "y",   "off",      "kustomization"};
const std::vector<std::string> service_accounts{"api",  "a.b",        "b-c",   "null",
                                                "0755", "1.5",        "true",  "on",
                                                "x1",   "2026-11-22", "e.1.2", "default"};

ArnPattern any_resource(Random& random, Size size) {
  if (once_in(random, 8)) return *ArnPattern::parse("*");
  if (once_in(random, 8)) return *ArnPattern::parse("arn:aws:sqs:*:111122223333:work-?");
  if (once_in(random, 8)) return *ArnPattern::parse("arn:aws:s3:::b/${aws:PrincipalTag/team}/*");
  return ArnPattern::exactly("arn:aws:s3:::b/" + any_word(random, size / 2 + 1, letters));
}

Policy any_session_policy(Random& random, Size size) {
  const std::vector<std::string> actions{"s3:GetObject", "s3:Put*", "sqs:SendMessage",
                                         "kms:Decrypt"};
  Policy policy;
  for (Size left = 1 + any_number(random, size / 7); left > 0; --left) {
    Statement statement;
    std::set<std::string> seen;
    for (Size more = 1 + any_number(random, 2); more > 0; --more)
      seen.insert(pick(random, actions));
    for (const std::string& action : seen)
      statement.actions.push_back(*ActionPattern::parse(action));
    for (Size more = 1 + any_number(random, size / 5); more > 0; --more)
      statement.resources.push_back(any_resource(random, size));
    policy.statements.push_back(std::move(statement));
  }
  return policy;
}

}  // namespace

std::string any_hostile_text(Random& random, Size longest) {
  std::string text;
  for (Size left = any_number(random, longest); left > 0; --left)
    text += once_in(random, 8) ? pick(random, beyond) : pick(random, letters);
  return text;
}

PodIdentityAssociation any_association(Random& random) {
  PodIdentityAssociation association;
  association.cluster = pick(random, clusters);
  association.region = once_in(random, 2) ? "eu-west-1" : "us-east-1";
  association.cluster_arn =
      "arn:aws:eks:" + association.region + ":111122223333:cluster/" + association.cluster;
  association.cluster_label = association.cluster;
  if (once_in(random, 4)) association.cluster_label += "." + association.region + ".111122223333";
  association.name_space = pick(random, name_spaces);
  association.service_account = pick(random, service_accounts);
  association.terms.role_arn = "arn:aws:iam::111122223333:role/tenants/shared";
  if (once_in(random, 3))
    association.terms.target_role_arn = "arn:aws:iam::444455556666:role/target";
  if (once_in(random, 3)) {
    // A person types these: what Kustomize or Terraform cannot read of them is not our business.
    const std::vector<std::string> typed{"a",  "0",  "${", "$",  "%{", "}", "{{", "'",
                                         "\"", "\\", " ",  ": ", "#",  "é", "ÿ",  "日"};
    for (Size left = 1 + any_number(random, 2); left > 0; --left)
      association.terms.tags["k" + any_word(random, 4, typed)] = any_word(random, 6, typed);
  }
  return association;
}

PolicyOutput any_output(Random& random, Size size) {
  PolicyOutput output{
      .policy = any_session_policy(random, size).text(), .notes = {}, .associations = {}};
  output.notes = {"scopedown: of " + any_hostile_text(random, 6), "usage 0123"};
  const PodIdentityAssociation first = any_association(random);
  std::set<std::string> accounts{first.service_account};
  if (once_in(random, 4)) accounts.insert({"other", "web"});
  for (const std::string& account : accounts) {
    output.associations.push_back(first);
    output.associations.back().service_account = account;
  }
  return output;
}

}  // namespace scopedown::testing
