#include "generator/diff/policy_terms.h"

#include <algorithm>

#include "model/condition_evaluation.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

// Whether a variable other than the three escapes stands in it.
bool has_variable(std::string_view text, Variables variables) {
  if (variables == Variables::Literal) return false;
  for (std::size_t dollar = text.find("${"); dollar != std::string_view::npos;
       dollar = text.find("${", dollar + 2)) {
    const std::size_t brace = text.find('}', dollar);
    if (brace == std::string_view::npos) return false;
    const std::string_view inside = text.substr(dollar + 2, brace - dollar - 2);
    if (inside != "*" && inside != "?" && inside != "$") return true;
  }
  return false;
}

class TermMaker {
 public:
  TermMaker(const PolicyDocument& document, PatternTable& patterns,
            CircumstanceTable& circumstances)
      : document_(document), patterns_(patterns), circumstances_(circumstances) {}

  std::vector<PolicyTerm> make() {
    const std::vector<Statement>& statements = document_.policy.statements;
    for (std::size_t index = 0; index < statements.size(); ++index) {
      const Statement& statement = statements[index];
      PolicyTerm term;
      term.statement = index;
      term.effect = statement.effect;
      for (const Condition& condition : statement.conditions)
        term.circumstances.push_back(circumstances_.add(condition, document_.variables()));
      sort(term);
      if (statement.not_resource) {
        add_inverted(term, statement.resources);
      } else {
        for (const ArnPattern& resource : statement.resources)
          add_plain(term, resource);
      }
    }
    return std::move(terms_);
  }

 private:
  static void sort(PolicyTerm& term) {
    for (std::vector<std::size_t>* list : {&term.patterns, &term.circumstances}) {
      std::ranges::sort(*list);
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
  }

  void add_plain(PolicyTerm term, const ArnPattern& resource) {
    const bool variable = has_variable(resource.text(), document_.variables());
    term.resource = resource.text();
    term.everything = resource.is_everything();
    if (!term.everything) term.patterns.push_back(patterns_.add(resource.glob(), variable));
    if (variable) term.circumstances.push_back(circumstances_.add_variable(resource.text()));
    sort(term);
    terms_.push_back(std::move(term));
  }

  // What the variables might stand for is excluded, or is not: then they stand for something else.
  void add_inverted(PolicyTerm term, const std::vector<ArnPattern>& resources) {
    PatternSet with_variables;
    Circumstances otherwise;
    term.inverted = true;
    for (const ArnPattern& resource : resources) {
      term.resource.append(term.resource.empty() ? "everything but " : ", ")
          .append(resource.text());
      if (resource.is_everything()) return;
      const bool variable = has_variable(resource.text(), document_.variables());
      const std::size_t pattern = patterns_.add(resource.glob(), variable);
      (variable ? with_variables : term.patterns).push_back(pattern);
      if (variable) otherwise.push_back(circumstances_.add_no_variable(resource.text()));
    }
    PolicyTerm surely = term;
    surely.patterns.insert(surely.patterns.end(), with_variables.begin(), with_variables.end());
    sort(surely);
    terms_.push_back(std::move(surely));
    if (with_variables.empty()) return;
    term.circumstances.insert(term.circumstances.end(), otherwise.begin(), otherwise.end());
    sort(term);
    terms_.push_back(std::move(term));
  }

  const PolicyDocument& document_;
  PatternTable& patterns_;
  CircumstanceTable& circumstances_;
  std::vector<PolicyTerm> terms_;
};

}  // namespace

std::size_t PatternTable::add(const std::string& glob, bool crosses) {
  const std::pair<std::string, bool> row{glob, crosses};
  const auto found = std::ranges::find(rows_, row);
  const auto number = static_cast<std::size_t>(found - rows_.begin());
  if (number == rows_.size()) rows_.push_back(row);
  return number;
}

TextPattern PatternTable::text_pattern(std::size_t number, Colons colons) const {
  const auto& [glob, crosses] = rows_[number];
  return text_pattern_of_glob(glob, crosses ? Colons::Cross : colons);
}

bool PatternTable::matches(std::size_t number, const std::string& arn, Colons colons) const {
  const auto& [glob, crosses] = rows_[number];
  return crosses || colons == Colons::Cross ? wildcard_matches(glob, arn) : arn_matches(glob, arn);
}

bool PatternTable::may_overlap(std::size_t one, std::size_t other) const {
  return wildcards_overlap(rows_[one].first, rows_[other].first);
}

bool PolicyTerm::is_on(const PatternSet& matched) const {
  if (everything) return true;
  const bool named = std::ranges::any_of(
      patterns, [&](std::size_t pattern) { return std::ranges::binary_search(matched, pattern); });
  return named != inverted;
}

std::vector<PolicyTerm> terms_of(const PolicyDocument& document, PatternTable& patterns,
                                 CircumstanceTable& circumstances) {
  return TermMaker(document, patterns, circumstances).make();
}

}  // namespace scopedown
