// An estimate of STS's packed policy size: the share of the session token that a policy fills.
//
// STS compresses the session policy into the token and refuses above 100 %. How, AWS does not
// publish; the estimate below was fitted to real answers of STS.
//
//   points = 0.2387 * D + 2.07 * S
//   S = statements
//   D = bytes of one raw DEFLATE stream (level 9) over every string of the policy, each after one
//       byte min(bytes, 255): per statement Sid, Action, NotAction, Resource, NotResource, then for
//       each condition its operator, key and values
//
// What compresses is the word: a repeated one is nearly free, a new one is dear, a statement costs
// about two points. Managed policies and session tags, which would add to it, cannot stand
// beside the session policy of an EKS Pod Identity association.
//
// Measured: 8 policies with STS's published or logged answer, leave-one-out error 0.5 points (RMS);
// a model chosen among many on so few, so expect 4 points. No sample holds Deny or more than 7
// statements. Ground truth: aws sts assume-role --role-arn R --role-session-name t --policy
// file://p.json --query PackedPolicySize

#ifndef SCOPEDOWN_MODEL_PACKED_SIZE_H_
#define SCOPEDOWN_MODEL_PACKED_SIZE_H_

#include <compare>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "model/policy.h"

namespace scopedown {

// Points of 100, kept as whole ten-thousandths so that comparing is exact.
struct PackedSize {
  std::int64_t ten_thousandths = 0;

  // Rounded to a tenth of a point, as people read it.
  [[nodiscard]] double percent() const;

  [[nodiscard]] static PackedSize of_percent(int percent) {
    return {percent * std::int64_t{10'000}};
  }

  friend auto operator<=>(const PackedSize&, const PackedSize&) = default;
};

// How far STS's answer may be from the estimate, in points, either way.
inline constexpr int packed_points_of_doubt = 4;

// Keeps zlib's working memory between estimates, which is most of what one costs. Not for use by
// two threads at once.
class PackedSizeEstimator {
 public:
  PackedSizeEstimator();
  ~PackedSizeEstimator();
  PackedSizeEstimator(PackedSizeEstimator&&) noexcept;
  PackedSizeEstimator& operator=(PackedSizeEstimator&&) noexcept;

  [[nodiscard]] PackedSize of(const Policy& policy);

  // The same of a policy of which only the strings are known, in the order above.
  [[nodiscard]] PackedSize of(std::span<const std::string_view> strings, std::size_t statements);

 private:
  struct Stream;

  [[nodiscard]] PackedSize of_strings(std::size_t statements);
  std::unique_ptr<Stream> stream_;
  std::string strings_;
};

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_PACKED_SIZE_H_
