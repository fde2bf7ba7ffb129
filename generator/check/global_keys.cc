#include "generator/check/global_keys.h"

#include <algorithm>
#include <array>

#include "model/action.h"

namespace scopedown {
namespace {

// A name that ends in a slash goes on with a tag's key.
constexpr std::array<std::string_view, 47> keys{"aws:CalledVia",
                                                "aws:CalledViaFirst",
                                                "aws:CalledViaLast",
                                                "aws:ChatbotSourceArn",
                                                "aws:CurrentTime",
                                                "aws:Ec2InstanceSourcePrivateIPv4",
                                                "aws:Ec2InstanceSourceVpc",
                                                "aws:EpochTime",
                                                "aws:FederatedProvider",
                                                "aws:MultiFactorAuthAge",
                                                "aws:MultiFactorAuthPresent",
                                                "aws:PrincipalAccount",
                                                "aws:PrincipalArn",
                                                "aws:PrincipalIsAWSService",
                                                "aws:PrincipalOrgID",
                                                "aws:PrincipalOrgPaths",
                                                "aws:PrincipalServiceName",
                                                "aws:PrincipalServiceNamesList",
                                                "aws:PrincipalTag/",
                                                "aws:PrincipalType",
                                                "aws:RequestTag/",
                                                "aws:RequestedRegion",
                                                "aws:ResourceAccount",
                                                "aws:ResourceOrgID",
                                                "aws:ResourceOrgPaths",
                                                "aws:ResourceTag/",
                                                "aws:SecureTransport",
                                                "aws:SourceAccount",
                                                "aws:SourceArn",
                                                "aws:SourceIdentity",
                                                "aws:SourceIp",
                                                "aws:SourceOrgID",
                                                "aws:SourceOrgPaths",
                                                "aws:SourceVpc",
                                                "aws:SourceVpcArn",
                                                "aws:SourceVpce",
                                                "aws:TagKeys",
                                                "aws:TokenIssueTime",
                                                "aws:UserAgent",
                                                "aws:ViaAWSService",
                                                "aws:VpcSourceIp",
                                                "aws:VpceAccount",
                                                "aws:VpceOrgID",
                                                "aws:VpceOrgPaths",
                                                "aws:referer",
                                                "aws:userid",
                                                "aws:username"};

}  // namespace

bool is_global_key(std::string_view key) {
  const std::string folded = folded_case(key);
  return std::ranges::any_of(keys, [&](std::string_view known) {
    const std::string name = folded_case(known);
    return known.ends_with('/') ? folded.starts_with(name) && folded.size() > name.size()
                                : folded == name;
  });
}

std::vector<std::string> global_keys() {
  return {keys.begin(), keys.end()};
}

}  // namespace scopedown
