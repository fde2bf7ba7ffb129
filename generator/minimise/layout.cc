#include "generator/minimise/layout.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace scopedown {
namespace {

std::string service_of(const ActionPattern& action) {
  return action.text().substr(0, action.text().find(':'));
}

// Whether some action under the pattern can be requested on the resource. What the catalogue does not
// know may be.
bool may_meet(const ActionPattern& action, const ArnPattern& resource, const Catalogue& catalogue) {
  const std::vector<const CatalogueAction*> reached = catalogue.matching(action);
  return reached.empty() || std::ranges::any_of(reached, [&](const CatalogueAction* known) {
           return catalogue.supports(*known, resource);
         });
}

// The parts of a statement that are about one service. An action that can be requested on none of the
// resources keeps them all: it is for others to say that it should not be here.
std::vector<Statement> taken_apart(const Statement& statement, const Catalogue& catalogue) {
  std::map<std::string, Statement> by_service;
  for (const ActionPattern& action : statement.actions)
    by_service[service_of(action)].actions.push_back(action);
  std::vector<Statement> parts;
  for (auto& entry : by_service) {
    Statement& part = entry.second;
    std::ranges::copy_if(statement.resources, std::back_inserter(part.resources),
                         [&](const ArnPattern& resource) {
                           return std::ranges::any_of(part.actions, [&](const auto& action) {
                             return may_meet(action, resource, catalogue);
                           });
                         });
    if (part.resources.empty()) part.resources = statement.resources;
    parts.push_back(std::move(part));
  }
  return parts;
}

template <class Pattern>
void add_all(std::vector<Pattern>& to, const std::vector<Pattern>& from) {
  to.insert(to.end(), from.begin(), from.end());
  std::ranges::sort(to);
  to.erase(std::unique(to.begin(), to.end()), to.end());
}

// Joins the other into the one, if no pair is added by it.
bool join(Statement& one, const Statement& other) {
  if (one.resources == other.resources) {
    add_all(one.actions, other.actions);
  } else if (one.actions == other.actions) {
    add_all(one.resources, other.resources);
  } else {
    return false;
  }
  return true;
}

void join_where_they_can(std::vector<Statement>& statements) {
  for (std::size_t one = 0; one < statements.size(); ++one) {
    for (std::size_t other = one + 1; other < statements.size();) {
      if (!join(statements[one], statements[other])) {
        ++other;
        continue;
      }
      statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(other));
      other = one + 1;  // what stood before may fit now
    }
  }
}

}  // namespace

Policy by_service(const Policy& policy, const Catalogue& catalogue) {
  std::map<std::string, std::vector<Statement>> services;
  for (const Statement& statement : policy.statements) {
    for (Statement& part : taken_apart(statement, catalogue)) {
      std::ranges::sort(part.actions);
      std::ranges::sort(part.resources);
      services[service_of(part.actions.front())].push_back(std::move(part));
    }
  }
  Policy told;
  told.version = policy.version;
  for (auto& [service, statements] : services) {
    join_where_they_can(statements);
    std::move(statements.begin(), statements.end(), std::back_inserter(told.statements));
  }
  return told;
}

}  // namespace scopedown
