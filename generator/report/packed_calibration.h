// How far the estimate of packed sizes is from what STS itself said, on a user's own logs.
//
// Each successful AssumeRole* call that sent a session policy, and nothing else that STS packs, is a
// pair: the policy, and the percentage that STS answered. Session tags and managed policies take
// room of their own, of which the estimate (model/packed_size.h) knows nothing: such calls are
// counted and left out.

#ifndef SCOPEDOWN_GENERATOR_REPORT_PACKED_CALIBRATION_H_
#define SCOPEDOWN_GENERATOR_REPORT_PACKED_CALIBRATION_H_

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "generator/logs/event.h"
#include "model/packed_size.h"

namespace scopedown {

// One policy with STS's answer, however often it was sent.
struct PackedSample {
  std::size_t characters = 0;  // as it was sent
  std::size_t statements = 0;
  int percent = 0;  // STS
  PackedSize estimate;
  std::uint64_t calls = 0;
  std::string role;

  // Points; above 0 the estimate says more than STS.
  [[nodiscard]] double error() const;
};

struct PackedCalibration {
  std::vector<PackedSample> samples;  // the largest error, either way, first
  std::uint64_t with_tags = 0;        // calls left out: they sent or inherited tags
  std::uint64_t with_managed = 0;     // or managed policies
  std::uint64_t unreadable = 0;       // or a policy, or an answer, that we cannot read

  // Whether each estimate is within packed_points_of_doubt of the answer.
  [[nodiscard]] bool holds() const;
};

class PackedCalibrator {
 public:
  void add(const Event& event);

  [[nodiscard]] PackedCalibration take();

 private:
  PackedCalibration found_;
  std::map<std::pair<std::string, int>, PackedSample> samples_;  // by policy and answer
  PackedSizeEstimator estimator_;
};

// For people: the errors, the samples that are worst, and which --packed-max they speak for.
void print_packed_calibration(std::ostream& out, const PackedCalibration& calibration);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_REPORT_PACKED_CALIBRATION_H_
