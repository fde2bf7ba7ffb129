// Tested by containers_test.cc and containers_fuzz.cc.

#include "generator/logs/event_table.h"

#include <algorithm>
#include <vector>

#include "generator/logs/record_text.h"

namespace scopedown {
namespace {

// Reads CSV, or the same with tabs: fields in quotes hold anything, their quotes doubled.
class TableText {
 public:
  explicit TableText(std::string_view text) : text_(text) {
    const std::string_view header = text.substr(0, text.find('\n'));
    separator_ = header.find('\t') == std::string_view::npos ? ',' : '\t';
  }

  // Empty at the end.
  std::vector<std::string> row() {
    std::vector<std::string> fields;
    while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
    while (at_ < text_.size()) {
      fields.push_back(field());
      if (at_ >= text_.size() || text_[at_] != separator_) break;
      ++at_;
    }
    return fields;
  }

 private:
  std::string field() {
    std::string text;
    if (at_ >= text_.size() || text_[at_] != '"') {
      const std::size_t end =
          std::min(text_.find_first_of(std::string("\r\n") + separator_, at_), text_.size());
      text = text_.substr(at_, end - at_);
      at_ = end;
      return text;
    }
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"' && (++at_ == text_.size() || text_[at_] != '"')) break;
      text += text_[at_];
    }
    // Behind the closing quote there is nothing; what is there all the same is dropped.
    at_ = std::min(text_.find_first_of(std::string("\r\n") + separator_, at_), text_.size());
    return text;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  char separator_ = ',';
};

bool are_event_columns(const std::vector<std::string>& columns) {
  return std::ranges::all_of(
      std::initializer_list<std::string_view>{"eventsource", "eventname", "useridentity"},
      [&](std::string_view needed) {
        return std::ranges::any_of(columns,
                                   [&](const std::string& name) { return small(name) == needed; });
      });
}

}  // namespace

bool is_event_table(std::string_view text) {
  return are_event_columns(TableText(text.substr(0, table_header_bytes_max)).row());
}

std::optional<std::string> unwrap_table(std::string_view text) {
  TableText table(text);
  const std::vector<std::string> columns = table.row();
  if (!are_event_columns(columns)) return std::nullopt;
  std::string records;
  for (std::vector<std::string> row = table.row(); !row.empty(); row = table.row()) {
    RecordText record;
    for (std::size_t column = 0; column < std::min(row.size(), columns.size()); ++column)
      record.add(columns[column], row[column]);
    record.append_to(records);
  }
  return records;
}

}  // namespace scopedown
