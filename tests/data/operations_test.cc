// Goal: whatever a client of AWS may call, the interpretation knows its action, and names its
// resource where the request does.
// Method: of each of the 3,242 operations of 36 SDK clients, and IAM's (data/operations.tsv), the
// event that CloudTrail would log is formed, with every member of the input given, and goes the way
// of a record. Two golden lists hold what is not mapped and what is not bound, each with its reason.
//
// Names of parameters as CloudTrail writes them: the member's, with its first letter lowered; S3's
// own (bucketName, key, headers); EC2's, in the wrapper of its newer calls, or in the sets of its
// older ones where the corpora show them.
// Source: ../shared/corpora; CloudTrail and service guides, "Logging ... with AWS CloudTrail".

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "data/embedded.h"
#include "data/load.h"
#include "data/table.h"
#include "model/action.h"
#include "model/arn_pattern.h"
#include "model/wildcard.h"
#include "tests/support/cloudtrail_log.h"
#include "tests/support/golden.h"
#include "tests/support/interpreted.h"

namespace scopedown::testing {
namespace {

using Json = nlohmann::ordered_json;

struct Operation {
  std::string client;
  std::string label;    // of its event source
  std::string service;  // prefix of its actions
  std::string name;
  std::vector<std::string> members;
};

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all = [] {
    static const std::string text = file_text(SCOPEDOWN_ROOT "/data/operations.tsv");
    std::vector<Operation> rows_read;
    TableReader rows({"operations.tsv", text},
                     {"client", "event_source", "service", "operation", "members"});
    while (rows.next()) {
      Operation operation{std::string(rows[0]),
                          std::string(rows[1]),
                          std::string(rows[2]),
                          std::string(rows[3]),
                          {}};
      Parts members(rows[4], ' ');
      while (members.next())
        operation.members.emplace_back(*members);
      rows_read.push_back(std::move(operation));
    }
    return rows_read;
  }();
  return all;
}

// In every value that we make up, so that a bound segment shows.
constexpr std::string_view mark = "q7";

std::string letters_of(std::string_view text) {
  std::string letters;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return letters;
}

std::string filled_template(std::string_view arn_template) {
  std::string text;
  while (!arn_template.empty()) {
    const std::size_t begin = std::min(arn_template.find("${"), arn_template.size());
    const std::size_t end = std::min(arn_template.find('}', begin), arn_template.size());
    text += arn_template.substr(0, begin);
    if (begin == arn_template.size()) break;
    const std::string_view variable = arn_template.substr(begin + 2, end - begin - 2);
    if (variable == "Partition") {
      text += "aws";
    } else if (variable == "Region") {
      text += "eu-west-1";
    } else if (variable == "Account") {
      text += "111122223333";
    } else {
      text.append(mark).append(letters_of(variable));
    }
    arn_template.remove_prefix(std::min(end + 1, arn_template.size()));
  }
  return text;
}

// Members whose ARN is of a type that is called otherwise.
std::string_view type_for(std::string_view member) {
  struct Known {
    std::string_view member;
    std::string_view type;
  };

  constexpr std::array all{
      Known{"invocationarn", "async-invoke"}, Known{"openidconnectproviderarn", "oidc-provider"},
      Known{"eventsourcearn", "event-bus"},   Known{"policysourcearn", "user"},
      Known{"serialnumber", "mfa"},           Known{"loggrouparnlist", "log-group"},
      Known{"logresourcearn", "log-group"}};
  for (const Known& known : all)
    if (known.member == letters_of(member)) return known.type;
  return {};
}

// An ARN for a member such as `StateMachineArn`: of the action's type of that name; of its first
// type, if the member says no more than `Arn` or `ResourceArn`.
std::string arn_for(std::string_view member, const CatalogueAction* action) {
  std::string name = letters_of(member);
  if (name == "subscriptionarn") return "arn:aws:sns:eu-west-1:111122223333:q7topic:0f8e";
  if (name.ends_with("s")) name.pop_back();
  if (name.ends_with("arn")) name.resize(name.size() - 3);
  if (name.ends_with("role")) return "arn:aws:iam::111122223333:role/q7role";
  if (name.ends_with("kmskey") || name == "key") return "arn:aws:kms:eu-west-1:111122223333:key/q7";
  const std::string_view wanted = type_for(member);
  const Catalogue& catalogue = built_in_catalogue();
  const ResourceType* first = nullptr;
  for (const ActionType& supported :
       action == nullptr ? std::vector<ActionType>() : action->types) {
    const ResourceType& type = catalogue.types()[supported.type];
    if (first == nullptr) first = &type;
    const std::string type_name = letters_of(type.name);
    const bool is_like =
        !name.empty() && name != "resource" &&
        (name.find(type_name) != std::string::npos || type_name.find(name) != std::string::npos);
    if (type.name == wanted || (wanted.empty() && is_like))
      return filled_template(templates_of(type).front());
  }
  constexpr std::array any{"",       "resource",     "target",
                           "source", "resourcename", "resourceidentifier"};
  if (first != nullptr && std::ranges::find(any, name) != any.end())
    return filled_template(templates_of(*first).front());
  return "arn:aws:q7:eu-west-1:111122223333:" + name + "/q7";
}

// What EC2 calls its things begins with what they are.
std::string id_for(const Operation& operation, const std::string& name) {
  struct Prefix {
    std::string_view name;
    std::string_view prefix;
  };

  constexpr std::array prefixes{Prefix{"instanceid", "i-"},           Prefix{"volumeid", "vol-"},
                                Prefix{"snapshotid", "snap-"},        Prefix{"imageid", "ami-"},
                                Prefix{"securitygroupid", "sg-"},     Prefix{"groupid", "sg-"},
                                Prefix{"subnetid", "subnet-"},        Prefix{"vpcid", "vpc-"},
                                Prefix{"networkinterfaceid", "eni-"}, Prefix{"resourceid", "vpc-"},
                                Prefix{"importtaskid", "import-ami-"}};
  if (name == "gatewayid")
    return operation.name.find("Vgw") == std::string::npos ? "igw-0q7" : "vgw-0q7";
  for (const Prefix& known : prefixes)
    if (name == known.name || name == std::string(known.name) + "s")
      return std::string(known.prefix) + "0" + std::string(mark);
  return std::string(mark) + "-" + name;
}

// Values that have a form, whatever the service.
std::string value_of_form(const Operation& operation, std::string_view name) {
  struct Known {
    std::string_view service;  // "" : any
    std::string_view member;
    std::string_view value;
  };

  static constexpr std::array all{
      Known{"", "queueurl", "https://sqs.eu-west-1.amazonaws.com/111122223333/q7-queue"},
      Known{"s3", "xamzcopysource", "q7-source/q7-key"},
      Known{"dynamodb", "statement", "SELECT * FROM \"q7-table\".\"q7-index\""},
      Known{"dynamodb", "sharditerator",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/q7table/stream/q7|1|AAAA"},
      Known{"", "registryid", "444455556666"},
      Known{"", "catalogid", "444455556666"},
      Known{"", "accountid", "444455556666"},
      Known{"kms", "aliasname", "alias/q7"},
      Known{"iam", "url", "https://q7.example"},
      Known{"iam", "awsservicename", "q7.amazonaws.com"},
      Known{"iam", "deletiontaskid", "task/aws-service-role/q7.amazonaws.com/q7/0f8e"},
      Known{"route53", "resourcetype", "hostedzone"},
      Known{"bedrock", "modelid", "q7.model"},
      Known{"bedrock", "basemodelidentifier", "q7.model"}};
  for (const Known& known : all)
    if ((known.service.empty() || known.service == operation.service) && known.member == name)
      return std::string(known.value);
  if (operation.name == "GetFoundationModel" && name == "modelidentifier") return "q7.model";
  if (operation.service != "ssm") return {};
  const bool is_managed =
      operation.name.find("Managed") != std::string::npos || operation.name == "PutComplianceItems";
  if (name == "resourcetype") return is_managed ? "ManagedInstance" : "Parameter";
  if ((name == "instanceid" || name == "resourceid") && is_managed) return "mi-0q7";
  return name == "target" ? "i-0q7" : "";
}

bool is_arn_member(const Operation& operation, std::string_view name) {
  if (name.ends_with("arn") || name.ends_with("arns") || name.ends_with("arnlist")) return true;
  if (operation.service == "iam") return name == "serialnumber";
  const bool has_caches = operation.service == "rds" || operation.service == "elasticache";
  return has_caches && (name == "resourcename" || name == "resourceidentifier");
}

std::string value_for(const Operation& operation, std::string_view member,
                      const CatalogueAction* action) {
  const std::string name = letters_of(member);
  if (is_arn_member(operation, name)) return arn_for(member, action);
  if (const std::string value = value_of_form(operation, name); !value.empty()) return value;
  if (operation.service == "ec2") return id_for(operation, name);
  if (operation.service == "ssm" && (name == "instanceid" || name == "instanceids")) return "i-0q7";
  return std::string(mark) + "-" + name;
}

// As CloudTrail writes the name of a member.
std::string parameter_name(const Operation& operation, std::string_view member) {
  if (operation.service == "s3" && member == "Bucket") return "bucketName";
  if (operation.service == "ec2" || member.find('-') != std::string_view::npos)
    return std::string(member);
  std::string name(member);
  name.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
  return name;
}

// "Entries[].Id": puts the value there, with the lists and objects on the way.
void put(Json& object, const Operation& operation, std::string_view path,
         const CatalogueAction* action) {
  const std::size_t dot = path.find('.');
  std::string_view member = path.substr(0, dot);
  const bool is_list = member.ends_with("[]");
  const bool is_map = member.ends_with("{}");
  const std::string_view leaf = member.substr(0, member.find_first_of("[{"));
  Json& place = object[parameter_name(operation, leaf)];
  if (dot != std::string_view::npos) {
    Json* inside = &place;
    if (is_list) {
      if (inside->empty()) inside->push_back(Json::object());
      inside = &inside->front();
    }
    put(*inside, operation, path.substr(dot + 1), action);
    return;
  }
  const std::string value = value_for(operation, leaf, action);
  if (is_map) {
    place[value] = "x";
  } else if (!is_list) {
    place = value;
  } else if (operation.service == "ec2") {
    place = {{"tag", 1}, {"content", value}};
  } else {
    place = Json::array({value});
  }
}

// The older calls of EC2, whose lists the corpora show.
bool put_in_set(Json& parameters, const Operation& operation) {
  const std::string& name = operation.name;
  const auto ids = [](std::string_view key, std::initializer_list<const char*> values) {
    Json items = Json::array();
    for (const char* value : values)
      items.push_back({{std::string(key), value}});
    return Json{{"items", items}};
  };
  if (name == "CreateTags" || name == "DeleteTags") {
    parameters["resourcesSet"] = ids("resourceId", {"i-0q7", "vol-0q7"});
  } else if (name == "RunInstances") {
    parameters["instancesSet"] = ids("imageId", {"ami-0q7"});
    parameters["subnetId"] = "subnet-0q7";
    parameters["groupSet"] = ids("groupId", {"sg-0q7"});
  } else if (name == "StartInstances" || name == "StopInstances" || name == "RebootInstances" ||
             name == "TerminateInstances" || name == "MonitorInstances" ||
             name == "UnmonitorInstances") {
    parameters["instancesSet"] = ids("instanceId", {"i-0q7"});
  } else {
    return false;
  }
  return true;
}

std::string record_with(const Operation& operation, const Json& parameters) {
  ApiCall call;
  call.source = operation.label + ".amazonaws.com";
  call.name = operation.name;
  call.parameters = parameters.dump();
  return api_call({instant("2026-11-20T09:00:00Z"), 1},
                  session_caller(role_session("arn:aws:iam::111122223333:role/worker", "s", 1)),
                  call);
}

// The action of an operation, whatever it is called: null if none is known.
const CatalogueAction* action_of(const Operation& operation) {
  const Interpreted bare = interpreted(record_with(operation, nullptr));
  const std::vector<ObservedAccess>& accesses = bare.interpretation.accesses;
  return accesses.empty() ? nullptr : built_in_catalogue().find(accesses.front().access.action);
}

std::string record_of(const Operation& operation) {
  const CatalogueAction* action = action_of(operation);
  Json parameters = Json::object();
  if (operation.client != "ec2") {
    for (const std::string& member : operation.members)
      put(parameters, operation, member, action);
  } else if (!put_in_set(parameters, operation)) {
    Json& wrapped = parameters[operation.name + "Request"];
    for (const std::string& member : operation.members)
      put(wrapped, operation, member, action);
  }
  return record_with(operation, parameters);
}

// A golden list: rows with a reason each, which stay when the list is written anew.
class GoldenList {
 public:
  explicit GoldenList(std::string name) : name_(std::move(name)) {
    std::istringstream lines(file_text(SCOPEDOWN_ROOT "/tests/golden/" + name_));
    for (std::string line; std::getline(lines, line);) {
      const std::size_t tab = line.rfind('\t');
      if (tab != std::string::npos) reasons_[line.substr(0, tab)] = line.substr(tab + 1);
    }
  }

  void add(const std::string& row) {
    const auto reason = reasons_.find(row);
    text_ += row + "\t" + (reason == reasons_.end() ? "?" : reason->second) + "\n";
    if (reason == reasons_.end() || reason->second.empty() || reason->second == "?")
      unexplained_.push_back(row);
  }

  void check() const {
    check_golden(name_, text_);
    CAPTURE(unexplained_);
    CHECK(unexplained_.empty());
  }

 private:
  std::string name_;
  std::string text_;
  std::map<std::string, std::string> reasons_;
  std::vector<std::string> unexplained_;
};

std::string_view resource_part(std::string_view arn) {
  for (int colon = 0; colon < 5; ++colon)
    arn.remove_prefix(std::min(arn.find(':') + 1, arn.size()));
  return arn;
}

bool has_wildcard(const ArnPattern& resource) {
  return resource.glob().find(any_run) != std::string::npos;
}

}  // namespace

TEST_CASE("the operations of 36 clients, and IAM's, are there") {
  std::set<std::string> clients;
  std::size_t count = 0;
  for (const Operation& operation : operations()) {
    clients.insert(operation.client);
    count += operation.client == "iam" ? 0 : 1;
  }
  CHECK(clients.size() == 37);
  CHECK(count == 3'242);
}

TEST_CASE("every operation whose action the catalogue has is mapped") {
  GoldenList unmapped("unmapped_operations.tsv");
  std::size_t mapped = 0;
  for (const Operation& operation : operations()) {
    const Interpreted result = interpreted(record_of(operation));
    CAPTURE(operation.client, operation.name);
    if (result.set_aside == "unknown_action") {
      unmapped.add(operation.client + "\t" + operation.name);
      CHECK(built_in_catalogue().find(operation.service, operation.name) == nullptr);
    } else {
      // A web identity's or EKS's own grant is no tenant's call.
      const bool used = result.set_aside.empty() || result.set_aside == "no_permission_needed";
      CHECK((used || operation.client == "sts"));
      CHECK(result.interpretation.accesses.empty() == !result.set_aside.empty());
      ++mapped;
    }
  }
  unmapped.check();
  CHECK(mapped * 1000 >= operations().size() * 960);
}

TEST_CASE("every segment of an operation's resource is bound, or the list says why not") {
  const Catalogue& catalogue = built_in_catalogue();
  GoldenList unbound("unbound_operations.tsv");
  std::size_t needing = 0;
  std::size_t identified = 0;
  for (const Operation& operation : operations()) {
    std::map<Action, std::vector<const ObservedAccess*>> by_action;
    const Interpreted result = interpreted(record_of(operation));
    for (const ObservedAccess& observed : result.interpretation.accesses)
      by_action[observed.access.action].push_back(&observed);
    bool needs = false;
    bool is_identified = true;
    std::string row;
    for (const auto& [action, accesses] : by_action) {
      const CatalogueAction* known = catalogue.find(action);
      REQUIRE(known != nullptr);
      if (known->types.empty() || accesses.front()->access.resource.is_everything()) continue;
      needs = true;
      is_identified &= std::ranges::any_of(accesses, [](const ObservedAccess* observed) {
        return resource_part(observed->access.resource.text()).find(mark) !=
                   std::string_view::npos ||
               !has_wildcard(observed->access.resource);
      });
      for (const ObservedAccess* observed : accesses)
        if (has_wildcard(observed->access.resource))
          row += (row.empty() ? "" : " ") + action.name + " " +
                 std::string(resource_part(observed->access.resource.text()));
    }
    needing += needs ? 1 : 0;
    identified += needs && is_identified ? 1 : 0;
    if (!row.empty())
      unbound.add(operation.client + "\t" + operation.name + "\t" +
                  (is_identified ? "in part" : "no") + "\t" + row);
  }
  unbound.check();
  CAPTURE(needing, identified);
  CHECK(identified * 100 >= needing * 93);
}

}  // namespace scopedown::testing
