// `scopedown role`: the role that tenants share, and the documents around it.
//
//   scopedown role --db usage.sqlite --out role/

#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "generator/commands/question_options.h"
#include "generator/commands/role_options.h"
#include "generator/commands/terminal_bar.h"
#include "generator/emit/role_files.h"

namespace scopedown {
namespace {

struct Options {
  QuestionOptions question;
  RoleOptions role;
  std::string out;
};

// Without a folder: the permission policies as they are, if there is one.
void print_only_document(const RoleKit& kit) {
  const auto& documents = kit.role.permissions.documents;
  if (documents.size() > 1)
    misuse(std::to_string(documents.size()) + " documents", "name a folder with --out");
  if (documents.size() == 1) std::cout << readable_policy(documents.front().text());
}

ExitCode run(Options& options) {
  settle(options.question);
  settle(options.role);
  const QuestionSource source = source_of(options.question);
  Question& question = options.question.question;
  ProgressBar bar = terminal_bar(options.question.quiet);
  question.on_progress = shown_on(bar);
  const Clusters clusters = clusters_of(source.ledger, question);
  check_cluster(question.selection, clusters);
  RoleQuestion asked = options.role.asked;
  asked.exact = question.exact;
  const RoleKit kit = role_kit(source.ledger, question, clusters, asked);
  bar.clear();
  if (options.out.empty()) {
    print_only_document(kit);
  } else {
    write_role(kit, options.out);
  }
  print_role(std::cerr, kit, options.question.quiet);
  return finished(source.complete, kit.fits() ? ExitCode::Success : ExitCode::Refused);
}

CommandRun add(CLI::App& command) {
  auto given = std::make_shared<Options>();
  Options& options = *given;
  add_question(command, options.question);
  add_role_quota(command, options.role);
  add_role_documents(command, options.role);
  command.add_flag("--exact", options.question.question.exact,
                   "Every resource by the name that was seen, or not at all");
  command.add_option("--out", options.out, "Write every document, and role.json, into this folder");
  return [given] { return run(*given); };
}

}  // namespace

const Command role_command{
    "role", "Write the role that tenants share: permissions, trust, boundary, guardrails", add};

}  // namespace scopedown
