// `scopedown catalogue`: what is built in, asked by itself, and how well it understands logs.

#include <array>
#include <iostream>
#include <memory>
#include <set>
#include <string_view>

#include <CLI/CLI.hpp>

#include "data/load.h"
#include "generator/commands/question_options.h"
#include "generator/emit/catalogue_json.h"
#include "generator/report/catalogue_report.h"
#include "generator/report/printed.h"

namespace scopedown {
namespace {

struct Options {
  std::string asked;  // a pattern, or an action
  SampleCall call{.event_source = {},
                  .event_name = {},
                  .resources = {},
                  .region = "eu-west-1",
                  .account = "111122223333"};
  std::vector<std::string> logs;
  bool json = false;
  bool quiet = false;
};

void add_json(CLI::App& command, Options& options) {
  command.add_flag("--json", options.json, "Print JSON instead of a table");
}

std::vector<std::string> service_names(const Catalogue& catalogue) {
  std::set<std::string> names;
  for (const CatalogueAction& action : catalogue.actions())
    names.insert(action.action.service);
  return {names.begin(), names.end()};
}

// Throws Error, with the nearest names, if AWS has no such service.
void check_service(const std::string& asked, const std::string& service,
                   const Catalogue& catalogue) {
  if (!catalogue.actions_of(service).empty()) return;
  throw Error(asked, "no service has the prefix " + service +
                         "; nearest: " + listed(nearest(service, service_names(catalogue))));
}

[[noreturn]] void no_such_action(const std::string& asked, const std::string& service,
                                 const std::string& name, const Catalogue& catalogue) {
  std::vector<std::string> names;
  for (const CatalogueAction& action : catalogue.actions_of(service))
    names.push_back(action.action.name);
  throw Error(asked, "no such action; nearest: " + listed(nearest(name, names)));
}

ExitCode run_expand(const Options& options) {
  const Catalogue& catalogue = built_in_catalogue();
  const auto pattern = ActionPattern::parse(options.asked);
  if (!pattern) misuse(options.asked, "no action pattern; write s3:Get*");
  const std::string service = options.asked.substr(0, options.asked.find(':'));
  if (options.asked != "*" && service.find_first_of("*?") == std::string::npos)
    check_service(options.asked, service, catalogue);
  if (options.json) {
    std::cout << expansion_json(*pattern, catalogue);
  } else {
    print_expansion(std::cout, *pattern, catalogue);
  }
  return catalogue.matching(*pattern).empty() ? ExitCode::Refused : ExitCode::Success;
}

ExitCode run_explain(const Options& options) {
  const Catalogue& catalogue = built_in_catalogue();
  const auto action = Action::parse(options.asked);
  if (!action) misuse(options.asked, "no action; write s3:PutObject");
  check_service(options.asked, action->service, catalogue);
  const CatalogueAction* known = catalogue.find(*action);
  if (known == nullptr) no_such_action(options.asked, action->service, action->name, catalogue);
  if (options.json) {
    std::cout << action_json(*known, catalogue);
  } else {
    print_action(std::cout, *known, catalogue);
  }
  return ExitCode::Success;
}

ExitCode run_event(const Options& options) {
  const Catalogue& catalogue = built_in_catalogue();
  const Interpreter interpreter(catalogue);
  const SampleCall& call = options.call;
  const SampleReading reading = read_sample(call, interpreter);
  if (reading.set_aside == "unknown_action") {
    check_service(call.event_source, reading.service, catalogue);
    no_such_action(call.event_source + " " + call.event_name, reading.service, call.event_name,
                   catalogue);
  }
  if (options.json) {
    std::cout << sample_json(call, reading, catalogue);
  } else {
    print_sample(std::cout, call, reading, catalogue);
  }
  return ExitCode::Success;
}

ExitCode run_coverage(const Options& options) {
  const CoverageRun run = coverage(options.logs);
  print_ingested(std::cerr, run.ingested, options.quiet);
  if (options.json) {
    std::cout << coverage_json(run.report);
  } else {
    print_coverage(std::cout, run.report);
  }
  return finished(run.ingested.problems.empty(),
                  run.report.disagreements.empty() ? ExitCode::Success : ExitCode::Refused);
}

CommandRun add_expand(CLI::App& command) {
  auto options = std::make_shared<Options>();
  command.add_option("PATTERN", options->asked, "An action pattern: s3:Get*")->required();
  add_json(command, *options);
  return [options] { return run_expand(*options); };
}

CommandRun add_explain(CLI::App& command) {
  auto options = std::make_shared<Options>();
  command.add_option("ACTION", options->asked, "An action: s3:PutObject")->required();
  add_json(command, *options);
  return [options] { return run_explain(*options); };
}

CommandRun add_event(CLI::App& command) {
  auto options = std::make_shared<Options>();
  SampleCall& call = options->call;
  command.add_option("SOURCE", call.event_source, "eventSource: s3.amazonaws.com")->required();
  command.add_option("NAME", call.event_name, "eventName: HeadObject")->required();
  command.add_option("--parameters", call.parameters, "requestParameters, as JSON");
  command.add_option("--resource", call.resources, "An ARN of resources[]; repeatable");
  command.add_option("--region", call.region, "awsRegion")->capture_default_str();
  command.add_option("--account", call.account, "recipientAccountId")->capture_default_str();
  add_json(command, *options);
  return [options] { return run_event(*options); };
}

CommandRun add_coverage(CLI::App& command) {
  auto options = std::make_shared<Options>();
  add_logs(command, options->logs, true);
  add_quiet(command, options->quiet);
  add_json(command, *options);
  return [options] { return run_coverage(*options); };
}

constexpr Command expand_command{"expand", "Show what a wildcard reaches, by access level",
                                 add_expand};
constexpr Command explain_command{
    "explain", "Show what an action is: level, resources, what else it needs", add_explain};
constexpr Command event_command{
    "event", "Show which actions and resources an event becomes, and by which rule", add_event};
constexpr Command coverage_command{
    "coverage", "Show how much of logs is understood, and hold it against AWS's own denials",
    add_coverage};

constexpr std::array commands{&expand_command, &explain_command, &event_command, &coverage_command};

CommandRun add(CLI::App& command) {
  return add_commands(command, commands);
}

}  // namespace

const Command catalogue_command{
    "catalogue", "Ask what AWS's actions are, and how well logs are understood", add};

}  // namespace scopedown
