// `scopedown simulate`: would AWS allow it, and because of which statement?
//
//   scopedown simulate s3:GetObject --resource arn:aws:s3:::orders/a --principal ARN
//     --identity role.json --session session.json

#include <fstream>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "generator/commands/command.h"
#include "generator/emit/simulation_json.h"
#include "generator/emit/write_file.h"
#include "generator/report/simulation_report.h"
#include "generator/simulate/association.h"
#include "generator/simulate/batch.h"
#include "model/arn.h"
#include "model/session_tags.h"

namespace scopedown {
namespace {

struct Options {
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::string principal;
  std::string resource_account;
  std::vector<std::string> context;
  std::vector<std::string> role_tags;
  std::vector<std::string> session_tags;
  std::string association;
  std::vector<std::string> identity;
  std::vector<std::string> resource_policies;
  std::vector<std::string> boundary;
  std::vector<std::string> session;
  std::vector<std::string> scp;
  std::vector<std::string> rcp;
  std::string batch;
  bool json = false;
  bool quiet = false;
};

std::pair<std::string, std::string> key_and_value(const std::string& option,
                                                  const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) misuse(option + " " + text, "write KEY=VALUE");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::vector<PolicyFile> read_files(const std::vector<std::string>& paths, PolicyGrammar grammar) {
  std::vector<PolicyFile> files;
  for (const std::string& path : paths)
    files.push_back(read_policy_file(path, grammar));
  return files;
}

// Each text is a level: paths with commas between them.
std::vector<std::vector<PolicyFile>> read_levels(const std::vector<std::string>& levels,
                                                 PolicyGrammar grammar) {
  std::vector<std::vector<PolicyFile>> files;
  for (std::string_view rest : levels) {
    std::vector<std::string> paths;
    while (!rest.empty()) {
      const std::string_view path = rest.substr(0, rest.find(','));
      paths.emplace_back(path);
      rest.remove_prefix(std::min(path.size() + 1, rest.size()));
    }
    files.push_back(read_files(paths, grammar));
  }
  return files;
}

LayerFiles read_layers(const Options& options) {
  using enum PolicyGrammar;
  return {.identity = read_files(options.identity, Identity),
          .resource = read_files(options.resource_policies, ResourceBased),
          .boundary = read_files(options.boundary, Identity),
          .session = read_files(options.session, Identity),
          .scp = read_levels(options.scp, Identity),
          .rcp = read_levels(options.rcp, ResourceBased)};
}

// The principal's tags, its session policy, and the principal itself where none was named.
void take_association(const Options& options, Request& request, LayerFiles& files,
                      SessionTags& tags) {
  if (options.association.empty()) return;
  Association association = read_association(read_file(options.association), options.association);
  tags = session_tags_of(association.pod);
  if (request.principal.empty()) request.principal = association.role_arn;
  request.context.emplace("aws:PrincipalArn", std::vector<std::string>{association.role_arn});
  if (!association.policy_text.empty())
    files.session.push_back(read_policy_text(options.association + " (policy)",
                                             std::move(association.policy_text),
                                             PolicyGrammar::Identity));
}

void take_context(const Options& options, Request& request) {
  for (const std::string& text : options.context) {
    auto [key, value] = key_and_value("--context", text);
    request.context[key].push_back(std::move(value));
  }
  if (!options.resource_account.empty())
    request.context["aws:ResourceAccount"] = {options.resource_account};
}

void take_tags(const Options& options, Request& request, SessionTags tags) {
  Tags role_tags;
  for (const std::string& text : options.role_tags)
    role_tags.insert(key_and_value("--role-tag", text));
  SessionTags own;
  for (const std::string& text : options.session_tags)
    own.tags.insert(key_and_value("--session-tag", text));
  tags = tags.chained(own);
  add_principal_tags(request, role_tags, tags);
}

std::vector<Action> read_actions(const Options& options) {
  std::vector<Action> actions;
  for (const std::string& text : options.actions) {
    const auto action = Action::parse(text);
    if (!action) misuse(text, "no action; write s3:GetObject");
    actions.push_back(*action);
  }
  return actions;
}

void check_resources(const std::vector<std::string>& resources) {
  for (const std::string& resource : resources) {
    if (resource != "*" && !Arn::parse(resource))
      misuse("--resource " + resource, "no ARN; write arn:aws:s3:::bucket/key, or *");
  }
}

ExitCode run_batch(const Options& options) {
  if (!options.actions.empty())
    misuse("--batch", "has its own actions in each line; leave out " + options.actions.front());
  std::ifstream file;
  const bool from_stdin = options.batch == "-";
  if (!from_stdin) {
    file.open(options.batch, std::ios::binary);
    if (!file) throw Error(options.batch, "cannot read it; is there such a file?");
  }
  std::istream& lines = from_stdin ? std::cin : file;
  BatchSimulator simulator;
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    std::cout << simulator.answer(line, number) << '\n';
  }
  if (lines.bad()) throw Error(options.batch, "cannot read it to its end");
  if (simulator.failures() == 0) return ExitCode::Success;
  throw Error(options.batch, std::to_string(simulator.failures()) +
                                 " lines could not be judged; their answers say why (`error`)");
}

ExitCode run(Options& options) {
  if (!options.batch.empty()) return run_batch(options);
  if (options.actions.empty())
    misuse("ACTION", "name what is asked for, such as s3:GetObject, or a file with --batch");
  if (options.resources.empty()) options.resources.emplace_back("*");
  check_resources(options.resources);
  const std::vector<Action> actions = read_actions(options);
  LayerFiles files = read_layers(options);
  Request like;
  like.principal = options.principal;
  take_context(options, like);
  SessionTags tags;
  take_association(options, like, files, tags);
  take_tags(options, like, std::move(tags));
  const Simulation simulation = simulate(std::move(files), like, actions, options.resources);
  if (options.json) {
    std::cout << simulation_json(simulation);
  } else {
    print_simulation(std::cout, simulation);
  }
  if (!options.quiet) print_simulation_notes(std::cerr, simulation);
  return simulation.allows_all() ? ExitCode::Success : ExitCode::Refused;
}

void add_policies(CLI::App& command, Options& options) {
  command.add_option("--identity", options.identity,
                     "A policy of the role or user: what it is granted; repeatable");
  command.add_option("--session", options.session, "A session policy; repeatable");
  command.add_option("--boundary", options.boundary, "A permissions boundary; repeatable");
  command.add_option("--resource-policy", options.resource_policies,
                     "A policy of the resource: bucket, key or trust policy; repeatable");
  command.add_option("--scp", options.scp,
                     "Service control policies of one level, with commas between; once a level, "
                     "the root's first");
  command.add_option("--rcp", options.rcp, "Resource control policies, likewise");
}

CommandRun add(CLI::App& command) {
  auto given = std::make_shared<Options>();
  Options& options = *given;
  command.add_option("ACTION", options.actions, "What is asked for: s3:GetObject");
  command.add_option("--resource", options.resources,
                     "On what: an ARN, or * (default); repeatable");
  command.add_option("--principal", options.principal,
                     "Who asks: the ARN of a role session, role or user, a service, or * for "
                     "anybody; by default an identity that no policy names");
  add_policies(command, options);
  command.add_option("--association", options.association,
                     "A Pod Identity association (JSON): its role, tags and session policy");
  command.add_option("--context", options.context,
                     "KEY=VALUE of the request, such as aws:SourceIp=10.0.0.1; repeatable, the "
                     "same key for several values");
  command.add_option("--resource-account", options.resource_account,
                     "The resource's account, where its ARN does not say (S3)");
  command.add_option("--role-tag", options.role_tags, "KEY=VALUE of the role; repeatable");
  command.add_option("--session-tag", options.session_tags, "KEY=VALUE of the session; repeatable");
  command.add_option("--batch", options.batch,
                     "Judge cases instead, one a line (JSON): a file, or -");
  command.add_flag("--json", options.json,
                   "Print JSON in the shape of aws iam simulate-principal-policy");
  command.add_flag("--quiet", options.quiet, "Say nothing of missing keys and the like");
  return [given] { return run(*given); };
}

}  // namespace

const Command simulate_command{
    "simulate", "Judge requests by every policy layer, and say which statement decides", add};

}  // namespace scopedown
