// What a role must allow on resources of one kind, and every way of putting that into statements that
// is worth a try.
//
// A group is all that differs in region and resource alone, of the same types: the queues of an
// account, say, with the actions that tenants need on each, and the resources that the world knows
// and nobody needs. A class is some of the actions with the resources that need any of them: what
// one statement allows. A plan is a set of classes that leaves no need out.
//
// Excess is what a statement allows and nobody needs: by an action's weight (minimise/excess.h) for
// each known resource, and for names that are not known by how open a pattern is.

#ifndef SCOPEDOWN_GENERATOR_ROLE_RESOURCE_GROUP_H_
#define SCOPEDOWN_GENERATOR_ROLE_RESOURCE_GROUP_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "generator/role/arn_tree.h"
#include "model/action.h"
#include "model/policy.h"

namespace scopedown {

// A statement's own characters without its actions and resources, and those of a name in a list
// beside the name itself.
inline constexpr std::size_t statement_characters = 46;
inline constexpr std::size_t list_characters = 3;

class ResourceGroup {
 public:
  // `fixed`: what the resource of every ARN of the types begins with ("table/").
  ResourceGroup(std::string fixed, std::vector<Action> actions, std::vector<double> weights);

  // Once for each ARN; `needed`: numbers of the actions, sorted; empty if nobody needs it.
  void add(ArnParts arn, std::vector<std::size_t> needed);
  void settle();

  // Statements of the least characters + price × excess that was found. `exact`: no pattern beside
  // those that were added.
  struct Choice {
    std::vector<Statement> statements;
    double characters = 0;
    double excess = 0;
  };

  [[nodiscard]] Choice choose(double price, bool exact) const;

  // What one statement might hold: numbers of actions, and of the signatures of the resources that need
  // them, both sorted.
  struct Part {
    std::vector<std::size_t> actions;
    std::vector<std::size_t> signatures;
    double amount = 0;  // the actions' weight, or how many resources: whichever is added up
  };

 private:
  struct Class {
    std::vector<std::size_t> actions;
    std::vector<bool> needs;      // by signature
    std::vector<double> foreign;  // excess that a resource of the signature adds
    double weight = 0;            // of all actions
    double characters = 0;        // of the statement but its resources
  };

  // Where to cut the tree for one class.
  struct Cut {
    std::size_t tree = 0;
    std::vector<bool> here;  // by node: its pattern, or its ARN, is in the statement
    double characters = 0;
    double excess = 0;

    [[nodiscard]] double cost(double price) const { return characters + price * excess; }
  };

  using Plan = std::vector<std::size_t>;  // into classes_

  [[nodiscard]] std::size_t class_of(const std::vector<std::size_t>& actions,
                                     std::vector<bool> needs);
  void plan_by_actions();
  void plan_by_needs();
  void add_plan(const std::vector<Part>& parts);
  [[nodiscard]] double holders_of(const std::vector<std::size_t>& signatures) const;
  [[nodiscard]] double weight_of_all(const std::vector<std::size_t>& actions) const;
  [[nodiscard]] Cut cut(const Class& one, std::size_t tree, double price, bool exact) const;
  [[nodiscard]] Cut best_cut(const Class& one, double price, bool exact) const;
  [[nodiscard]] double openness(const ArnTree::Node& node) const;
  [[nodiscard]] Statement statement(const Class& one, const Cut& cut) const;

  std::string fixed_;
  std::vector<Action> actions_;
  std::vector<double> weights_;
  std::vector<ArnParts> arns_;
  std::map<std::vector<std::size_t>, std::size_t> numbers_;  // of the signatures
  std::vector<std::size_t> signature_of_;                    // of each ARN
  std::vector<std::vector<std::size_t>> signatures_;  // actions needed; sorted, all different
  std::vector<std::size_t> holders_;                  // how many ARNs have the signature
  std::vector<ArnTree> trees_;
  std::vector<std::vector<double>> openness_;  // of each tree, by node
  std::vector<Class> classes_;
  std::vector<Plan> plans_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_ROLE_RESOURCE_GROUP_H_
