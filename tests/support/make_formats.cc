// make_formats FOLDER COUNT: random hostile outputs in every format, for the real tools to read
// (tests/formats/formats_test.py). FOLDER/NNN/<format><extension> and FOLDER/NNN/expected.json, what
// each of them has to say.

#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "generator/emit/format.h"
#include "generator/emit/write_file.h"
#include "generator/error.h"
#include "tests/support/hostile_output.h"

namespace scopedown::testing {
namespace {

using Json = nlohmann::ordered_json;

Json expected(const PolicyOutput& output) {
  Json list = Json::array();
  for (const PodIdentityAssociation& association : output.associations) {
    list.push_back({{"cluster", association.cluster},
                    {"region", association.region},
                    {"namespace", association.name_space},
                    {"serviceAccount", association.service_account},
                    {"roleArn", association.terms.role_arn},
                    {"targetRoleArn", association.terms.target_role_arn},
                    {"tags", association.terms.tags},
                    {"policy", output.policy}});
  }
  return list;
}

void make(const std::filesystem::path& folder, std::uint64_t count) {
  for (std::uint64_t number = 0; number < count; ++number) {
    Random random(number + 1);
    const PolicyOutput output = any_output(random, 1 + 19 * number / count);
    std::ostringstream name;
    name << std::setw(3) << std::setfill('0') << number;
    const std::filesystem::path below = folder / name.str();
    write_file(below / "expected.json", expected(output).dump(1));
    for (const Format& format : formats()) {
      const bool one_alone = format.name.starts_with("cli-");
      if (one_alone && output.associations.size() > 1) continue;
      try {
        write_file(below / (std::string(format.name) + std::string(format.extension)),
                   format.emit(output));
      } catch (const Error& error) {
        if (error.code() != ExitCode::Refused) throw;
      }
    }
  }
}

}  // namespace
}  // namespace scopedown::testing

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "make_formats FOLDER COUNT\n";
    return 2;
  }
  scopedown::testing::make(argv[1], std::strtoull(argv[2], nullptr, 10));
}
