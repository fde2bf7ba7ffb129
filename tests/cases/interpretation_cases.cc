#include "tests/cases/interpretation_cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "data/extraction.h"
#include "generator/error.h"
#include "generator/logs/cloudtrail.h"
#include "generator/logs/padded_buffer.h"

namespace scopedown::testing {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

const fs::path folder = fs::path(SCOPEDOWN_ROOT) / "tests" / "cases" / "interpretation";

std::vector<fs::path> files() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

Json document_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Json::parse(std::string{std::istreambuf_iterator<char>(file), {}});
}

Json record_of(const Json& event) {
  Json record = {{"eventVersion", "1.09"},
                 {"eventTime", "2026-11-20T09:00:00Z"},
                 {"eventID", "7b7e4636-4713-4d04-b86a-cd6774cdbae9"},
                 {"eventType", "AwsApiCall"},
                 {"awsRegion", "eu-west-1"},
                 {"recipientAccountId", "111122223333"},
                 {"requestParameters", nullptr},
                 {"userIdentity",
                  {{"type", "AssumedRole"},
                   {"arn", "arn:aws:sts::111122223333:assumed-role/worker/s"},
                   {"accountId", "111122223333"},
                   {"accessKeyId", "ASIAEXAMPLE"},
                   {"sessionContext",
                    {{"sessionIssuer",
                      {{"type", "Role"}, {"arn", "arn:aws:iam::111122223333:role/worker"}}}}}}}};
  record.update(event);
  return record;
}

std::string expected_of(const Json& example) {
  std::string text;
  if (example.contains("error")) text += example["error"].get<std::string>() + "\n";
  if (example.contains("set_aside")) return text + example["set_aside"].get<std::string>() + "\n";
  if (!example.contains("accesses")) return "";
  for (const Json& access : example["accesses"]) {
    text += access.at("action").get<std::string>() + " " + access.at("resource").get<std::string>();
    text += access.value("resolved", true) ? "\n" : " !\n";
  }
  return text;
}

// The parameters as the reader finds them, since their paths are what the tables name.
void read_parameters(InterpretationCase& example) {
  CloudTrailReader reader(Extraction::built_in());
  PaddedBuffer buffer(example.record);
  (void)reader.read(
      buffer.padded(example.record.size()), example.name,
      [&](const Event& event) {
        example.result = interpreted(event);
        for (const Parameter& parameter : event.parameters)
          example.parameters.push_back({std::string(parameter.path), std::string(parameter.value)});
      },
      [](std::string_view, const std::string&) {});
}

InterpretationCase case_of(const fs::path& path, const Json& example) {
  InterpretationCase made;
  made.file = path.filename().string();
  made.name = example.at("name");
  made.because = example.at("because");
  made.source = example.at("source");
  const Json record = record_of(example.at("event"));
  made.record = record.dump();
  made.expected = expected_of(example);
  made.event_source = record.at("eventSource");
  made.event_name = record.at("eventName");
  made.error_code = record.value("errorCode", "");
  made.error_message = record.value("errorMessage", "");
  read_parameters(made);
  return made;
}

void answer(Json& example, const Interpreted& result) {
  const Json because = example["because"];
  const Json source = example["source"];
  example.erase("because");
  example.erase("source");
  if (!result.error_class.empty()) example["error"] = result.error_class;
  if (!result.set_aside.empty()) {
    example["set_aside"] = result.set_aside;
  } else {
    example["accesses"] = Json::array();
    for (const ObservedAccess& observed : result.interpretation.accesses) {
      Json access = {{"action", observed.access.action.text()},
                     {"resource", observed.access.resource.text()}};
      if (!observed.resolved) access["resolved"] = false;
      example["accesses"].push_back(access);
    }
  }
  example["because"] = because;
  example["source"] = source;
}

}  // namespace

std::string text_of(const Interpreted& result) {
  std::string text = result.error_class.empty() ? "" : result.error_class + "\n";
  if (!result.set_aside.empty()) return text + result.set_aside + "\n";
  for (const ObservedAccess& observed : result.interpretation.accesses)
    text += observed.access.action.text() + " " + observed.access.resource.text() +
            (observed.resolved ? "\n" : " !\n");
  return text;
}

const std::vector<InterpretationCase>& interpretation_cases() {
  static const std::vector<InterpretationCase> cases = [] {
    std::vector<InterpretationCase> all;
    for (const fs::path& path : files())
      for (const Json& example : document_of(path))
        all.push_back(case_of(path, example));
    return all;
  }();
  return cases;
}

void answer_interpretation_cases() {
  for (const fs::path& path : files()) {
    Json document = document_of(path);
    for (Json& example : document)
      if (expected_of(example).empty()) answer(example, case_of(path, example).result);
    std::ofstream(path, std::ios::binary) << document.dump(1) << "\n";
  }
}

}  // namespace scopedown::testing
