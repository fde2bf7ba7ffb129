// `generate --mode tags`: one policy of the role, in which session tags tell the tenants apart.

#ifndef SCOPEDOWN_GENERATOR_COMMANDS_TAGS_OPTIONS_H_
#define SCOPEDOWN_GENERATOR_COMMANDS_TAGS_OPTIONS_H_

#include <string>
#include <vector>

#include "generator/commands/question_options.h"

namespace scopedown {

// As it was typed.
struct TagsOptions {
  std::string mode = "session-policies";
  std::vector<std::string> tagged;
  bool compare = false;

  [[nodiscard]] bool is_chosen() const { return mode == "tags"; }
};

void add_tags(CLI::App& command, TagsOptions& options);

// The policy on stdout, or role-policy.json and summary.json in the folder `out`; `summary` is
// another place for the latter. "": neither.
[[nodiscard]] ExitCode generate_with_tags(const QuestionSource& source, const Question& question,
                                          const Clusters& clusters, const TagsOptions& options,
                                          const std::string& out, const std::string& summary,
                                          bool quiet);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_COMMANDS_TAGS_OPTIONS_H_
