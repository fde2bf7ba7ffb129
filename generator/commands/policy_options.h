// What `generate` and `onboard` ask of the policies that they make: how large they may be, what must
// not be in them, what a wildcard may reach, and how they are handed over.

#ifndef SCOPEDOWN_GENERATOR_COMMANDS_POLICY_OPTIONS_H_
#define SCOPEDOWN_GENERATOR_COMMANDS_POLICY_OPTIONS_H_

#include <string>
#include <vector>

#include "generator/commands/command.h"
#include "generator/pipeline.h"

namespace scopedown {

// As it was typed, until `settle` has read it.
struct PolicyOptions {
  std::string packed_max = std::to_string(packed_percent_max_by_default);
  std::string layout = "compact";
  std::string never;
  std::vector<std::string> role_policies;
  std::vector<std::string> allow_wildcard;
  std::string format = "policy";
  std::vector<std::string> association_tags;
  Delivery delivery;
};

// Both must outlive the parsing.
void add_policy_options(CLI::App& command, PolicyOptions& options, Question& question);

// Into the question and the delivery. Throws Error (usage) for what makes no sense, and Error that
// names the file and place if a policy document is none. `to_folder`: several files can be written;
// `makes_role`: --with-role, which --trust-role may trust.
void settle(PolicyOptions& options, Question& question, bool to_folder, bool makes_role);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMANDS_POLICY_OPTIONS_H_
