#include "generator/usage/usage_rows_text.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "generator/error.h"
#include "generator/usage/timestamp.h"

namespace scopedown {
namespace {

// The fields of a row, in the order of usage_columns.
using Fields = std::array<std::string, usage_columns.size()>;

std::string moment_text(std::int64_t seconds) {
  return seconds == 0 ? "" : timestamp_text(seconds);
}

Fields fields_of(const UsageRow& row, const std::string& schema) {
  const UsageKey& key = row.key;
  const Attribution& who = key.who;
  return {schema,
          who.session,
          std::to_string(who.hop),
          who.replaced ? "1" : "0",
          who.cluster,
          who.name_space,
          who.service_account,
          who.principal,
          who.tags,
          who.doubt,
          key.account,
          key.region,
          key.event_source,
          key.event_name,
          key.error_class,
          key.parameters,
          key.resources,
          std::to_string(key.folded),
          key.fold_prefix,
          key.fold_min,
          key.fold_max,
          std::to_string(row.count.calls),
          moment_text(row.count.first_seen),
          moment_text(row.count.last_seen),
          row.count.sample,
          std::to_string(row.count.events)};
}

// What stands at a place of the file, and how to complain of it.
class Record {
 public:
  Record(std::string where, Fields fields) : where_(std::move(where)), fields_(std::move(fields)) {}

  [[nodiscard]] UsageRow row(const std::string& schema) const {
    if (fields_[0] != schema) {
      fail("made with other extraction tables (`" + fields_[0] + "`, ours are `" + schema +
           "`); print the query again with this program, and run it again");
    }
    UsageRow row;
    UsageKey& key = row.key;
    key.who = {one_of(1, {"pod-identity", "pod-target", "irsa", "role", "user"}),
               static_cast<int>(number(2, 1'000'000)),
               number(3, 1) == 1,
               fields_[4],
               fields_[5],
               fields_[6],
               fields_[7],
               fields_[8],
               one_of(9, {"", "untagged_session", "ambiguous_session", "ambiguous_pod"})};
    key.account = fields_[10];
    key.region = fields_[11];
    key.event_source = fields_[12];
    key.event_name = fields_[13];
    key.error_class = one_of(14, {"", "denied", "failed", "missing"});
    key.parameters = fields_[15];
    key.resources = fields_[16];
    key.folded = static_cast<int>(number(17, 4));
    key.fold_prefix = fields_[18];
    key.fold_min = fields_[19];
    key.fold_max = fields_[20];
    row.count.calls = number(21, 1'000'000'000'000'000);
    row.count.first_seen = moment(22);
    row.count.last_seen = moment(23);
    row.count.sample = fields_[24];
    row.count.events = number(25, row.count.calls);
    check_fold(key);
    return row;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const { throw Error(where_, why); }

  [[noreturn]] void fail(std::size_t column, const std::string& why) const {
    fail(std::string("`") + usage_columns.at(column) + "` is `" + fields_.at(column) + "`: " + why);
  }

  [[nodiscard]] std::string one_of(std::size_t column,
                                   std::initializer_list<std::string_view> values) const {
    if (std::ranges::find(values, fields_.at(column)) == values.end()) fail(column, "unknown");
    return fields_.at(column);
  }

  [[nodiscard]] std::uint64_t number(std::size_t column, std::uint64_t largest) const {
    const std::string& text = fields_.at(column);
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value > largest) {
      fail(column, "no number from 0 to " + std::to_string(largest));
    }
    return value;
  }

  [[nodiscard]] std::int64_t moment(std::size_t column) const {
    if (fields_.at(column).empty()) return 0;
    const std::optional<std::int64_t> seconds = parse_timestamp(fields_.at(column));
    if (!seconds) fail(column, "no moment, such as `2026-11-01T10:30:00Z`");
    return *seconds;
  }

  void check_fold(const UsageKey& key) const {
    const bool is_one_item = key.fold_prefix.empty() && key.fold_min == key.fold_max;
    if (key.folded == 0 && !is_one_item) fail("not folded, and yet more than one item");
    if (key.fold_min > key.fold_max) fail("`fold_min` is after `fold_max`");
    if (!key.fold_min.starts_with(key.fold_prefix) || !key.fold_max.starts_with(key.fold_prefix)) {
      fail("`fold_min` or `fold_max` does not begin with `fold_prefix`");
    }
  }

  std::string where_;
  Fields fields_;
};

std::string place(std::string_view name, std::size_t line) {
  return std::string(name).append(":").append(std::to_string(line));
}

std::size_t column_index(std::string_view column, const std::string& where) {
  const auto* const found = std::ranges::find(usage_columns, column);
  if (found == usage_columns.end()) {
    throw Error(where, std::string("unknown column `").append(column).append("`"));
  }
  return static_cast<std::size_t>(found - usage_columns.begin());
}

// Reads CSV a record at a time. A line feed in quotes belongs to its field.
class CsvReader {
 public:
  CsvReader(std::string_view text, std::string_view name) : rest_(text), name_(name) {}

  // Empty at the end of the text.
  [[nodiscard]] std::optional<std::vector<std::string>> record() {
    first_line_ = line_;
    if (rest_.empty()) return std::nullopt;
    std::vector<std::string> fields;
    do {
      fields.push_back(field());
    } while (skip(','));
    skip('\r');
    if (!rest_.empty() && !skip('\n')) throw Error(where(), "text after a closing quote");
    return fields;
  }

  // Where the last record began.
  [[nodiscard]] std::string where() const { return place(name_, first_line_); }

 private:
  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    if (c == '\n') ++line_;
    rest_.remove_prefix(1);
    return true;
  }

  std::string field() {
    if (skip('"')) return quoted();
    const std::size_t end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    std::string field(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return field;
  }

  std::string quoted() {
    std::string field;
    while (true) {
      const std::size_t end = rest_.find('"');
      if (end == std::string_view::npos) throw Error(where(), "a quote is not closed");
      const std::string_view part = rest_.substr(0, end);
      line_ += static_cast<std::size_t>(std::ranges::count(part, '\n'));
      field += part;
      rest_.remove_prefix(end + 1);
      if (!skip('"')) return field;
      field += '"';
    }
  }

  std::string_view rest_;
  std::string_view name_;
  std::size_t line_ = 1;
  std::size_t first_line_ = 1;
};

// For each column of the file, its place in usage_columns.
std::vector<std::size_t> header(const std::vector<std::string>& names, const std::string& where) {
  std::vector<std::size_t> columns;
  for (const std::string& name : names) {
    const std::size_t column = column_index(name, where);
    if (std::ranges::find(columns, column) != columns.end()) {
      throw Error(where, "two columns `" + name + "`");
    }
    columns.push_back(column);
  }
  for (std::size_t column = 0; column < usage_columns.size(); ++column) {
    if (std::ranges::find(columns, column) == columns.end()) {
      throw Error(where, std::string("no column `") + usage_columns.at(column) +
                             "`; are these usage rows?");
    }
  }
  return columns;
}

std::vector<UsageRow> read_csv(std::string_view text, std::string_view name,
                               const std::string& schema) {
  CsvReader reader(text, name);
  const auto names = reader.record();
  if (!names) throw Error(name, "empty: not even a header line");
  const std::vector<std::size_t> columns = header(*names, reader.where());

  std::vector<UsageRow> rows;
  while (auto record = reader.record()) {
    if (record->size() != columns.size()) {
      throw Error(reader.where(), std::to_string(record->size()) + " fields where the header has " +
                                      std::to_string(columns.size()));
    }
    Fields fields;
    for (std::size_t index = 0; index < columns.size(); ++index)
      fields.at(columns[index]) = std::move((*record)[index]);
    rows.push_back(Record(reader.where(), std::move(fields)).row(schema));
  }
  return rows;
}

std::string scalar_text(const nlohmann::json& value, const std::string& where) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
  if (value.is_number_integer()) return value.dump();
  throw Error(where, "a value is neither a text nor a number");
}

Record json_record(std::string_view line, const std::string& where) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object()) throw Error(where, "not a JSON object");
  Fields fields;
  for (const auto& [name, value] : object.items())
    fields.at(column_index(name, where)) = scalar_text(value, where);
  if (object.size() != usage_columns.size()) throw Error(where, "a column is missing");
  return {where, std::move(fields)};
}

std::vector<UsageRow> read_json_lines(std::string_view text, std::string_view name,
                                      const std::string& schema) {
  std::vector<UsageRow> rows;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view record = text.substr(0, end);
    if (record.find_first_not_of(" \t\r") != std::string_view::npos) {
      rows.push_back(json_record(record, place(name, line)).row(schema));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rows;
}

void append_line(std::string& text, const auto& fields) {
  for (std::size_t index = 0; index < fields.size(); ++index) {
    text += index == 0 ? "\"" : ",\"";
    for (const char c : std::string_view(fields[index])) {
      if (c == '"') text += '"';
      text += c;
    }
    text += '"';
  }
  text += '\n';
}

}  // namespace

std::string usage_schema(std::string_view extraction_digest) {
  return std::string("scopedown-usage-1:").append(extraction_digest);
}

std::string usage_rows_text(const std::vector<UsageRow>& rows, std::string_view extraction_digest) {
  ensure(std::ranges::is_sorted(rows, {}, &UsageRow::key), "usage rows are written sorted");
  const std::string schema = usage_schema(extraction_digest);
  std::string text;
  append_line(text, usage_columns);
  for (const UsageRow& row : rows)
    append_line(text, fields_of(row, schema));
  return text;
}

std::vector<UsageRow> read_usage_rows(std::string_view text, std::string_view name,
                                      std::string_view extraction_digest) {
  const std::string schema = usage_schema(extraction_digest);
  return text.starts_with('{') ? read_json_lines(text, name, schema) : read_csv(text, name, schema);
}

}  // namespace scopedown
