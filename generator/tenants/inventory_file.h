// Reads what `aws` and `kubectl` print of clusters into facts of the inventory.
//
//   aws eks describe-pod-identity-association   {"association":{...}}     tells the role
//   aws eks list-pod-identity-associations      {"associations":[...]}    does not
//   aws eks describe-cluster                    {"cluster":{...}}         its OIDC provider
//   kubectl get pods,serviceaccounts -A -o json {"kind":"List","items":[...]}
//
// A file may have several documents, one behind another or in a list, and be compressed. What
// kubectl prints does not name the cluster: such facts have the cluster "" until `name_clusters`.
//
// Errors: both throw Error that names the file, the line and the remedy.

#ifndef SCOPEDOWN_GENERATOR_TENANTS_INVENTORY_FILE_H_
#define SCOPEDOWN_GENERATOR_TENANTS_INVENTORY_FILE_H_

#include <set>
#include <string>
#include <vector>

#include "generator/tenants/inventory.h"

namespace scopedown {

// As the user wrote it: [CLUSTER=]FILE.
struct InventoryArgument {
  std::string cluster;  // name or ARN; "" if it was not said
  std::string file;

  // What is a file as a whole has no cluster.
  [[nodiscard]] static InventoryArgument parse(const std::string& text);
};

struct InventoryFile {
  InventoryArgument argument;
  std::vector<InventoryFact> facts;  // sorted, each once
};

[[nodiscard]] InventoryFile read_inventory(const InventoryArgument& argument);

// Gives the facts without a cluster the one that their argument names, else the only one that is
// known: of the other facts here, and of `known`, ARNs. Sorted, each once.
[[nodiscard]] std::vector<InventoryFact> name_clusters(const std::vector<InventoryFile>& files,
                                                       std::set<std::string> known);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TENANTS_INVENTORY_FILE_H_
