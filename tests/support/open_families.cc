#include "tests/support/open_families.h"

#include <array>
#include <cstdio>
#include <string>

#include "tests/support/draw.h"
#include "tests/support/population.h"
#include "tests/support/workload_profile.h"

namespace scopedown::testing {
namespace {

constexpr std::string_view hexadecimal = "0123456789abcdef";
constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view pod_letters = "bcdfghjklmnpqrstvwxz2456789";  // as Kubernetes draws them
constexpr std::array<std::string_view, 24> words{
    "amber", "birch",  "cedar", "delta", "ember", "fjord",  "grove",  "haven",
    "iris",  "jasper", "krill", "lumen", "maple", "nectar", "onyx",   "pearl",
    "quill", "raven",  "sable", "tulip", "umber", "velvet", "willow", "zephyr"};

// In the shape of an ARN stand in braces
//   {tenant} {bucket}    the tenant's name; its bucket, or its part of the shared one
//   {day} {path of day}  2026-03-07, 2026/03/07
//   {uuid} {ulid} {hash} {pod} {customer}   made up: another for each new name
struct Family {
  std::string_view name;
  std::string_view arn;
  std::string_view actions;
  std::size_t names_a_day = 0;  // 0: closed
  std::size_t tenants_percent = 100;
};

constexpr std::array families{
    Family{"dated upload", "arn:aws:s3:::{bucket}/incoming/{path of day}/{uuid}.json",
           "s3:PutObject s3:GetObject", 4, 80},
    Family{"daily report", "arn:aws:s3:::{bucket}/reports/{day}.csv", "s3:PutObject", 1, 50},
    Family{"content hash", "arn:aws:s3:::{bucket}/blobs/{hash}", "s3:GetObject s3:PutObject", 3,
           50},
    Family{"job output", "arn:aws:s3:::{bucket}/jobs/{ulid}/part-00001.parquet",
           "s3:PutObject s3:AbortMultipartUpload", 2, 40},
    Family{"customer folder", "arn:aws:s3:::{bucket}/customers/{customer}/profile.json",
           "s3:GetObject s3:PutObject", 1, 50},
    Family{"log stream", "arn:aws:logs:REGION:ACCOUNT:log-group:/apps/{tenant}:log-stream:{pod}",
           "logs:CreateLogStream logs:PutLogEvents", 2, 80},
    Family{"execution", "arn:aws:states:REGION:ACCOUNT:execution:{tenant}-import:{uuid}",
           "states:DescribeExecution states:StopExecution", 2, 40},
    Family{"queue", "arn:aws:sqs:REGION:ACCOUNT:{tenant}-jobs",
           "sqs:SendMessage sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueUrl", 0, 90},
    Family{"dead letters", "arn:aws:sqs:REGION:ACCOUNT:{tenant}-jobs-dlq",
           "sqs:ReceiveMessage sqs:DeleteMessage", 0, 50},
    Family{"table", "arn:aws:dynamodb:REGION:ACCOUNT:table/{tenant}-orders",
           "dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem", 0, 90},
    Family{"lookup table", "arn:aws:dynamodb:REGION:ACCOUNT:table/{tenant}-rates",
           "dynamodb:GetItem dynamodb:Query", 0, 60},
    Family{"secret", "arn:aws:secretsmanager:REGION:ACCOUNT:secret:{tenant}/database-Ab1Cd2",
           "secretsmanager:GetSecretValue", 0, 90},
    Family{"topic", "arn:aws:sns:REGION:ACCOUNT:{tenant}-events", "sns:Publish", 0, 70}};

// How likely a pair of a closed family is called on a day, in percent, and how likely it is that it
// is not called before some day of the time.
constexpr std::array<std::uint64_t, 4> closed_calls_percent{95, 60, 20, 6};
constexpr std::uint64_t begins_late_percent = 3;

std::string day_text(std::size_t day, char separator) {
  std::array<char, 16> text{};
  const auto month = static_cast<unsigned>(3 + day / 30);
  const auto of_month = static_cast<unsigned>(1 + day % 30);
  std::snprintf(text.data(), text.size(), "2026%c%02u%c%02u", separator, month, separator,
                of_month);
  return text.data();
}

std::string uuid(Draw& draw) {
  return draw.text(8, hexadecimal) + '-' + draw.text(4, hexadecimal) + "-4" +
         draw.text(3, hexadecimal) + "-8" + draw.text(3, hexadecimal) + '-' +
         draw.text(12, hexadecimal);
}

std::string filled(std::string_view hole, std::string_view tenant, bool shares, std::size_t day,
                   Draw& draw) {
  const std::string name(tenant);
  if (hole == "tenant") return name;
  if (hole == "bucket") return shares ? "platform-data/" + name : name + "-data";
  if (hole == "day") return day_text(day, '-');
  if (hole == "path of day") return day_text(day, '/');
  if (hole == "uuid") return uuid(draw);
  if (hole == "ulid") return "01" + draw.text(24, crockford);
  if (hole == "hash") return draw.text(40, hexadecimal);
  if (hole == "pod") return "api-" + draw.text(10, pod_letters) + '-' + draw.text(5, pod_letters);
  return std::string(words[draw.below(words.size())]) + '-' +
         std::string(words[draw.below(words.size())]);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t place = text.find(what);
  return place == std::string::npos ? text : text.replace(place, what.size(), by);
}

std::string arn_of(const Family& family, std::string_view tenant, bool shares, std::size_t day,
                   Draw& draw) {
  std::string arn;
  std::string_view rest = family.arn;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    arn += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = rest.find('}', open);
    arn += filled(rest.substr(open + 1, close - open - 1), tenant, shares, day, draw);
    rest = rest.substr(close + 1);
  }
  return replaced(replaced(std::move(arn), "REGION", population_region), "ACCOUNT",
                  population_account);
}

class Maker {
 public:
  Maker(const Unit& unit, bool shares)
      : name_(std::get<Namespace>(unit.tenant.who).name), shares_(shares), made_{unit, {}} {}

  GrowingTenant make() {
    std::vector<std::vector<TimedCall>> days(hold_out_days);
    for (const Family& family : families) {
      Draw draw(population_seed, name_ + ' ' + std::string(family.name));
      if (!draw.percent(family.tenants_percent)) continue;
      family.names_a_day > 0 ? add_open(family, draw, days) : add_closed(family, draw, days);
    }
    for (std::vector<TimedCall>& calls : days)
      made_.calls.insert(made_.calls.end(), calls.begin(), calls.end());
    return std::move(made_);
  }

 private:
  static TimedCall call(const Family& family, std::string_view action, const std::string& arn,
                        std::size_t day) {
    return {{Action::parse(action).value(), ArnPattern::exactly(arn)},
            day,
            family.name,
            family.names_a_day > 0};
  }

  // New names every day; each action is called on most of them.
  void add_open(const Family& family, Draw& draw, std::vector<std::vector<TimedCall>>& days) const {
    for (std::size_t day = 0; day < hold_out_days; ++day) {
      for (std::size_t count = 0; count < family.names_a_day; ++count) {
        const std::string arn = arn_of(family, name_, shares_, day, draw);
        for (const std::string_view action : parts_of(family.actions, ' ')) {
          if (draw.percent(85)) days[day].push_back(call(family, action, arn, day));
        }
      }
    }
  }

  void add_closed(const Family& family, Draw& draw,
                  std::vector<std::vector<TimedCall>>& days) const {
    const std::string arn = arn_of(family, name_, shares_, 0, draw);
    for (const std::string_view action : parts_of(family.actions, ' ')) {
      const std::uint64_t chance = closed_calls_percent[draw.below(closed_calls_percent.size())];
      const std::size_t begin = draw.percent(begins_late_percent) ? draw.below(hold_out_days) : 0;
      for (std::size_t day = begin; day < hold_out_days; ++day) {
        if (draw.percent(chance)) days[day].push_back(call(family, action, arn, day));
      }
    }
  }

  std::string name_;
  bool shares_;
  GrowingTenant made_;
};

}  // namespace

std::vector<GrowingTenant> growing_tenants(std::size_t tenants) {
  std::vector<GrowingTenant> made;
  bool shares = false;
  for (const PopulationTenant& tenant : calibrated_population(tenants)) {
    made.push_back(Maker(tenant.unit, shares).make());
    shares = !shares;
  }
  return made;
}

AccessUsage usage_of(const GrowingTenant& tenant, std::size_t first, std::size_t end) {
  constexpr std::int64_t begin_of_time = 1'772'323'200;  // 2026-03-01
  constexpr std::int64_t seconds_a_day = 86'400;
  AccessUsage usage;
  for (const TimedCall& call : tenant.calls) {
    if (call.day < first || call.day >= end) continue;
    const std::int64_t seen = begin_of_time + static_cast<std::int64_t>(call.day) * seconds_a_day;
    usage[call.access].merge({1, seen, seen});
  }
  return usage;
}

}  // namespace scopedown::testing
