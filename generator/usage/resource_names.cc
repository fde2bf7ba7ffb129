#include "generator/usage/resource_names.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "model/action.h"
#include "model/arn.h"
#include "model/arn_pattern.h"

namespace scopedown {
namespace {

using Names = std::vector<ResourceName>;

Names one(std::string_view name) {
  if (name.empty()) return {};
  return {ResourceName{escaped_name(name), std::nullopt, std::nullopt}};
}

bool is_arn(std::string_view value) {
  return value.starts_with("arn:");
}

std::string_view after_last(std::string_view value, char separator) {
  const std::size_t at = value.rfind(separator);
  return at == std::string_view::npos ? value : value.substr(at + 1);
}

std::string_view before_first(std::string_view value, char separator) {
  return value.substr(0, value.find(separator));
}

bool is_number(std::string_view value) {
  return !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
}

// "%2F" → "/".
std::string without_percents(std::string_view value) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t index = 0; index < value.size(); ++index) {
    if (value[index] == '%' && index + 2 < value.size()) {
      const std::string pair = folded_case(value.substr(index + 1, 2));
      const std::size_t high = digits.find(pair[0]);
      const std::size_t low = digits.find(pair[1]);
      if (high != std::string_view::npos && low != std::string_view::npos) {
        text += static_cast<char>(high * 16 + low);
        index += 2;
        continue;
      }
    }
    text += value[index];
  }
  return text;
}

Names as_it_is(std::string_view value, std::string_view) {
  return is_arn(value) ? Names() : one(value);
}

Names last_segment(std::string_view value, std::string_view) {
  return one(after_last(value, '/'));
}

Names without_slash(std::string_view value, std::string_view) {
  if (is_arn(value)) return {};
  if (value.starts_with('/')) value.remove_prefix(1);
  return one(value);
}

Names after(std::string_view value, std::string_view marker) {
  const std::size_t at = value.find(marker);
  return is_arn(value) || at == std::string_view::npos ? Names()
                                                       : one(value.substr(at + marker.size()));
}

Names prefixed(std::string_view value, std::string_view prefix) {
  return value.starts_with(prefix) ? one(value) : Names();
}

// IAM keeps that beginning for the roles of services, below a path that names the service.
Names iam_name(std::string_view value, std::string_view) {
  Names names = as_it_is(value, {});
  if (!names.empty() && value.starts_with("AWSServiceRoleFor"))
    names.front().text.insert(0, "aws-service-role/*/");
  return names;
}

// "elasticmapreduce.amazonaws.com" → every role that this service keeps for itself.
Names service_role(std::string_view value, std::string_view) {
  Names names = one(value);
  for (ResourceName& name : names)
    name.text = "aws-service-role/" + name.text + "/*";
  return names;
}

// "task/aws-service-role/SERVICE/ROLE/UUID" → the role.
Names deletion_task(std::string_view value, std::string_view) {
  const std::size_t end = value.rfind('/');
  if (!value.starts_with("task/") || end < 5) return {};
  return one(value.substr(5, end - 5));
}

// A role's bare name, where its ARN may stand as well.
Names role_name(std::string_view value, std::string_view) {
  const bool is_name = std::ranges::all_of(value, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("_+=,.@-/").find(c) != std::string_view::npos;
  });
  if (!is_name) return {};
  if (value.starts_with('/')) value.remove_prefix(1);
  return one(value);
}

// A name of which AWS writes more around it than the call says: "web" → "app/web/*".
Names within(std::string_view value, std::string_view kind) {
  Names names = as_it_is(value, {});
  for (ResourceName& name : names)
    name.text = std::string(kind) + name.text + "/*";
  return names;
}

// The topic that a subscription's ARN begins with.
Names subscription(std::string_view value, std::string_view) {
  const auto arn = Arn::parse(value);
  if (!arn || arn->service != "sns") return {};
  Names names = one(before_first(arn->resource, ':'));
  for (ResourceName& name : names) {
    name.region = arn->region;
    name.account = arn->account;
  }
  return names;
}

// The id of a thing whose foreign kin have names with dots: inference profiles that AWS made.
Names undotted(std::string_view value, std::string_view) {
  return value.find('.') == std::string_view::npos ? as_it_is(value, {}) : Names();
}

Names account(std::string_view value, std::string_view) {
  return value.size() == 12 && is_number(value) ? one(value) : Names();
}

Names number(std::string_view value, std::string_view) {
  return is_number(value) ? one(value) : Names();
}

Names not_number(std::string_view value, std::string_view) {
  return is_number(value) || is_arn(value) ? Names() : one(value);
}

// https://sqs.REGION.amazonaws.com/ACCOUNT/NAME, https://REGION.queue.amazonaws.com/..., a VPC
// endpoint's host; or the ARN of a queue, or its bare name.
Names queue_url(std::string_view value, std::string_view) {
  if (is_arn(value)) return {};
  const std::size_t scheme = value.find("://");
  if (scheme == std::string_view::npos)
    return value.find('/') == std::string_view::npos ? one(value) : Names();
  value.remove_prefix(scheme + 3);
  const std::string_view host = before_first(value, '/');
  Names names = one(after_last(value, '/'));
  const std::string_view path = value.substr(std::min(host.size() + 1, value.size()));
  const std::string_view account = before_first(path, '/');
  if (names.empty() || account.size() != 12 || !is_number(account)) return {};
  names.front().account = account;

  std::string_view region;
  if (const std::size_t sqs = host.find("sqs."); sqs != std::string_view::npos) {
    region = before_first(host.substr(sqs + 4), '.');
  } else if (const std::size_t queue = host.find(".queue."); queue != std::string_view::npos) {
    region = host.substr(0, queue);
  }
  if (std::ranges::count(region, '-') >= 2) names.front().region = region;
  return names;
}

// Six letters and digits after the last hyphen may be the suffix that AWS drew, or part of a name:
// only a whole ARN tells, and those never come here.
Names secret(std::string_view value, std::string_view) {
  Names names = as_it_is(value, {});
  for (ResourceName& name : names)
    name.text += "-??????";
  return names;
}

// A secret that is being made is asked for under its name; what it returns has the suffix.
Names new_secret(std::string_view value, std::string_view) {
  Names names = as_it_is(value, {});
  if (!names.empty()) names.push_back(secret(value, {}).front());
  return names;
}

Names kms_key(std::string_view value, std::string_view) {
  return value.starts_with("alias/") ? Names() : as_it_is(value, {});
}

// "name", "name:prod", "111122223333:function:name", each also as the tail of an ARN.
Names function_part(std::string_view value, bool qualifier) {
  if (is_arn(value)) return {};
  std::optional<std::string> account;
  if (const std::size_t marker = value.find(":function:"); marker != std::string_view::npos) {
    if (is_number(value.substr(0, marker))) account = value.substr(0, marker);
    value.remove_prefix(marker + 10);
  }
  const std::size_t colon = value.find(':');
  if (qualifier && colon == std::string_view::npos) return {};
  Names names = one(qualifier ? value.substr(colon + 1) : value.substr(0, colon));
  if (!names.empty()) names.front().account = account;
  return names;
}

Names function_name(std::string_view value, std::string_view) {
  return function_part(value, false);
}

Names function_qualifier(std::string_view value, std::string_view) {
  return function_part(value, true);
}

Names task_family(std::string_view value, std::string_view) {
  return is_arn(value) ? Names() : one(before_first(value, ':'));
}

Names task_revision(std::string_view value, std::string_view) {
  return is_arn(value) || value.find(':') == std::string_view::npos ? Names()
                                                                    : one(after_last(value, ':'));
}

// The names that AWS keeps for itself.
Names document(std::string_view value, std::string_view) {
  Names names = as_it_is(value, {});
  const std::string folded = folded_case(value);
  if (!names.empty() && (folded.starts_with("aws") || folded.starts_with("amazon")))
    names.front().account = "";
  return names;
}

// s3:::accesspoint ARN given where a bucket's name is asked for.
Names access_point(std::string_view value, std::string_view) {
  const auto arn = Arn::parse(value);
  if (!arn || arn->service != "s3" || !arn->resource.starts_with("accesspoint/")) return {};
  Names names = one(std::string_view(arn->resource).substr(12));
  for (ResourceName& name : names) {
    name.region = arn->region;
    name.account = arn->account;
  }
  return names;
}

// "/bucket/key?versionId=x", percent-encoded or not.
Names copy_source(std::string_view value, bool key) {
  std::string source = without_percents(value.substr(0, value.find("?versionId=")));
  if (source.starts_with('/')) source.erase(0, 1);
  const std::size_t slash = source.find('/');
  if (is_arn(source) || slash == std::string::npos) return {};
  return one(key ? std::string_view(source).substr(slash + 1)
                 : std::string_view(source).substr(0, slash));
}

Names copy_source_bucket(std::string_view value, std::string_view) {
  return copy_source(value, false);
}

Names copy_source_key(std::string_view value, std::string_view) {
  return copy_source(value, true);
}

// The name after FROM, INTO or UPDATE: `"Orders"."by-date"`, Orders, "Orders".
std::string_view statement_target(std::string_view statement) {
  const std::string folded = folded_case(statement);
  for (const std::string_view word : {"from ", "into ", "update "}) {
    const std::size_t at = folded.find(word);
    if (at == std::string::npos || (at > 0 && folded[at - 1] != ' ')) continue;
    std::string_view target = statement.substr(at + word.size());
    target.remove_prefix(std::min(target.find_first_not_of(' '), target.size()));
    return before_first(before_first(target, ' '), ';');
  }
  return {};
}

std::string_view unquoted(std::string_view name) {
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
    name = name.substr(1, name.size() - 2);
  return name;
}

// Where a table's name ends and its index's begins.
std::size_t index_begin(std::string_view target) {
  const std::size_t quoted = target.find("\".");
  return quoted == std::string_view::npos ? target.size() : quoted + 1;
}

Names partiql_table(std::string_view value, std::string_view) {
  const std::string_view target = statement_target(value);
  return one(unquoted(target.substr(0, index_begin(target))));
}

Names partiql_index(std::string_view value, std::string_view) {
  const std::string_view target = statement_target(value);
  const std::size_t begin = index_begin(target);
  return begin >= target.size() ? Names() : one(unquoted(target.substr(begin + 1)));
}

// "us.anthropic.claude" names a profile that sends the call to the model in any region near there.
bool is_profile(std::string_view model) {
  constexpr std::array<std::string_view, 8> places{"us.",     "eu.", "apac.", "global.",
                                                   "us-gov.", "jp.", "au.",   "ca."};
  return std::ranges::any_of(places,
                             [&](std::string_view place) { return model.starts_with(place); });
}

Names foundation_model(std::string_view value, std::string_view) {
  if (!is_profile(value))
    return value.find('.') == std::string_view::npos ? Names() : as_it_is(value, {});
  Names names = one(value.substr(value.find('.') + 1));
  if (!names.empty()) names.front().region = "*";
  return names;
}

Names inference_profile(std::string_view value, std::string_view) {
  return is_profile(value) ? one(value) : Names();
}

struct Transform {
  std::string_view name;  // as in the table; one that ends in ':' takes the rest as its argument
  Names (*names)(std::string_view value, std::string_view argument);
};

constexpr std::array transforms{
    Transform{"", as_it_is},
    Transform{"access_point", access_point},
    Transform{"account", account},
    Transform{"after:", after},
    Transform{"copy_source_bucket", copy_source_bucket},
    Transform{"copy_source_key", copy_source_key},
    Transform{"deletion_task", deletion_task},
    Transform{"document", document},
    Transform{"foundation_model", foundation_model},
    Transform{"function_name", function_name},
    Transform{"function_qualifier", function_qualifier},
    Transform{"inference_profile", inference_profile},
    Transform{"kms_key", kms_key},
    Transform{"last_segment", last_segment},
    Transform{"new_secret", new_secret},
    Transform{"not_number", not_number},
    Transform{"number", number},
    Transform{"partiql_index", partiql_index},
    Transform{"partiql_table", partiql_table},
    Transform{"prefixed:", prefixed},
    Transform{"queue_url", queue_url},
    Transform{"role_name", role_name},
    Transform{"secret", secret},
    Transform{"service_role", service_role},
    Transform{"subscription", subscription},
    Transform{"task_family", task_family},
    Transform{"task_revision", task_revision},
    Transform{"undotted", undotted},
    Transform{"with_path", iam_name},  // the interpreter puts the path before it
    Transform{"within:", within},
    Transform{"without_slash", without_slash},
};

const Transform* find_transform(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view name = colon == std::string_view::npos ? text : text.substr(0, colon + 1);
  const auto* const found = std::ranges::find(transforms, name, &Transform::name);
  return found == transforms.end() ? nullptr : found;
}

}  // namespace

std::vector<ResourceName> resource_names(std::string_view transform, std::string_view value) {
  const Transform* found = find_transform(transform);
  return found == nullptr ? Names() : found->names(value, transform.substr(found->name.size()));
}

bool is_transform(std::string_view transform) {
  return find_transform(transform) != nullptr;
}

}  // namespace scopedown
