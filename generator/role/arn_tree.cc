// The tree of a sorted list of texts: neighbours that share the most are joined first, which is what
// a stack of open nodes does in one pass over the lengths of what neighbours have in common.
//
// A pattern is cut out of texts that are patterns themselves, so a cut must not fall into an escape
// (`${*}`) or a character of several bytes, and an ending begins behind the last wildcard: what is
// left covers every text of the node, since it begins with the one part, ends with the other, and
// the two do not overlap in the shortest. Tested by arn_tree_test.cc against ArnPattern::covers.

#include "generator/role/arn_tree.h"

#include <algorithm>
#include <string_view>

#include "generator/error.h"
#include "model/policy.h"

namespace scopedown {
namespace {

std::size_t common_beginning(std::string_view one, std::string_view other) {
  const std::size_t length = std::min(one.size(), other.size());
  std::size_t same = 0;
  while (same < length && one[same] == other[same])
    ++same;
  return same;
}

std::size_t common_ending(std::string_view one, std::string_view other) {
  const std::size_t length = std::min(one.size(), other.size());
  std::size_t same = 0;
  while (same < length && one[one.size() - 1 - same] == other[other.size() - 1 - same])
    ++same;
  return same;
}

bool goes_on_a_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// The most of the beginning that ends between two characters, and in no escape.
std::size_t whole_beginning(std::string_view text, std::size_t bytes) {
  const std::string_view kept = text.substr(0, bytes);
  const std::size_t open = kept.rfind('$');
  if (open != std::string_view::npos && kept.find('}', open) == std::string_view::npos)
    bytes = open;
  while (bytes > 0 && bytes < text.size() && goes_on_a_character(text[bytes]))
    --bytes;
  return bytes;
}

// The most of the ending that begins with a character, and holds no wildcard nor part of an escape.
std::size_t whole_ending(std::string_view text, std::size_t bytes) {
  const std::string_view kept = text.substr(text.size() - bytes);
  const std::size_t special = kept.find_last_of("*?$}");
  if (special != std::string_view::npos) bytes = kept.size() - special - 1;
  while (bytes > 0 && goes_on_a_character(text[text.size() - bytes]))
    --bytes;
  return bytes;
}

std::string key_of(const ArnParts& arn, TreeOrder order) {
  std::string resource = arn.resource;
  if (order == TreeOrder::Ending || order == TreeOrder::RegionEnding)
    std::ranges::reverse(resource);
  const bool region_first = order == TreeOrder::RegionBeginning || order == TreeOrder::RegionEnding;
  return region_first ? arn.region + '\x1f' + resource : resource + '\x1f' + arn.region;
}

}  // namespace

std::string ArnParts::text() const {
  return head + region + ":" + account + ":" + resource;
}

ArnTree::ArnTree(std::span<const ArnParts> arns, TreeOrder order) : arns_(arns) {
  ensure(!arns.empty(), "a tree has a leaf");
  std::vector<std::string> keys;
  keys.reserve(arns.size());
  for (std::size_t index = 0; index < arns.size(); ++index) {
    keys.push_back(key_of(arns[index], order));
    leaves_.push_back(index);
  }
  std::ranges::sort(leaves_, [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  add_nodes(keys);
  for (Node& node : nodes_)
    trim(node);
}

void ArnTree::add_nodes(const std::vector<std::string>& keys) {
  struct Open {
    Node node;
    std::size_t depth = 0;              // what its leaves' keys have in common
    std::vector<std::size_t> children;  // finished, in nodes_
  };

  std::vector<Open> open{Open{}};  // the root: whatever has nothing in common
  const auto finish = [&](Open& done) {
    const std::size_t index = nodes_.size();
    for (const std::size_t child : done.children)
      nodes_[child].parent = index;
    done.node.parent = index;
    nodes_.push_back(done.node);
    return index;
  };
  const auto adopt = [&](Open& parent, std::size_t child) {
    if (parent.children.empty()) {
      parent.node = nodes_[child];
    } else {
      join(parent.node, nodes_[child]);
    }
    parent.children.push_back(child);
  };
  for (std::size_t place = 0; place < leaves_.size(); ++place) {
    const std::string_view resource = arns_[leaves_[place]].resource;
    Open leaf;
    leaf.node = {.first = place,
                 .last = place + 1,
                 .parent = 0,
                 .beginning = resource.size(),
                 .ending = resource.size(),
                 .shortest = resource.size()};
    std::size_t finished = finish(leaf);
    const std::size_t shared =
        place + 1 == leaves_.size()
            ? 0
            : common_beginning(keys[leaves_[place]], keys[leaves_[place + 1]]);
    while (open.size() > 1 && open.back().depth > shared) {
      adopt(open.back(), finished);
      finished = finish(open.back());
      open.pop_back();
    }
    if (open.back().depth < shared) {
      open.emplace_back();
      open.back().depth = shared;
    }
    adopt(open.back(), finished);
  }
  if (open.back().children.size() > 1) finish(open.back());  // else its only child is the root
  nodes_.back().parent = nodes_.size() - 1;
}

void ArnTree::join(Node& parent, const Node& child) const {
  const ArnParts& one = arns_[leaves_[parent.first]];
  const ArnParts& other = arns_[leaves_[child.first]];
  parent.last = child.last;
  parent.beginning =
      std::min({parent.beginning, child.beginning, common_beginning(one.resource, other.resource)});
  parent.ending =
      std::min({parent.ending, child.ending, common_ending(one.resource, other.resource)});
  parent.shortest = std::min(parent.shortest, child.shortest);
  parent.one_resource = parent.one_resource && child.one_resource && one.resource == other.resource;
  parent.one_region = parent.one_region && child.one_region && one.region == other.region;
}

void ArnTree::trim(Node& node) const {
  if (node.one_resource) return;
  const std::string_view text = arns_[leaves_[node.first]].resource;
  node.beginning = whole_beginning(text, node.beginning);
  node.ending = whole_ending(text, std::min(node.ending, node.shortest - node.beginning));
}

std::string ArnTree::pattern(const Node& node) const {
  const ArnParts& arn = arns_[leaves_[node.first]];
  std::string text = arn.head + (node.one_region ? arn.region : "*") + ":" + arn.account + ":";
  if (node.one_resource) return text + arn.resource;
  text.append(arn.resource, 0, node.beginning);
  if (!text.ends_with('*')) text += '*';
  return text + arn.resource.substr(arn.resource.size() - node.ending);
}

std::size_t ArnTree::pattern_characters(const Node& node) const {
  const ArnParts& arn = arns_[leaves_[node.first]];
  const std::size_t fixed =
      arn.head.size() + (node.one_region ? arn.region.size() : 1) + 1 + arn.account.size() + 1;
  return fixed + (node.one_resource ? arn.resource.size() : node.beginning + 1 + node.ending);
}

}  // namespace scopedown
