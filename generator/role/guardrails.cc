#include "generator/role/guardrails.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "data/embedded.h"
#include "data/table.h"
#include "model/authorisation.h"

namespace scopedown {
namespace {

// Services with one endpoint for all regions, or that are asked through us-east-1 for what belongs to
// the whole account; and single actions of other services of which the same is true.
const std::set<std::string_view>& global_calls() {
  static const std::set<std::string_view> all = [] {
    std::set<std::string_view> read;
    TableReader rows(embedded_table("global_services.tsv"), {"calls", "source"});
    while (rows.next())
      read.insert(rows[0]);
    return read;
  }();
  return all;
}

bool is_global(const Action& action) {
  return is_global_service(action.service) || global_calls().contains(action.text());
}

Statement deny(std::string sid, const std::vector<std::string>& actions,
               const std::string& resource, std::vector<Condition> conditions) {
  Statement statement;
  statement.sid = std::move(sid);
  statement.effect = Effect::Deny;
  for (const std::string& action : actions)
    statement.actions.push_back(*ActionPattern::parse(action));
  statement.resources = {*ArnPattern::parse(resource)};
  statement.conditions = std::move(conditions);
  return statement;
}

Statement regions_statement(const std::set<std::string>& regions) {
  std::vector<std::string> kept;
  for (const std::string_view calls : global_calls())
    kept.push_back(std::string(calls) + (calls.find(':') == std::string_view::npos ? ":*" : ""));
  std::ranges::sort(kept);
  Statement statement =
      deny("Regions", kept, "*",
           {{"StringNotEquals", "aws:RequestedRegion", {regions.begin(), regions.end()}}});
  statement.not_action = true;
  return statement;
}

Statement leave_statement() {
  return deny("LeaveOrganization", {"organizations:LeaveOrganization"}, "*", {});
}

// A call of which the log does not tell what the condition asks for counts as denied.
Statement imds_statement() {
  return deny("Imdsv2", {"ec2:RunInstances"}, "arn:*:ec2:*:*:instance/*",
              {{"StringNotEquals", "ec2:MetadataHttpTokens", {"required"}}});
}

// An observed call that the statement denies, or may. The evaluator is asked of it as the only SCP.
std::optional<ObservedCall> cut_off_by(const Statement& statement,
                                       const std::set<ObservedCall>& observed) {
  PolicyDocument everything;
  everything.policy.statements = {Statement{}};
  everything.policy.statements[0].actions = {*ActionPattern::parse("*")};
  everything.policy.statements[0].resources = {ArnPattern()};
  PolicyDocument guardrail;
  guardrail.policy.statements = {statement};
  PolicyLayers layers;
  layers.identity = {&everything};
  layers.scp = {{&everything, &guardrail}};
  for (const ObservedCall& call : observed) {
    Request request{.principal = "arn:aws:iam::111122223333:role/tenant",
                    .action = call.action,
                    .resource = call.where,
                    .context = {}};
    // It makes instances, whatever else was named by the call that is known of it.
    if (call.action.service == "ec2" && call.action.name == "RunInstances")
      request.resource = "arn:aws:ec2:" + call.region + ":111122223333:instance/*";
    if (!call.region.empty()) request.context["aws:RequestedRegion"] = {call.region};
    if (!authorise(layers, request, Colons::Cross).allowed()) return call;
  }
  return std::nullopt;
}

}  // namespace

bool is_global_service(std::string_view service) {
  return global_calls().contains(service);
}

Guardrails guardrails_for(const std::set<ObservedCall>& observed,
                          const std::set<std::string>& more_regions) {
  Guardrails made;
  made.regions = more_regions;
  for (const ObservedCall& call : observed) {
    if (!is_global(call.action) && !call.region.empty()) made.regions.insert(call.region);
  }
  std::vector<Statement> wanted{leave_statement(), imds_statement()};
  if (made.regions.empty()) {
    made.left_out.push_back({"Regions", "no region was seen; name those to keep with --region"});
  } else {
    wanted.push_back(regions_statement(made.regions));
  }
  for (Statement& statement : wanted) {
    const auto denied = cut_off_by(statement, observed);
    if (!denied) {
      made.policy.statements.push_back(std::move(statement));
      continue;
    }
    made.left_out.push_back(
        {statement.sid, "it would, or might, deny " + denied->action.text() +
                            (denied->region.empty() ? "" : " in " + denied->region) +
                            ", which was observed"});
  }
  if (made.policy.characters() > scp_characters_max) {
    std::erase_if(made.policy.statements, [](const Statement& one) { return one.not_action; });
    made.left_out.push_back({"Regions", std::to_string(made.regions.size()) +
                                            " regions do not fit the characters of an SCP"});
  }
  return made;
}

}  // namespace scopedown
