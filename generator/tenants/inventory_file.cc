// A list of all pods of a large cluster has a hundred megabytes: simdjson reads it, a document at a
// time, and of each pod a few names are kept.

#include "generator/tenants/inventory_file.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>
#include <variant>

#include <simdjson.h>

#include "generator/error.h"
#include "generator/logs/json_extent.h"
#include "generator/logs/log_files.h"
#include "generator/logs/record_list.h"
#include "generator/tenants/association_fields.h"
#include "model/arn.h"
#include "model/located_json.h"

namespace scopedown {
namespace {

namespace dom = simdjson::dom;

constexpr std::string_view what_it_takes =
    "what `aws eks describe-pod-identity-association`, `list-pod-identity-associations` or "
    "`describe-cluster`, or `kubectl get pods,serviceaccounts -A -o json` prints";

// "" if there is no such string.
std::string_view text_at(dom::element object, const char* pointer) {
  std::string_view text;
  if (object.at_pointer(pointer).get(text) != simdjson::SUCCESS) return {};
  return text;
}

std::string ten_of(std::string_view name) {
  return std::string(name.substr(0, session_stem_characters));
}

std::string_view last_part(std::string_view text, char separator) {
  return text.substr(text.rfind(separator) + 1);
}

// What a pod's workload gives all its pods, and what it puts behind that.
struct PodMaking {
  std::string_view stem;
  std::string_view making;
};

PodMaking making_of(dom::element pod, std::string_view name) {
  std::string_view generated = text_at(pod, "/metadata/generateName");
  const std::string_view owner = text_at(pod, "/metadata/ownerReferences/0/kind");
  if (owner == "StatefulSet") return {name.substr(0, name.rfind('-') + 1), making_number};
  if (generated.empty() || !name.starts_with(generated)) return {name, making_nothing};
  const std::string_view hash = text_at(pod, "/metadata/labels/pod-template-hash");
  const std::string_view last = last_part(generated.substr(0, generated.size() - 1), '-');
  const std::string_view before =
      generated.substr(0, generated.size() - std::min(generated.size(), last.size() + 1));
  if (owner == "ReplicaSet" && !hash.empty() && hash == last) return {before, making_replica_set};
  const bool is_moment = last.size() >= 8 && last.find_first_not_of("0123456789") == last.npos;
  if (owner == "Job" && is_moment) return {before, making_moment};
  return {generated, making_letters};
}

class InventoryReader {
 public:
  explicit InventoryReader(const std::string& file) : file_(file) {}

  std::vector<InventoryFact> read(const PaddedText& padded) {
    const std::string_view text = padded.text;
    for (std::size_t at = 0; (at = after(text, at, json_space)) < text.size();) {
      place_ = file_ + ":" +
               std::to_string(1 + std::count(text.begin(),
                                             text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
      const bool opens = text[at] == '{' || text[at] == '[';
      const JsonExtent extent = opens ? json_extent(text, at) : JsonExtent{};
      dom::element document;
      if (!extent.whole || parser_.parse(text.data() + at, extent.end - at, false).get(document) !=
                               simdjson::SUCCESS)
        throw Error(place_, "not readable as JSON; an inventory is " + std::string(what_it_takes));
      take_document(document);
      at = extent.end;
    }
    if (!understood_) throw Error(file_, "no inventory in it; it is " + std::string(what_it_takes));
    std::ranges::sort(facts_);
    facts_.erase(std::unique(facts_.begin(), facts_.end()), facts_.end());
    return std::move(facts_);
  }

 private:
  void take_document(dom::element document) {
    dom::array list;
    if (document.get(list) == simdjson::SUCCESS) {
      for (const dom::element element : list)
        take_document(element);
      return;
    }
    dom::element inside;
    if (document.at_key("association").get(inside) == simdjson::SUCCESS) {
      take_association(inside);
    } else if (document.at_key("associations").get(list) == simdjson::SUCCESS) {
      understood_ = true;
      for (const dom::element element : list)
        take_association(element);
    } else if (document.at_key("cluster").get(inside) == simdjson::SUCCESS) {
      take_cluster(inside);
    } else {
      take_object(document, "");
    }
  }

  // There are a thousand in a cluster at most, so that reading each again costs nothing.
  void take_association(dom::element association) {
    const auto place = [&](std::size_t) { return place_; };
    AssociationFields fields;
    try {
      fields = association_fields(read_json(simdjson::minify(association)), place);
    } catch (const JsonError& error) {
      throw Error(place_, std::string("not readable as JSON: ") + error.what());
    }
    InventoryFact fact;
    fact.kind = "association";
    fact.cluster = fields.cluster_arn;
    fact.name_space = fields.name_space;
    fact.service_account = fields.service_account;
    fact.role = fields.role_arn;
    if (fact.cluster.empty() || fields.cluster_name.empty() || fact.name_space.empty() ||
        fact.service_account.empty())
      throw Error(place_,
                  "an association without its associationArn, clusterName, namespace and "
                  "serviceAccount; give it as `aws eks` prints it, with `--output json`");
    add(std::move(fact));
  }

  void take_cluster(dom::element cluster) {
    InventoryFact fact;
    fact.kind = "provider";
    fact.cluster = text_at(cluster, "/arn");
    fact.provider = text_at(cluster, "/identity/oidc/issuer");
    constexpr std::string_view scheme = "https://";
    if (fact.provider.starts_with(scheme)) fact.provider.erase(0, scheme.size());
    if (!Arn::parse(fact.cluster) || fact.provider.empty())
      throw Error(place_,
                  "a cluster without its arn and identity.oidc.issuer; give it as `aws eks "
                  "describe-cluster` prints it");
    add(std::move(fact));
  }

  // An object of Kubernetes, or a list of them. In a list of one kind the elements may not say it.
  void take_object(dom::element object, std::string_view kind_of_list) {
    std::string_view kind = text_at(object, "/kind");
    if (kind.empty()) kind = kind_of_list;
    dom::array items;
    if (kind.ends_with("List") && object.at_key("items").get(items) == simdjson::SUCCESS) {
      understood_ = true;
      for (const dom::element item : items)
        take_object(item, kind.substr(0, kind.size() - std::string_view("List").size()));
    } else if (kind == "Pod") {
      take_pod(object);
    } else if (kind == "ServiceAccount") {
      take_service_account(object);
    }
  }

  void take_pod(dom::element pod) {
    const std::string_view name = text_at(pod, "/metadata/name");
    const PodMaking made = making_of(pod, name);
    InventoryFact fact;
    fact.kind = "pod";
    fact.name_space = text_at(pod, "/metadata/namespace");
    fact.service_account = text_at(pod, "/spec/serviceAccountName");
    if (fact.service_account.empty()) fact.service_account = "default";
    fact.pod = ten_of(name);
    fact.stem = ten_of(made.stem);
    fact.making = made.making;
    if (name.empty() || fact.name_space.empty())
      throw Error(place_,
                  "a pod without name and namespace; give it as `kubectl get pods -A -o "
                  "json` prints it");
    add(std::move(fact));
  }

  void take_service_account(dom::element account) {
    InventoryFact fact;
    fact.kind = "service-account";
    fact.name_space = text_at(account, "/metadata/namespace");
    fact.service_account = text_at(account, "/metadata/name");
    fact.role = text_at(account, "/metadata/annotations/eks.amazonaws.com~1role-arn");
    understood_ = true;
    if (!fact.role.empty()) add(std::move(fact));
  }

  void add(InventoryFact fact) {
    understood_ = true;
    facts_.push_back(std::move(fact));
  }

  const std::string& file_;
  std::string place_;
  dom::parser parser_;
  bool understood_ = false;  // something in the file was an inventory's
  std::vector<InventoryFact> facts_;
};

std::string listed_names(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : ", ").append(name);
  return text.empty() ? "none" : text;
}

// The one cluster that `argument` means, out of `known`.
std::string cluster_meant(const InventoryArgument& argument, const std::set<std::string>& known) {
  if (Arn::parse(argument.cluster)) return argument.cluster;
  std::set<std::string> meant;
  for (const std::string& arn : known) {
    if (argument.cluster.empty() || last_part(arn, '/') == argument.cluster) meant.insert(arn);
  }
  if (meant.size() == 1) return *meant.begin();
  if (argument.cluster.empty()) {
    throw Error("--inventory " + argument.file,
                "kubectl does not say which cluster it asked; write --inventory CLUSTER=FILE, with "
                "its ARN; known are: " +
                    listed_names(known),
                ExitCode::Usage);
  }
  throw Error("--inventory " + argument.cluster + "=" + argument.file,
              meant.empty() ? "no cluster of that name is known; give its ARN"
                            : "several clusters have that name: " + listed_names(meant),
              ExitCode::Usage);
}

}  // namespace

InventoryArgument InventoryArgument::parse(const std::string& text) {
  std::error_code unknown;
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || std::filesystem::exists(text, unknown)) return {"", text};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

InventoryFile read_inventory(const InventoryArgument& argument) {
  LogLoader loader;
  const auto loaded = loader.load(argument.file);
  if (const auto* problem = std::get_if<Problem>(&loaded))
    throw Error(problem->where, problem->why);
  return {argument, InventoryReader(argument.file).read(std::get<LogText>(loaded).text)};
}

std::vector<InventoryFact> name_clusters(const std::vector<InventoryFile>& files,
                                         std::set<std::string> known) {
  for (const InventoryFile& file : files) {
    if (Arn::parse(file.argument.cluster)) known.insert(file.argument.cluster);
    for (const InventoryFact& fact : file.facts) {
      if (!fact.cluster.empty()) known.insert(fact.cluster);
    }
  }
  std::vector<InventoryFact> facts;
  for (const InventoryFile& file : files) {
    std::string meant;
    for (InventoryFact fact : file.facts) {
      if (fact.cluster.empty()) {
        if (meant.empty()) meant = cluster_meant(file.argument, known);
        fact.cluster = meant;
      }
      facts.push_back(std::move(fact));
    }
  }
  std::ranges::sort(facts);
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  return facts;
}

}  // namespace scopedown
