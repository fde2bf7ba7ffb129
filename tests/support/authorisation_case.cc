#include "tests/support/authorisation_case.h"

namespace scopedown::testing {
namespace {

const std::vector<std::string> actions{"s3:GetObject", "s3:PutObject", "kms:Decrypt",
                                       "sts:AssumeRole"};
const std::vector<std::string> action_patterns{
    "s3:GetObject", "s3:getobject", "s3:*Object", "S3:*", "kms:*", "sts:Assume?ole", "*"};
const std::vector<std::string> resources{
    "arn:aws:s3:::orders/a", "arn:aws:s3:::orders/team/b", "arn:aws:s3:::other/a",
    "arn:aws:kms:eu-west-1:111122223333:key/1", "arn:aws:iam::111122223333:role/next"};
const std::vector<std::string> resource_patterns{"*",
                                                 "arn:aws:s3:::orders/*",
                                                 "arn:aws:s3:::orders/a",
                                                 "arn:aws:s3:::orders/${aws:PrincipalTag/team}/?",
                                                 "arn:aws:s3:::${aws:username, 'other'}/a",
                                                 "arn:aws:kms:*:*:key/*",
                                                 "arn:aws:iam::111122223333:role/*"};
const std::vector<std::string> principals{"arn:aws:sts::111122223333:assumed-role/tenants/pod-1",
                                          "arn:aws:sts::111122223333:assumed-role/tenants/pod-1",
                                          "arn:aws:iam::111122223333:role/tenants",
                                          "arn:aws:iam::111122223333:user/ann",
                                          "arn:aws:iam::111122223333:root",
                                          "arn:aws:sts::444455556666:assumed-role/tenants/pod-1",
                                          "lambda.amazonaws.com"};
const std::vector<std::string> principal_elements{
    R"("*")",
    R"({"AWS":"*"})",
    R"({"AWS":"arn:aws:iam::111122223333:root"})",
    R"({"AWS":["111122223333","444455556666"]})",
    R"({"AWS":"arn:aws:iam::111122223333:role/tenants"})",
    R"({"AWS":"arn:aws:sts::111122223333:assumed-role/tenants/pod-1"})",
    R"({"AWS":"arn:aws:iam::111122223333:user/ann"})",
    R"({"Service":"lambda.amazonaws.com"})",
    R"({"AWS":"arn:aws:iam::444455556666:root","Service":"lambda.amazonaws.com"})"};

CaseJson one_or_list(Random& random, const std::vector<std::string>& choices) {
  if (once_in(random, 2)) return pick(random, choices);
  CaseJson list = CaseJson::array({pick(random, choices)});
  if (once_in(random, 2)) list.push_back(pick(random, choices));
  return list;
}

// A key with values of its kind, for the policy or for the request.
struct KeyOfKind {
  const char* family;  // of operators
  const char* key;
  std::vector<std::string> policy;
  std::vector<std::string> request;
};

const std::vector<KeyOfKind>& keys_of_kinds() {
  static const std::vector<KeyOfKind> keys{
      {"String",
       "aws:PrincipalTag/team",
       {"a", "team", "T*", "${s3:prefix}"},
       {"a", "team", "TEAM"}},
      {"String", "s3:prefix", {"a", "?", "${aws:PrincipalTag/team}"}, {"a", "b"}},
      {"Numeric", "s3:max-keys", {"1", "10"}, {"1", "10", "x"}},
      {"Date",
       "aws:CurrentTime",
       {"2026-11-22T00:00:00Z"},
       {"2026-11-21T23:59:59Z", "2026-11-22T00:00:00Z"}},
      {"IpAddress", "aws:SourceIp", {"203.0.113.0/24", "10.0.0.1"}, {"203.0.113.9", "10.0.0.1"}},
      {"Arn",
       "aws:PrincipalArn",
       {"arn:aws:iam::*:role/tenants", "arn:aws:iam::*:user/${aws:username}"},
       {}},
      {"Bool", "aws:SecureTransport", {"true", "false"}, {"true", "False"}},
      {"Binary", "aws:Blob", {"QUJD"}, {"QUJD", "QUJE"}}};
  return keys;
}

void add_condition(Random& random, CaseJson& statement) {
  const KeyOfKind& kind = pick(random, keys_of_kinds());
  std::vector<std::string> fitting;
  for (const std::string& name : operator_names())
    if (name.find(kind.family) != std::string::npos) fitting.push_back(name);
  const std::vector<std::string> sets{"", "", "ForAllValues:", "ForAnyValue:"};
  std::string operation =
      pick(random, sets) + pick(random, fitting) + (once_in(random, 4) ? "IfExists" : "");
  std::string key = once_in(random, 4) ? folded_case(kind.key) : kind.key;
  CaseJson values = one_or_list(random, kind.policy);
  if (once_in(random, 8)) {
    operation = "Null";
    values = once_in(random, 2);
  }
  statement["Condition"][operation][key] = values;
}

CaseJson any_statement(Random& random, bool has_principal) {
  CaseJson statement;
  statement["Effect"] = once_in(random, 4) ? "Deny" : "Allow";
  if (has_principal) statement["Principal"] = CaseJson::parse(pick(random, principal_elements));
  statement[once_in(random, 6) ? "NotAction" : "Action"] = one_or_list(random, action_patterns);
  statement[once_in(random, 6) ? "NotResource" : "Resource"] =
      one_or_list(random, resource_patterns);
  if (once_in(random, 3)) add_condition(random, statement);
  if (once_in(random, 8)) add_condition(random, statement);
  return statement;
}

CaseJson any_policy(Random& random, Size most, bool has_principal) {
  CaseJson policy;
  if (!once_in(random, 4)) policy["Version"] = once_in(random, 4) ? "2008-10-17" : "2012-10-17";
  CaseJson statements = CaseJson::array();
  for (Size left = 1 + any_number(random, most); left > 0; --left)
    statements.push_back(any_statement(random, has_principal));
  policy["Statement"] =
      statements.size() == 1 && once_in(random, 2) ? statements.front() : statements;
  return policy;
}

CaseJson any_policies(Random& random, Size size, bool has_principal) {
  CaseJson policies = CaseJson::array();
  for (Size left = any_number(random, 1 + size / 10); left > 0; --left)
    policies.push_back(any_policy(random, size / 5, has_principal));
  return policies;
}

CaseJson any_request(Random& random) {
  CaseJson request;
  request["principal"] = pick(random, principals);
  request["action"] = pick(random, actions);
  request["resource"] = pick(random, resources);
  if (once_in(random, 3))
    request["resourceAccount"] = once_in(random, 2) ? "111122223333" : "444455556666";
  for (const KeyOfKind& kind : keys_of_kinds()) {
    if (kind.request.empty() || once_in(random, 3)) continue;
    const std::string key = once_in(random, 4) ? folded_case(kind.key) : kind.key;
    request["context"][key] = one_or_list(random, kind.request);
  }
  if (once_in(random, 8)) request["context"]["aws:TagKeys"] = CaseJson::array();
  return request;
}

}  // namespace

BuiltCase::BuiltCase(const CaseJson& value) {
  const CaseJson& policies = value["policies"];
  const auto of = [&](const char* name) {
    return policies.contains(name) ? policies[name] : CaseJson::array();
  };
  layers_.identity = list_of(of("identity"), PolicyGrammar::Identity);
  layers_.boundary = list_of(of("boundary"), PolicyGrammar::Identity);
  layers_.session = list_of(of("session"), PolicyGrammar::Identity);
  layers_.resource = list_of(of("resource"), PolicyGrammar::ResourceBased);
  for (const CaseJson& level : of("scp"))
    layers_.scp.push_back(list_of(level, PolicyGrammar::Identity));
  for (const CaseJson& level : of("rcp"))
    layers_.rcp.push_back(list_of(level, PolicyGrammar::ResourceBased));

  const CaseJson& request = value["request"];
  request_.principal = request["principal"];
  request_.action = *Action::parse(request["action"].get<std::string>());
  request_.resource = request["resource"];
  if (request.contains("context"))
    for (const auto& [key, values] : request["context"].items())
      request_.context[key] = values.is_array()
                                  ? values.get<std::vector<std::string>>()
                                  : std::vector<std::string>{values.get<std::string>()};
  if (request.contains("resourceAccount"))
    request_.context["aws:ResourceAccount"] = {request["resourceAccount"].get<std::string>()};
}

PolicyList BuiltCase::list_of(const CaseJson& policies, PolicyGrammar grammar) {
  PolicyList list;
  for (const CaseJson& policy : policies) {
    documents_.push_back(PolicyDocument::parse(policy.dump(), grammar));
    list.push_back(&documents_.back());
  }
  return list;
}

std::string decision_text(Decision decision) {
  if (decision == Decision::Allowed) return "allowed";
  return decision == Decision::ExplicitDeny ? "explicitDeny" : "implicitDeny";
}

const std::vector<std::string>& operator_names() {
  static const std::vector<std::string> names{"StringEquals",
                                              "StringNotEquals",
                                              "StringEqualsIgnoreCase",
                                              "StringNotEqualsIgnoreCase",
                                              "StringLike",
                                              "StringNotLike",
                                              "NumericEquals",
                                              "NumericNotEquals",
                                              "NumericLessThan",
                                              "NumericLessThanEquals",
                                              "NumericGreaterThan",
                                              "NumericGreaterThanEquals",
                                              "DateEquals",
                                              "DateNotEquals",
                                              "DateLessThan",
                                              "DateLessThanEquals",
                                              "DateGreaterThan",
                                              "DateGreaterThanEquals",
                                              "Bool",
                                              "BinaryEquals",
                                              "IpAddress",
                                              "NotIpAddress",
                                              "ArnEquals",
                                              "ArnNotEquals",
                                              "ArnLike",
                                              "ArnNotLike"};
  return names;
}

CaseJson any_authorisation_case(Random& random, Size size, const std::string& layer) {
  const CaseJson allow_all =
      CaseJson::parse(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})");
  CaseJson value;
  CaseJson& policies = value["policies"];
  for (const std::string other : {"identity", "session", "boundary", "resource", "scp", "rcp"}) {
    const bool has_principal = other == "resource" || other == "rcp";
    const bool levels = other == "scp" || other == "rcp";
    CaseJson list = CaseJson::array();
    if (other == layer || once_in(random, 6)) {
      list = any_policies(random, size, has_principal);
    } else if (other == "identity" && !once_in(random, 6)) {
      list.push_back(allow_all);
    }
    if (!levels) {
      policies[other] = list;
    } else {
      policies[other] = CaseJson::array({list});
      if (other == layer && once_in(random, 2))
        policies[other].push_back(any_policies(random, size, has_principal));
    }
  }
  value["request"] = any_request(random);
  return value;
}

}  // namespace scopedown::testing
