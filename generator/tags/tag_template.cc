#include "generator/tags/tag_template.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "generator/error.h"

namespace scopedown {
namespace {

constexpr std::string_view namespace_tag = "kubernetes-namespace";
constexpr std::string_view account_tag = "kubernetes-service-account";
constexpr std::string_view cluster_tag = "eks-cluster-name";
constexpr std::array tags{cluster_tag, namespace_tag, account_tag};

std::string variable(std::string_view tag) {
  return "${aws:PrincipalTag/" + std::string(tag) + "}";
}

std::string_view value_of(std::string_view tag, const PodIdentity& pod) {
  if (tag == namespace_tag) return pod.name_space;
  return tag == account_tag ? pod.service_account : pod.cluster_name;
}

bool is_letter_or_digit(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9');
}

bool is_label_byte(char byte) {
  return is_letter_or_digit(byte) || byte == '-';
}

// Where the resource part begins: after the fifth colon.
std::size_t resource_part(std::string_view arn) {
  std::size_t at = 0;
  for (int colon = 0; colon < 5; ++colon)
    at = arn.find(':', at) + 1;
  return at;
}

bool stands_as_word(std::string_view text, std::size_t at, std::size_t size) {
  const bool before = at > 0 && is_letter_or_digit(text[at - 1]);
  const bool behind = at + size < text.size() && is_letter_or_digit(text[at + size]);
  return !before && !behind;
}

// Writes variables for the values of the chosen tags, from front to back, the longest value where
// several begin.
std::string with_variables(std::string_view text, std::vector<std::string_view> chosen,
                           const PodIdentity& pod) {
  std::ranges::stable_sort(chosen, std::ranges::greater(),
                           [&](std::string_view tag) { return value_of(tag, pod).size(); });
  std::string out(text.substr(0, resource_part(text)));
  for (std::size_t at = out.size(); at < text.size();) {
    const auto tag = std::ranges::find_if(chosen, [&](std::string_view each) {
      const std::string_view value = value_of(each, pod);
      return text.substr(at).starts_with(value) && stands_as_word(text, at, value.size());
    });
    if (tag == chosen.end()) {
      out += text[at++];
      continue;
    }
    out += variable(*tag);
    at += value_of(*tag, pod).size();
  }
  return out;
}

// All that lies under a part of the name that holds a variable, for each such part.
std::vector<std::string> opened(std::string_view text) {
  std::vector<std::string> wide;
  bool holds_variable = false;
  for (std::size_t at = resource_part(text); at < text.size(); ++at) {
    if (text.substr(at).starts_with("${")) {
      holds_variable = holds_variable || text.substr(at).starts_with("${aws:");
      at = std::min(text.find('}', at), text.size() - 1);
    } else if (holds_variable && (text[at] == '/' || text[at] == ':')) {
      wide.push_back(std::string(text.substr(0, at + 1)) + "*");
      holds_variable = false;
    }
  }
  return wide;
}

// The service account never stands without the namespace.
std::optional<TagTemplate> template_of(std::string text, bool is_open) {
  const auto names = static_cast<std::size_t>(
      std::ranges::count_if(tags, [&](std::string_view tag) { return names_tag(text, tag); }));
  if (names == 0 || (names_tag(text, account_tag) && !names_tag(text, namespace_tag)))
    return std::nullopt;
  return TagTemplate{std::move(text), names, is_open};
}

// Names of namespaces that might meet this one's. Namespaces are DNS labels: letters, digits and
// hyphens. So one can only swallow what stands beside another's variable, up to the next byte that
// is none of these, or what a wildcard there stands for. Sorted.
std::set<std::string> neighbours_of(const std::string& name,
                                    const std::vector<std::string>& templates) {
  const std::string mark = variable(namespace_tag);
  std::set<std::string> names;
  for (const std::string& text : templates) {
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += mark.size()) {
      std::size_t first = at;
      while (first > 0 && is_label_byte(text[first - 1]))
        --first;
      const std::size_t end = at + mark.size();
      std::size_t last = end;
      while (last < text.size() && is_label_byte(text[last]))
        ++last;
      const bool is_open = last < text.size() && text[last] == '*';
      names.insert(text.substr(first, at - first) + name);
      names.insert(name + text.substr(end, last - end) + (is_open ? "x" : ""));
    }
  }
  // A label neither begins nor ends with a hyphen.
  std::erase_if(names, [&](const std::string& each) {
    return each == name || each.front() == '-' || each.back() == '-';
  });
  return names;
}

std::vector<ArnPattern> all_filled(const std::vector<std::string>& templates,
                                   const std::string& name) {
  PodIdentity pod;
  pod.cluster_name = "CLUSTER";
  pod.name_space = name;
  pod.service_account = "ACCOUNT";
  std::vector<ArnPattern> patterns;
  for (const std::string& text : templates)
    patterns.push_back(filled(text, pod));
  return patterns;
}

}  // namespace

bool names_tag(std::string_view text, std::string_view tag) {
  return text.find(variable(tag)) != std::string_view::npos;
}

std::vector<TagTemplate> templates_for(const ArnPattern& resource, const PodIdentity& pod) {
  if (resource.is_everything()) return {};
  std::set<TagTemplate> found{{resource.text(), 0, false}};
  for (unsigned chosen = 1; chosen < 1U << tags.size(); ++chosen) {
    std::vector<std::string_view> names;
    for (std::size_t index = 0; index < tags.size(); ++index) {
      if ((chosen >> index & 1U) != 0 && !value_of(tags.at(index), pod).empty())
        names.push_back(tags.at(index));
    }
    const std::string text = with_variables(resource.text(), names, pod);
    if (const auto shape = template_of(text, false)) found.insert(*shape);
    for (const std::string& wide : opened(text)) {
      const auto shape = template_of(wide, true);
      if (shape && wide != text) found.insert(*shape);
    }
  }
  return {found.begin(), found.end()};
}

ArnPattern filled(std::string_view text, const PodIdentity& pod) {
  std::string out(text);
  for (const std::string_view tag : tags) {
    const std::string what = variable(tag);
    const std::string value = escaped_name(value_of(tag, pod));
    for (std::size_t at = 0; (at = out.find(what, at)) != std::string::npos; at += value.size())
      out.replace(at, what.size(), value);
  }
  const auto pattern = ArnPattern::parse(out);
  ensure(pattern.has_value(), "a template filled in is a resource");
  return *pattern;
}

std::vector<NameClash> name_clashes(const std::vector<std::string>& templates) {
  std::vector<std::string> named;
  std::ranges::copy_if(templates, std::back_inserter(named),
                       [](const std::string& text) { return names_tag(text, namespace_tag); });
  const std::vector<ArnPattern> of_one = all_filled(named, "NS");
  std::vector<NameClash> clashes;
  for (const std::string& name : neighbours_of("NS", named)) {
    const std::vector<ArnPattern> of_other = all_filled(named, name);
    for (std::size_t one = 0; one < named.size(); ++one) {
      for (std::size_t other = 0; other < named.size(); ++other) {
        if (of_one[one].may_overlap(of_other[other]))
          clashes.push_back({"NS", name, named[one], named[other]});
      }
    }
  }
  return clashes;
}

}  // namespace scopedown
