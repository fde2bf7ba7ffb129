// `scopedown tenants`: who was found, and what was set aside.

#include <iostream>
#include <memory>

#include "generator/commands/question_options.h"
#include "generator/report/printed.h"

namespace scopedown {
namespace {

ExitCode run(QuestionOptions& options) {
  settle(options);
  const QuestionSource source = source_of(options);
  const Clusters clusters = clusters_of(source.ledger, options.question);
  check_cluster(options.question.selection, clusters);
  print_tenants(std::cout, workloads(source.ledger, options.question, clusters),
                options.question.selection, clusters);
  return finished(source.complete, ExitCode::Success);
}

CommandRun add(CLI::App& command) {
  auto options = std::make_shared<QuestionOptions>();
  add_question(command, *options);
  return [options] { return run(*options); };
}

}  // namespace

const Command tenants_command{"tenants", "Show who was found, and what was set aside and why", add};

}  // namespace scopedown
