#include "data/extraction.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "data/embedded.h"
#include "data/load.h"
#include "data/table.h"
#include "model/action.h"
#include "model/fingerprint.h"
#include "model/wildcard.h"

namespace scopedown {
namespace {

// "requestItems[].tableName" → "requestItems[]". Empty if the path goes through no list.
std::string_view outermost_list(std::string_view path) {
  const std::size_t list = std::min(path.find("[]"), path.find("{}"));
  return list == std::string_view::npos ? std::string_view() : path.substr(0, list + 2);
}

ErrorClass class_of(const TableReader& rows, std::string_view name) {
  if (name == "denied") return ErrorClass::Denied;
  if (name == "not_evaluated") return ErrorClass::NotEvaluated;
  if (name == "missing") return ErrorClass::Missing;
  rows.expect(name == "failed", "a class: denied, failed, missing or not_evaluated");
  return ErrorClass::Failed;
}

bool has_flag(std::string_view flags, std::string_view flag) {
  Parts parts(flags, ' ');
  while (parts.next())
    if (*parts == flag) return true;
  return false;
}

}  // namespace

std::size_t Extraction::FoldedHash::operator()(std::string_view text) const {
  Fingerprint fingerprint;
  for (const char letter : text)
    fingerprint.add(folded_byte(letter));
  return fingerprint.value();
}

bool Extraction::FoldedEqual::operator()(std::string_view a, std::string_view b) const {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return folded_byte(x) == folded_byte(y); });
}

const Keeping* Extraction::Source::find(std::string_view path) const {
  const auto found = kept_.find(path);
  return found == kept_.end() ? nullptr : &found->second;
}

bool Extraction::Source::explodes(std::string_view path) const {
  return std::ranges::any_of(exploded_,
                             [&](const std::string& list) { return FoldedEqual()(list, path); });
}

bool Extraction::Source::keeps_response(std::string_view name) const {
  return std::ranges::find(responses_, name) != responses_.end();
}

const Extraction& Extraction::built_in() {
  static const Extraction extraction = [] {
    Extraction made;
    made.keep_variables();
    made.keep_parameters();
    made.keep_responses();
    made.add_aliases();
    made.read_codes();
    Fingerprint fingerprint;
    for (const char* table :
         {"parameters.tsv", "responses.tsv", "error_codes.tsv", "event_sources.tsv"})
      fingerprint.add(embedded_table(table).text);
    made.digest_ = fingerprint.text();
    return made;
  }();
  return extraction;
}

// A parameter of a variable's name fills it, so it is kept without a row in parameters.tsv.
void Extraction::keep_variables() {
  for (const ResourceType& type : built_in_catalogue().types()) {
    Source& source = sources_[type.service];
    std::string_view rest = type.arn_template;
    for (std::size_t at = rest.find("${"); at != std::string_view::npos; at = rest.find("${")) {
      rest.remove_prefix(at + 2);
      const std::string_view variable = rest.substr(0, rest.find('}'));
      if (variable != "Partition" && variable != "Region" && variable != "Account")
        source.kept_.try_emplace(std::string(variable));
    }
  }
}

void Extraction::keep_parameters() {
  TableReader rows(embedded_table("parameters.tsv"),
                   {"service", "variable", "path", "transform", "event", "type", "when", "flags"});
  while (rows.next()) {
    Source& source = sources_[std::string(rows[0])];
    Keeping& keeping = source.kept_[std::string(rows[2])];
    keeping.item |= has_flag(rows[7], "item");
    keeping.presence |= has_flag(rows[7], "presence");
    if (!has_flag(rows[7], "explode")) continue;
    keeping.explodes = true;
    const std::string_view list = outermost_list(rows[2]);
    rows.expect(!list.empty(), "a list in a path that explodes");
    if (!source.explodes(list)) source.exploded_.emplace_back(list);
  }
}

void Extraction::keep_responses() {
  TableReader rows(embedded_table("responses.tsv"), {"service", "name", "why"});
  while (rows.next())
    sources_[std::string(rows[0])].responses_.emplace_back(rows[1]);
}

// Sources that are called otherwise than the prefix of their actions.
void Extraction::add_aliases() {
  TableReader rows(embedded_table("event_sources.tsv"), {"label", "service", "source"});
  while (rows.next())
    if (const auto found = sources_.find(rows[1]); found != sources_.end()) {
      Source copy = found->second;
      sources_[std::string(rows[0])] = std::move(copy);
    }
}

void Extraction::read_codes() {
  TableReader rows(embedded_table("error_codes.tsv"), {"code", "class", "why"});
  while (rows.next()) {
    const ErrorClass error_class = class_of(rows, rows[1]);
    if (rows[0].find('*') == std::string_view::npos) {
      codes_[std::string(rows[0])] = error_class;
    } else {
      code_patterns_.emplace_back(glob_of(rows[0]), error_class);
    }
  }
}

const Extraction::Source& Extraction::of(std::string_view event_source) const {
  // The whole name but for the domain, else its first label: `models.lex`, then `s3`.
  for (const std::string_view domain : {".amazonaws.com.cn", ".amazonaws.com", ".aws.internal"})
    if (event_source.ends_with(domain)) event_source.remove_suffix(domain.size());
  auto found = sources_.find(event_source);
  if (found == sources_.end())
    found = sources_.find(event_source.substr(0, event_source.find('.')));
  return found == sources_.end() ? nothing_ : found->second;
}

ErrorClass Extraction::error_class(std::string_view error_code) const {
  if (error_code.empty()) return ErrorClass::Succeeded;
  if (const auto found = codes_.find(error_code); found != codes_.end()) return found->second;
  for (const auto& [glob, error_class] : code_patterns_)
    if (wildcard_matches(glob, error_code)) return error_class;
  return ErrorClass::Failed;
}

}  // namespace scopedown
