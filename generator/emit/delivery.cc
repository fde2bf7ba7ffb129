#include "generator/emit/delivery.h"

#include "generator/emit/unit_name.h"
#include "generator/error.h"
#include "generator/report/text_table.h"
#include "generator/usage/timestamp.h"
#include "model/fingerprint.h"

namespace scopedown {
namespace {

using Needs = Format::Needs;

std::string moment(std::int64_t seconds) {
  return seconds == 0 ? "an unknown time" : timestamp_text(seconds);
}

// Sixteen digits that tell one history of calls from another.
std::string usage_digest(const Workload& workload) {
  Fingerprint fingerprint;
  const auto add = [&](const std::string& field) {
    fingerprint.add(field);
    fingerprint.add('\0');
  };
  for (const auto& [access, usage] : workload.accesses) {
    add(access.action.text());
    add(access.resource.text());
    add(std::to_string(usage.count));
    add(std::to_string(usage.first_seen));
    add(std::to_string(usage.last_seen));
  }
  return fingerprint.text();
}

}  // namespace

void check_delivery(const Delivery& delivery) {
  const AssociationTerms& terms = delivery.terms;
  const std::string format = "--format " + std::string(delivery.format->name);
  if (!terms.role_arn.empty()) check_role_arn("--role-arn", terms.role_arn);
  if (!terms.target_role_arn.empty()) check_role_arn("--target-role-arn", terms.target_role_arn);
  check_association_tags(terms.tags);
  if (delivery.format->needs == Needs::AssociationAndRole && terms.role_arn.empty())
    throw Error(format, "an association names the shared role; give its ARN with --role-arn",
                ExitCode::Usage);
  if (delivery.format->needs == Needs::Nothing && !terms.tags.empty())
    throw Error("--association-tag", "a policy alone has no tags; choose another --format",
                ExitCode::Usage);
  if (delivery.format->needs == Needs::Association && !terms.tags.empty())
    throw Error("--association-tag", "an update cannot change tags; `aws eks tag-resource` can",
                ExitCode::Usage);
}

std::vector<std::string> notes_of(const Result& result, const Summary& summary) {
  const Workload& workload = result.workload;
  const Proposal& proposal = result.proposal;
  std::string digests = "usage " + usage_digest(workload) + ", catalogue " + summary.catalogue;
  if (summary.role) digests += ", role " + *summary.role;
  return {"scopedown " SCOPEDOWN_VERSION ": the session policy of " + unit_name(result),
          std::to_string(workload.calls) + " calls, seen from " + moment(workload.first_seen) +
              " to " + moment(workload.last_seen),
          std::to_string(proposal.characters) + " characters, " + percent_text(proposal.packed) +
              " packed; excess: " + std::to_string(proposal.excess.size()) + " pairs, score " +
              std::to_string(proposal.excess_score),
          digests};
}

std::string delivered_text(const Result& result, const Summary& summary, const Clusters& clusters,
                           const Delivery& delivery) {
  ensure(result.proposal.fits(), "a policy that was refused is not delivered");
  PolicyOutput output{.policy = result.proposal.policy.text(), .notes = {}, .associations = {}};
  if (delivery.format->needs != Needs::Nothing) {
    output.notes = notes_of(result, summary);
    output.associations = associations_of(result, clusters, delivery.terms);
  }
  return delivery.format->emit(output);
}

}  // namespace scopedown
