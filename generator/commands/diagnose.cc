// `scopedown diagnose`: why a pod gets 403.
//
//   scopedown diagnose --trust trust.json --annotation ARN --provider URL --service-account NS/NAME

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "generator/commands/command.h"
#include "generator/diagnose/diagnosis.h"
#include "generator/emit/write_file.h"
#include "generator/report/text_table.h"

namespace scopedown {
namespace {

struct Options {
  std::string trust;
  std::vector<std::string> policies;
  std::string association;
  std::string event;
  std::string service_account;
  Symptoms symptoms;
};

void read_symptoms(Options& options) {
  Symptoms& symptoms = options.symptoms;
  if (options.trust.empty() && options.association.empty() && options.event.empty())
    misuse("--trust", "give the role's trust policy, an association, or the failing event");
  if (!options.service_account.empty()) {
    const std::size_t slash = options.service_account.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == options.service_account.size())
      misuse("--service-account " + options.service_account, "write NAMESPACE/NAME");
    symptoms.name_space = options.service_account.substr(0, slash);
    symptoms.service_account = options.service_account.substr(slash + 1);
  }
  if (!options.trust.empty())
    symptoms.trust = read_policy_file(options.trust, PolicyGrammar::ResourceBased);
  for (const std::string& path : options.policies)
    symptoms.policies.push_back(read_policy_file(path, PolicyGrammar::Identity));
  if (!options.association.empty())
    symptoms.association = read_association(read_file(options.association), options.association);
  if (!options.event.empty())
    symptoms.event = read_failing_event(read_file(options.event), options.event);
}

ExitCode run(Options& options) {
  read_symptoms(options);
  const Diagnosis diagnosis = diagnose(options.symptoms);
  for (const Diagnosed& finding : diagnosis.findings)
    std::cout << printable(finding.code) << ": " << printable(finding.text) << '\n';
  for (const std::string& sound : diagnosis.sound)
    std::cerr << "scopedown: " << printable(sound) << '\n';
  if (!diagnosis.findings.empty()) return ExitCode::Refused;
  std::cerr << "scopedown: nothing wrong was found in what was given\n";
  return ExitCode::Success;
}

CommandRun add(CLI::App& command) {
  auto given = std::make_shared<Options>();
  Options& options = *given;
  Symptoms& symptoms = options.symptoms;
  command.add_option("--trust", options.trust, "The role's trust policy");
  command.add_option("--annotation", symptoms.annotation,
                     "The service account's annotation eks.amazonaws.com/role-arn");
  command.add_option("--provider", symptoms.provider,
                     "The cluster's OIDC issuer: https://oidc.eks.REGION.amazonaws.com/id/...");
  command.add_option("--service-account", options.service_account, "The pod's: NAMESPACE/NAME");
  command.add_option("--audience", symptoms.audience, "The token's audience")
      ->capture_default_str();
  command.add_option("--cluster", symptoms.cluster, "The cluster's ARN");
  command.add_option("--association", options.association,
                     "The Pod Identity association (JSON), as AWS describes it");
  command.add_option("--policy", options.policies, "A policy of the role; repeatable");
  command.add_option("--event", options.event, "The CloudTrail record of the call that failed");
  return [given] { return run(*given); };
}

}  // namespace

const Command diagnose_command{"diagnose", "Say why a pod gets 403, from the documents involved",
                               add};

}  // namespace scopedown
