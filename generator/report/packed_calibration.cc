#include "generator/report/packed_calibration.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <ostream>
#include <string_view>
#include <system_error>

#include "generator/report/text_table.h"
#include "model/policy.h"

namespace scopedown {
namespace {

constexpr std::size_t shown_max = 10;

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string points(double value, const char* format = "%+.1f") {
  if (std::abs(value) < 0.05) value = 0;  // and not -0.0
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

}  // namespace

double PackedSample::error() const {
  return static_cast<double>(estimate.ten_thousandths) / 10'000.0 - percent;
}

bool PackedCalibration::holds() const {
  return std::ranges::all_of(samples, [](const PackedSample& sample) {
    return std::abs(sample.error()) <= packed_points_of_doubt;
  });
}

void PackedCalibrator::add(const Event& event) {
  const Grant& grant = event.grant;
  if (grant.policy.empty() || grant.packed_percent.empty()) return;
  if (!grant.tags.empty() || !grant.incoming_tags.empty()) {
    ++found_.with_tags;
    return;
  }
  if (grant.managed_policies > 0) {
    ++found_.with_managed;
    return;
  }
  const std::optional<int> percent = number_of(grant.packed_percent);
  if (!percent) {
    ++found_.unreadable;
    return;
  }
  const auto [place, added] =
      samples_.try_emplace({std::string(grant.policy), *percent}, PackedSample{});
  PackedSample& sample = place->second;
  if (added) {
    try {
      const Policy policy = Policy::parse(grant.policy);
      sample = {
          characters_of(grant.policy), policy.statements.size(), *percent, estimator_.of(policy), 0,
          std::string(grant.role)};
    } catch (const PolicyError&) {
      samples_.erase(place);
      ++found_.unreadable;
      return;
    }
  }
  ++sample.calls;
}

PackedCalibration PackedCalibrator::take() {
  for (auto& [key, sample] : samples_)
    found_.samples.push_back(std::move(sample));
  samples_.clear();
  std::ranges::stable_sort(found_.samples, [](const PackedSample& one, const PackedSample& other) {
    return std::abs(one.error()) > std::abs(other.error());
  });
  return std::exchange(found_, {});
}

void print_packed_calibration(std::ostream& out, const PackedCalibration& calibration) {
  double sum = 0;
  double squares = 0;
  double most_below = 0;  // by how much the estimate was too low, at most
  std::uint64_t calls = 0;
  for (const PackedSample& sample : calibration.samples) {
    sum += sample.error();
    squares += sample.error() * sample.error();
    most_below = std::max(most_below, -sample.error());
    calls += sample.calls;
  }
  const auto count = static_cast<double>(std::max<std::size_t>(calibration.samples.size(), 1));
  print_table(out,
              {{"policies with STS's answer", std::to_string(calibration.samples.size())},
               {"  in calls", std::to_string(calls)},
               {"left out: with session tags", std::to_string(calibration.with_tags)},
               {"left out: with managed policies", std::to_string(calibration.with_managed)},
               {"left out: not readable", std::to_string(calibration.unreadable)},
               {"error of the estimate, points", ""},
               {"  mean", points(sum / count)},
               {"  root of mean square", points(std::sqrt(squares / count), "%.1f")},
               {"  too low by at most", points(most_below, "%.1f")}},
              {1});
  out << "\nThe estimate is taken to be right within " << packed_points_of_doubt
      << " points: here it " << (calibration.holds() ? "is" : "is not")
      << ". These policies alone would allow --packed-max "
      << 100 - static_cast<int>(std::ceil(most_below)) << ".\n\n";
  std::vector<TableLine> lines{
      {"STS %", "estimate %", "error", "characters", "statements", "role"}};
  for (std::size_t index = 0; index < std::min(calibration.samples.size(), shown_max); ++index) {
    const PackedSample& sample = calibration.samples[index];
    lines.push_back({std::to_string(sample.percent), points(sample.estimate.percent(), "%.1f"),
                     points(sample.error()), std::to_string(sample.characters),
                     std::to_string(sample.statements), printable(sample.role)});
  }
  print_table(out, lines, {0, 1, 2, 3, 4});
}

}  // namespace scopedown
