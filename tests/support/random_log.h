// Random logs of many tenants, and the truth about them: for property tests.
//
// The action and the ARN are chosen first, and then the record is written that CloudTrail would
// write for it. So a policy can be checked against the truth without the program's own
// interpretation of the log.
//
// Names come from small alphabets, so that tenants collide: in resources that they share, in names
// that begin like another's, in clusters of the same name. Hostile names (`..`, `a/b`, `${a}`, `*`,
// control characters, 中, 200 letters) are as likely as others. Beside the tenants' calls there are
// denials, role chains, target roles, services that act for a tenant, people, AWS's own services,
// events that nobody knows, throttling, repetition and disorder.

#ifndef SCOPEDOWN_TESTS_SUPPORT_RANDOM_LOG_H_
#define SCOPEDOWN_TESTS_SUPPORT_RANDOM_LOG_H_

#include <compare>
#include <cstddef>
#include <iosfwd>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace scopedown::testing {

enum class Outcome { Allowed, Denied };

// What a tenant did, or was not let do. A pair may be both.
struct TrueAccess {
  std::string cluster;  // ARN of the cluster; of the OIDC provider, of an IRSA session
  std::string name_space;
  std::string service_account;
  std::string action;  // "s3:GetObject"
  std::string arn;     // what AWS asked about
  Outcome outcome = Outcome::Allowed;
  // False if the record does not name the resource in full (a secret by its name, a log stream):
  // the best that can be learnt is a pattern that holds it. Denials are named always.
  bool named = true;

  friend auto operator<=>(const TrueAccess&, const TrueAccess&) = default;
};

struct RandomLog {
  std::vector<std::string> records;  // a line of JSON each, disordered, some of them twice
  std::vector<TrueAccess> truth;     // sorted, without repetition
};

// What a random log holds.
struct RandomLogShape {
  std::size_t workloads = 4;  // service accounts, at most
  std::size_t calls = 20;     // by tenants, at most
  bool hostile_names = true;  // of tenants and of resources
  bool noise = true;          // whatever is nobody's access
};

// A log from nothing to `shape`'s full size, growing with `size` (0 to 20).
[[nodiscard]] RandomLog random_log(std::mt19937_64& random, std::size_t size,
                                   const RandomLogShape& shape = {});

// True if a policy can name it exactly: IAM's documents hold U+0009, U+000A, U+000D, U+0020 to
// U+00FF.
[[nodiscard]] bool iam_can_write(std::string_view arn);

// The truth, a line each. The records are as many as they are: print those of one seed only.
std::ostream& operator<<(std::ostream& stream, const RandomLog& log);

}  // namespace scopedown::testing

#endif  // SCOPEDOWN_TESTS_SUPPORT_RANDOM_LOG_H_
