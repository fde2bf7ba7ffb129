// The formats of `generate --format`: a table of pure functions, from a policy and the associations
// that carry it to the text that another tool reads. A new format is a row here.
//
// All but `policy` carry the policy and `disableSessionTags: true`, without which EKS takes none.
// Every text is ASCII, but for the policy alone, whose bytes are counted as they are.

#ifndef SCOPEDOWN_GENERATOR_EMIT_FORMAT_H_
#define SCOPEDOWN_GENERATOR_EMIT_FORMAT_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "generator/emit/pod_identity_association.h"

namespace scopedown {

// What one file is made of.
struct PolicyOutput {
  std::string policy;              // compact text, byte for byte what AWS is to be given
  std::vector<std::string> notes;  // where it comes from: for comments, a line each
  std::vector<PodIdentityAssociation> associations;  // none for the format `policy`
};

struct Format {
  // Whether it can do without --role-arn: an update leaves the role as it is.
  enum class Needs { Nothing, Association, AssociationAndRole };

  std::string_view name;         // as typed after --format
  std::string_view description;  // as `generate --help` shows it
  std::string_view extension;    // of files, with its dot
  Needs needs = Needs::AssociationAndRole;
  // Throws Error (refused) if the tool cannot hold this policy, (usage) if not so many associations.
  std::string (*emit)(const PolicyOutput& output) = nullptr;
  // For formats that are a folder: the file `index_name` of each cluster's folder, from the paths of
  // all policies below it, sorted. Null otherwise.
  std::string (*index)(const std::vector<std::string>& paths) = nullptr;
  std::string_view index_name;
};

// In the order in which help shows them; the first is the one by default.
[[nodiscard]] std::span<const Format> formats();

// Throws Error (usage) that lists the formats, or says why a tool can hold no session policy.
[[nodiscard]] const Format& format_named(std::string_view name);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_FORMAT_H_
