// `scopedown onboard`: the policy of a namespace that has no history yet.
//
//   scopedown onboard logs/ --like payments --namespace billing
//   scopedown onboard --db usage.db --like payments --like orders --namespace billing --out policies

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "data/load.h"
#include "generator/commands/policy_options.h"
#include "generator/commands/product.h"
#include "generator/commands/question_options.h"
#include "generator/commands/terminal_bar.h"
#include "generator/emit/file_name.h"
#include "generator/emit/write_file.h"
#include "generator/onboard/onboarding.h"
#include "generator/report/onboarding_report.h"
#include "generator/report/printed.h"
#include "generator/simulate/policy_file.h"

namespace scopedown {
namespace {

struct Options {
  QuestionOptions asked;
  PolicyOptions made;
  std::vector<std::string> likes;
  std::vector<std::string> replace;
  std::vector<std::string> keep;
  std::vector<std::string> drop;
  std::string policies;
  std::string accesses;
  std::string out;
  bool common = false;
};

// What the ledger tells of everybody, before the new tenant is known.
struct Known {
  Workloads workloads;
  Summary summary;  // the policies that are made today
};

ArnPattern pattern_of(const std::string& option, const std::string& text) {
  const auto pattern = ArnPattern::parse(text);
  if (!pattern) misuse(option + " " + text, "no ARN pattern; write arn:aws:s3:::config/*, or *");
  return *pattern;
}

OnboardingAnswers answers_of(const Options& options) {
  OnboardingAnswers answers;
  for (const std::string& text : options.replace) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) misuse("--replace " + text, "write OLD=NEW");
    answers.replace.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  for (const std::string& text : options.keep)
    answers.keep.push_back(pattern_of("--keep", text));
  for (const std::string& text : options.drop)
    answers.drop.push_back(pattern_of("--drop", text));
  return answers;
}

const Namespace& namespace_of(const Unit& unit) {
  return std::get<Namespace>(unit.tenant.who);
}

[[noreturn]] void nobody_like(const std::string& name, const Known& known) {
  std::vector<std::string> names;
  for (const Result& result : known.summary.results)
    names.push_back(namespace_of(result.unit).name);
  throw Error("--like " + name,
              "no such namespace, or it did nothing; nearest: " + listed(nearest(name, names)));
}

// The new tenant's: where the known ones are, or where it was said.
std::string cluster_of(const Options& options, const Known& known, const Clusters& clusters) {
  const Selection& selection = options.asked.question.selection;
  std::set<std::string> found;
  for (const auto& item : known.workloads.units) {
    const Namespace& name_space = namespace_of(item.first);
    if (std::ranges::find(options.likes, name_space.name) != options.likes.end())
      found.insert(name_space.cluster);
  }
  for (const GivenAccess& given : options.asked.question.also) {
    const auto* name_space = std::get_if<Namespace>(&given.unit.tenant.who);
    if (name_space == nullptr || name_space->name != selection.name_space) continue;
    const auto named = clusters.named(name_space->cluster);
    found.insert(named.size() == 1 ? named.front() : name_space->cluster);
  }
  if (!selection.cluster.empty()) return clusters.named(selection.cluster).front();
  if (found.size() > 1)
    misuse("--namespace " + selection.name_space,
           "of which cluster? choose one with --cluster: " + listed({found.begin(), found.end()}));
  if (found.empty() && !options.likes.empty()) nobody_like(options.likes.front(), known);
  if (found.empty())
    misuse("--namespace " + selection.name_space,
           "nobody is known to be like it; name a namespace with --like, or accesses with --also");
  return *found.begin();
}

void ensure_new(const Tenant& tenant, const Known& known) {
  for (const auto& [unit, workload] : known.workloads.units)
    if (unit.tenant == tenant && workload.calls > 0)
      misuse("--namespace " + namespace_of(unit).name,
             "has calls of its own; `scopedown generate` makes its policy from them");
}

// What the policies of a known namespace grant, once names that do not repeat are opened.
LikeTenant like_tenant(const std::string& name, const std::string& cluster, const Known& known) {
  LikeTenant like{name, {}};
  for (const Result& result : known.summary.results) {
    const Namespace& name_space = namespace_of(result.unit);
    if (name_space.cluster != cluster || name_space.name != name) continue;
    AccessUsage& accesses = like.accesses[result.unit.service_account];
    for (const Access& access : result.proposal.granted) {
      const auto seen = result.workload.accesses.find(access);
      accesses[access] = seen == result.workload.accesses.end() ? Usage{} : seen->second;
    }
  }
  if (like.accesses.empty()) nobody_like(name, known);
  return like;
}

std::vector<NamedPolicy> policies_of_others(const Options& options, const Tenant& tenant,
                                            const std::vector<Known>& others,
                                            const Clusters& clusters) {
  std::vector<NamedPolicy> policies;
  if (options.policies.empty()) {
    for (const Known& known : others) {
      for (const Result& result : known.summary.results)
        if (!(result.unit.tenant == tenant) &&
            result.proposal.fits())  // one that is refused is nobody's
          policies.push_back({result.unit.text(), result.proposal.policy});
    }
    return policies;
  }
  namespace fs = std::filesystem;
  const fs::path root(options.policies);
  const fs::path own = root / file_name({tenant, ""}, clusters, ".json");
  std::set<fs::path> files;
  bool is_of_others = false;  // files in another format
  std::error_code problem;
  fs::recursive_directory_iterator entries(root, problem);
  for (const fs::recursive_directory_iterator end; !problem && entries != end;
       entries.increment(problem)) {
    const fs::path& path = entries->path();
    const bool is_own = path == own || path.parent_path() == fs::path(own).replace_extension();
    if (path == root / "summary.json") continue;
    const bool is_policy = path.extension() == ".json";
    if (is_policy && !is_own) files.insert(path);
    is_of_others = is_of_others || (!is_policy && entries->is_regular_file(problem));
  }
  if (problem) throw Error(options.policies, "cannot read the folder: " + problem.message());
  if (files.empty() && is_of_others)
    throw Error(
        options.policies,
        "no policy below it, though there are files; give a folder that generate wrote with "
        "--format policy");
  for (const fs::path& file : files)
    policies.push_back(
        {file.string(), read_policy_file(file.string(), PolicyGrammar::Identity).document.policy});
  return policies;
}

// What was renamed, and so is the new tenant's alone.
std::set<ArnPattern> own_resources(const OnboardingTemplate& made) {
  std::set<ArnPattern> own;
  for (const auto& item : made.accesses)
    for (const auto& access : item.second)
      if (!access.first.resource.is_everything() && !made.kept.contains(access.first.resource))
        own.insert(access.first.resource);
  return own;
}

std::vector<GivenAccess> given_of(const OnboardingTemplate& made, const Tenant& tenant) {
  std::vector<GivenAccess> given;
  for (const auto& item : made.accesses)
    for (const auto& [access, usage] : item.second)
      given.push_back(
          {{tenant, item.first}, access, usage.count, usage.first_seen, usage.last_seen});
  return given;
}

// The summary of a folder is of all its files: another run's would be forgotten.
void ensure_own_folder(const std::string& folder, const Summary& summary, const Clusters& clusters,
                       std::string_view extension) {
  const std::filesystem::path file = std::filesystem::path(folder) / "summary.json";
  if (!std::filesystem::exists(file)) return;
  std::set<std::string> ours;
  for (const Result& result : summary.results)
    ours.insert(file_name(result.unit, clusters, extension));
  for (const std::string& listed_file : files_of_summary(read_file(file)))
    if (!ours.contains(listed_file))
      misuse("--out " + folder, "has the policies of others; name a folder of its own");
}

// Prints or writes what `generate` would, had the tenant a history.
ExitCode make_policies(const Options& options, const Ledger& ledger, const Question& question,
                       const Clusters& clusters) {
  const Delivery& delivery = options.made.delivery;
  Summary summary = generate(ledger, question, clusters);
  if (summary.results.empty())
    throw Error("--namespace " + question.selection.name_space, "nothing is left to allow");
  if (options.out.empty() && summary.results.size() > 1) {
    std::vector<std::string> accounts;
    for (const Result& result : summary.results)
      accounts.push_back(result.unit.service_account);
    misuse(std::to_string(accounts.size()) + " policies",
           "choose one with --service-account, or name a folder with --out; there are: " +
               listed(accounts));
  }
  if (!options.out.empty()) {
    ensure_own_folder(options.out, summary, clusters, delivery.format->extension);
    write_policies(summary, clusters, options.out, delivery);
  } else if (summary.results.front().proposal.fits()) {
    print_product(delivered_text(summary.results.front(), summary, clusters, delivery));
  }
  print_results(std::cerr, summary, options.asked.quiet);
  return is_complete_answer(summary) ? ExitCode::Success : ExitCode::Refused;
}

// About everybody, as if nobody had been asked for; the new tenant's given accesses left out. What is
// asked of the new tenant's policy is not asked of theirs: a budget that refused them would hide what
// they reach. What must never be granted is withheld from the new tenant, and said.
Question question_about_everybody(const Options& options) {
  Question question = options.asked.question;
  question.selection.name_space.clear();
  question.selection.service_account.clear();
  question.budget = {};
  question.readable = question.whole_words = question.trust_role = false;
  question.wildcards_may_reach.clear();
  question.never.reset();
  std::erase_if(question.also, [&](const GivenAccess& given) {
    const auto* name_space = std::get_if<Namespace>(&given.unit.tenant.who);
    return name_space != nullptr && name_space->name == options.asked.question.selection.name_space;
  });
  return question;
}

Known known_tenants(const Question& question, const Ledger& ledger, const Clusters& clusters) {
  Workloads all = workloads(ledger, question, clusters);
  Summary summary = summary_of(all, question, clusters);
  return {std::move(all), std::move(summary)};
}

// Whom the new tenant must not meet: with their opened names, and whatever role they are under.
std::vector<Known> known_neighbours(Question question, const Ledger& ledger,
                                    const Clusters& clusters) {
  question.exact = false;
  std::vector<Known> neighbours;
  neighbours.push_back(known_tenants(question, ledger, clusters));
  if (question.selection.target_role.empty()) return neighbours;
  question.selection.target_role.clear();
  neighbours.push_back(known_tenants(question, ledger, clusters));
  return neighbours;
}

std::vector<Collision> collisions_with(const std::vector<Known>& neighbours,
                                       const std::set<ArnPattern>& own, const Tenant& tenant) {
  std::vector<Collision> collided;
  for (const Known& neighbour : neighbours) {
    for (Collision& collision : collisions(own, neighbour.workloads.world, tenant)) {
      const bool is_told = std::ranges::any_of(collided, [&](const Collision& told) {
        return told.resource == collision.resource && told.known == collision.known;
      });
      if (!is_told) collided.push_back(std::move(collision));
    }
  }
  return collided;
}

ExitCode run(Options& options) {
  settle(options.asked);
  Question& question = options.asked.question;
  settle(options.made, question, !options.out.empty(), false);
  const OnboardingAnswers answers = answers_of(options);
  const QuestionSource source = source_of(options.asked);
  const Clusters clusters = clusters_of(source.ledger, question);
  check_cluster(question.selection, clusters);
  ProgressBar bar = terminal_bar(options.asked.quiet);
  question.on_progress = shown_on(bar);
  const Question about = question_about_everybody(options);
  const std::vector<Known> neighbours = known_neighbours(about, source.ledger, clusters);
  std::optional<Known> exact;
  if (about.exact) exact = known_tenants(about, source.ledger, clusters);
  const Known& known = exact ? *exact : neighbours.front();
  question.on_progress = {};
  bar.clear();
  const std::string cluster = cluster_of(options, known, clusters);
  const Tenant tenant{Namespace{cluster, question.selection.name_space}};
  for (const Known& neighbour : neighbours)
    ensure_new(tenant, neighbour);

  std::vector<LikeTenant> likes;
  for (const std::string& name : options.likes)
    likes.push_back(like_tenant(name, cluster, known));
  const OnboardingTemplate made = template_of(likes, question.selection.name_space, answers);
  std::set<ArnPattern> own = own_resources(made);
  const std::vector<Collision> collided = collisions_with(neighbours, own, tenant);
  for (GivenAccess& given : given_of(made, tenant))
    question.also.push_back(std::move(given));
  if (!options.accesses.empty()) write_file(options.accesses, given_text(question.also));
  const auto is_new = [&](const ArnPattern& resource) {
    return std::ranges::all_of(neighbours, [&](const Known& neighbour) {
      return neighbour.workloads.world.touched_by(resource).empty();
    });
  };
  for (const GivenAccess& given : question.also)  // what a person states is asked of others too
    if (!given.access.resource.is_everything() && !made.kept.contains(given.access.resource) &&
        is_new(given.access.resource))
      own.insert(given.access.resource);
  const std::vector<Reach> reached =
      reaches(policies_of_others(options, tenant, neighbours, clusters), own, built_in_catalogue());

  print_template(std::cerr, made, options.asked.quiet);
  print_collisions(std::cerr, collided);
  print_reaches(std::cerr, reached, options.accesses);
  const bool undecided = !made.open.empty() || (!made.not_common.empty() && !options.common);
  if (undecided || !collided.empty() || !reached.empty())
    return finished(source.complete, ExitCode::Refused);
  return finished(source.complete, make_policies(options, source.ledger, question, clusters));
}

void add_answers(CLI::App& command, Options& options) {
  command.add_option("--like", options.likes,
                     "A namespace that it is like; of several, what all have; repeatable");
  command.add_option("--replace", options.replace,
                     "OLD=NEW: what stands in the place of a part of a name; repeatable");
  command.add_option("--keep", options.keep,
                     "Resources (an ARN pattern) that are to be shared as they are; repeatable");
  command.add_option("--drop", options.drop,
                     "Resources (an ARN pattern) that it does not need; repeatable");
  command.add_flag("--common", options.common,
                   "Leave out what not all of the namespaces it is like have");
}

CommandRun add(CLI::App& command) {
  auto given = std::make_shared<Options>();
  Options& options = *given;
  Selection& selection = options.asked.question.selection;
  add_logs(command, options.asked.logs, false);
  add_quiet(command, options.asked.quiet);
  command.add_option("--db", options.asked.db,
                     "The ledger; with LOG, the logs are added to it first");
  command.add_option("--namespace", selection.name_space, "The new namespace")->required();
  command.add_option("--cluster", selection.cluster, "Its cluster: name or ARN");
  command.add_option("--service-account", selection.service_account, "Only this service account");
  add_answers(command, options);
  command.add_option("--also", options.asked.also,
                     "More accesses, as JSON lines: what it is known to need");
  add_policy_options(command, options.made, options.asked.question);
  command.add_option("--policies", options.policies,
                     "The policies of the others, as they are applied: a folder that generate "
                     "wrote; without it, as generate would make them today");
  command.add_option("--accesses", options.accesses,
                     "Write what it is allowed to this file, for --also and import");
  command.add_option("--out", options.out,
                     "Write a file per service account, and summary.json, into this folder");
  return [given] { return run(*given); };
}

}  // namespace

const Command onboard_command{"onboard", "Write the policy of a namespace that has no history",
                              add};

}  // namespace scopedown
