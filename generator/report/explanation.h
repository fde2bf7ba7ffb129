// Why a policy is as it is: the calls behind each statement, what its wildcards newly allow, and why
// a token is no narrower.
//
// The calls come from the ledger anew, since a policy keeps accesses and no events. An access that
// no call stands for was given (`--also`, `import`) or assumed (`--assume-unlogged`).

#ifndef SCOPEDOWN_GENERATOR_REPORT_EXPLANATION_H_
#define SCOPEDOWN_GENERATOR_REPORT_EXPLANATION_H_

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "generator/emit/summary.h"
#include "generator/tenants/selection.h"
#include "generator/usage/interpretation.h"

namespace scopedown {

// An access, and all calls of the unit that need it.
struct ExplainedAccess {
  Access access;
  UsageCount calls;    // `sample` is the smallest event id; none: it was given or assumed
  std::string events;  // "s3.amazonaws.com GetObject, HeadObject"
};

// A token that is wider than what was seen.
struct ExplainedToken {
  std::string token;
  std::size_t seen = 0;            // accesses of the statement that it stands for
  std::vector<std::string> newly;  // "s3:GetObjectAcl (Read): action wildcard s3:GetObject*"
  std::string why;                 // it is no narrower
};

struct ExplainedStatement {
  std::size_t index = 0;  // in the policy
  std::vector<ExplainedAccess> accesses;
  std::vector<ExplainedToken> tokens;
};

// `result` is what `generate` made of the unit. Of all statements, or of one.
[[nodiscard]] std::vector<ExplainedStatement> explain(
    const Result& result, const std::vector<UsageRow>& rows, const Selection& selection,
    const Clusters& clusters, const Interpreter& interpreter, const Budget& budget,
    std::optional<std::size_t> only);

void print_explanation(std::ostream& out, const Policy& policy,
                       const std::vector<ExplainedStatement>& statements);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_EXPLANATION_H_
