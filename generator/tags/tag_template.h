// A resource in which session tags stand for the tenant's own names.
//
//   tags of the pod     kubernetes-namespace = payments, kubernetes-service-account = api
//   what it used        arn:aws:s3:::acme-payments-data/api/2026/11/a.json
//   templates           arn:aws:s3:::acme-${aws:PrincipalTag/kubernetes-namespace}-data/*
//                       the same with /${aws:PrincipalTag/kubernetes-service-account}/*, and others
//
// A name counts where it stands as a word: no letter or digit beside it. IAM takes variables after
// the fifth colon alone. The service account never stands without the namespace, since every
// namespace has its own `default`. Which template is right nobody can tell from one name: the
// choice among them is tag_policy.h's, over all tenants.
//
// Sources: IAM User Guide, "IAM policy elements: Variables and tags"; EKS User Guide, "Grant Pods
// access to AWS resources based on tags".

#ifndef SCOPEDOWN_GENERATOR_TAGS_TAG_TEMPLATE_H_
#define SCOPEDOWN_GENERATOR_TAGS_TAG_TEMPLATE_H_

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/arn_pattern.h"
#include "model/session_tags.h"

namespace scopedown {

struct TagTemplate {
  std::string text;           // as a policy writes it
  std::size_t variables = 0;  // how many different tags it names
  bool is_open = false;       // its end is `*`: all that lies under the tenant's part

  friend auto operator<=>(const TagTemplate&, const TagTemplate&) = default;
};

// All templates that stand for the resource, the resource itself among them; none for `*`. Sorted.
[[nodiscard]] std::vector<TagTemplate> templates_for(const ArnPattern& resource,
                                                     const PodIdentity& pod);

// What the template stands for in the hands of this pod.
[[nodiscard]] ArnPattern filled(std::string_view text, const PodIdentity& pod);

// Whether the template names this tag.
[[nodiscard]] bool names_tag(std::string_view text, std::string_view tag);

// Two namespaces that reach into each other's names by these templates, though nobody has such
// names yet: `${namespace}-data` gives `pay-data` to `pay`, and `${namespace}` to `pay-data`.
struct NameClash {
  std::string one;    // "NS"
  std::string other;  // "NS-data"
  std::string template_of_one;
  std::string template_of_other;
};

// Takes a list of templates; looks at all their pairs.
[[nodiscard]] std::vector<NameClash> name_clashes(const std::vector<std::string>& templates);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_TAGS_TAG_TEMPLATE_H_
