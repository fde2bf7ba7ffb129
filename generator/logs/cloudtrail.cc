// The way of a file.
//
// Fast: where a line holds whole documents (nothing but a new document, or the end, can follow its
// last bracket), or where json_extent says how far a document of many lines goes, all of it is
// walked through in one go (json_walk.h), and each record is read as it comes by: compared with earlier
// ones (record_shapes.h), or its fields in the order they have.
//
// Careful: where that fails, reading goes on behind the last record that was handed out, and each
// record's extent is found before it is walked through, so that one bad record costs one record. This
// loop knows nothing of nesting: it steps over opening and closing brackets of containers, and
// takes every object it meets as a document. It also serves documents that follow one another on a
// line.
//
// Contained: a document that is no record may be one of the containers of containers.h. What it is
// taken apart into is read by a reader of its own, which may find containers again, a few deep. A
// text that does not begin as JSON may be a table, and goes the same way.
//
// No record is read twice: `resume_` moves behind a record before the record is handed out. Reading
// is linear in the file: a range is parsed at most once fast and once carefully, and a byte lies in
// at most json_depth_max extents that turn out to be damaged.
//
// Strings are views into the file's bytes. Only one with escapes is copied.
//
// Tested by cloudtrail_test.cc and cloudtrail_fuzz.cc.

#include "generator/logs/cloudtrail.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>

#include "generator/logs/containers.h"
#include "generator/logs/event_table.h"
#include "generator/logs/json_extent.h"
#include "generator/logs/json_walk.h"
#include "generator/logs/landmarks.h"
#include "generator/logs/record_list.h"
#include "generator/logs/record_reader.h"

namespace scopedown {
namespace {

// Containers in containers: an event of CloudWatch Logs in a message of SQS in an export.
constexpr std::size_t container_depth_max = 5;

// Documents up to here are taken in one go: the index of one is as large again as its text.
constexpr std::size_t fast_document_bytes_max = std::size_t{64} << 20;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

class CloudTrailReader::Machinery {
 public:
  explicit Machinery(const Extraction& extraction, std::size_t depth = 0)
      : record_(extraction, walk_), extraction_(extraction), depth_(depth) {}

  LogReading read(const PaddedText& text, std::string_view file, const OnEvent& on_event,
                  const OnSetAside& on_set_aside);

 private:
  void read_fast();
  void read_carefully();
  [[nodiscard]] std::size_t line_of_documents() const;
  bool parse(std::size_t end);
  void read_range(std::size_t end);
  void read_list();
  void read_document();
  [[nodiscard]] bool in_list();
  [[nodiscard]] std::size_t end_of_value(std::size_t range_end);

  bool read_container(std::size_t begin, std::size_t end);
  bool read_table();
  void read_contained(const std::string& records, std::string_view where);
  void pass_timestamp();

  void set_aside(std::string_view reason, std::size_t offset);
  void set_aside_and_go_on();
  [[nodiscard]] std::string place(std::size_t offset);
  [[nodiscard]] std::optional<Problem> problem() const;

  [[nodiscard]] std::size_t offset_of(const char* byte) const {
    return static_cast<std::size_t>(byte - text_.data());
  }

  JsonWalk walk_;
  RecordReader record_;

  // What is inside of containers.
  const Extraction& extraction_;
  std::size_t depth_;
  ContainerReader containers_;
  std::unique_ptr<Machinery> inner_;
  PaddedBuffer contained_;

  std::string_view text_;
  std::string_view file_;
  const OnEvent* on_event_ = nullptr;
  const OnSetAside* on_set_aside_ = nullptr;
  Landmarks landmarks_{{}};
  LogReading reading_;

  std::size_t at_ = 0;         // what is before has been read
  std::size_t range_end_ = 0;  // of the range that is being parsed
  std::size_t resume_ = 0;     // in that range: the record under way, or the end of the latest
  std::size_t careful_until_ = 0;
  std::size_t list_depth_ = 0;
  bool lines_ = false;  // a line has been a document
  bool container_seen_ = false;
  bool digest_file_seen_ = false;
  std::size_t line_number_ = 1;  // of `counted_`
  std::size_t counted_ = 0;
};

LogReading CloudTrailReader::Machinery::read(const PaddedText& text, std::string_view file,
                                             const OnEvent& on_event,
                                             const OnSetAside& on_set_aside) {
  text_ = without_byte_order_mark(text.text);
  file_ = file;
  on_event_ = &on_event;
  on_set_aside_ = &on_set_aside;
  landmarks_ = Landmarks(text_);
  reading_ = LogReading{};
  at_ = careful_until_ = counted_ = 0;
  line_number_ = 1;
  lines_ = container_seen_ = digest_file_seen_ = false;

  if (read_table()) return std::move(reading_);
  while ((at_ = after(text_, at_, between_records)) < text_.size()) {
    pass_timestamp();
    if (text_[at_] != '{' && text_[at_] != '[') {
      set_aside_and_go_on();
    } else if (at_ < careful_until_) {
      read_carefully();
    } else {
      read_fast();
    }
  }
  reading_.problem = problem();
  return std::move(reading_);
}

// Takes a line of documents, or one document of many lines, in one go. Leaves `at_` where the
// careful way has to take over, if it has to.
void CloudTrailReader::Machinery::read_fast() {
  std::size_t end = line_of_documents();
  bool line = end != 0;
  if (!line) {
    const JsonExtent extent = json_extent(text_, at_);
    careful_until_ = std::max(extent.end, at_ + 1);
    if (!extent.whole) return;
    end = extent.end;
    line = text_.substr(at_, end - at_).find('\n') == std::string_view::npos;
  }
  careful_until_ = end;
  if (end - at_ > fast_document_bytes_max) return;
  if (parse(end) && line) lines_ = true;
}

void CloudTrailReader::Machinery::read_carefully() {
  if (text_[at_] == '[') {
    ++at_;
    return;
  }
  if (const std::size_t opening = opening_bytes(text_, at_); opening != 0) {
    container_seen_ = true;
    at_ += opening;
    return;
  }
  const std::size_t begin = at_;
  const JsonExtent extent = json_extent(text_, begin);
  if (!extent.whole) {
    set_aside_and_go_on();
  } else if (!parse(extent.end) && at_ == begin) {
    set_aside("broken_record", begin);
    at_ = extent.end;
  }
}

// The end of what is on the line, if only whole documents can be: it ends with a bracket, and
// behind it is another opening one, or nothing. (In one document a comma or a closing bracket would
// follow.) Else 0.
std::size_t CloudTrailReader::Machinery::line_of_documents() const {
  const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
  const std::size_t last = size_without_space(text_.substr(0, line_end)) - 1;
  if (text_[last] != '}' && text_[last] != ']') return 0;
  const std::size_t next = after(text_, line_end, json_space);
  if (next < text_.size() && text_[next] != '{' && text_[next] != '[') return 0;
  return last + 1;
}

// Hands out what is in the range from `at_` to `end`, and moves `at_` behind it. False if it breaks
// off: then `at_` is at the record that is broken, or behind the last that was not.
bool CloudTrailReader::Machinery::parse(std::size_t end) {
  range_end_ = end;
  resume_ = at_;
  try {
    read_range(end);
    at_ = end_of_value(end);
    return true;
  } catch (const BrokenJson&) {
    at_ = resume_;
    return false;
  }
}

void CloudTrailReader::Machinery::read_range(std::size_t end) {
  walk_.begin(text_.substr(at_, end - at_));
  list_depth_ = 0;
  if (text_[at_] == '[') {
    read_list();
  } else {
    read_document();
  }
}

void CloudTrailReader::Machinery::read_list() {
  if (++list_depth_ > json_depth_max) throw BrokenJson();
  walk_.for_each_element([this](const JsonItem& item) {
    const std::size_t begin = offset_of(item.token.data());
    resume_ = begin;
    if (item.is_object()) {
      read_document();
    } else if (item.is_list()) {
      read_list();
    } else {
      resume_ = begin + item.token.size();
      set_aside("not_a_record", begin);
    }
  });
  --list_depth_;
}

// A container or a record: its keys tell.
void CloudTrailReader::Machinery::read_document() {
  const std::size_t begin = resume_;
  const JsonWalk::Place place = walk_.place();
  if (!record_.begin()) {
    bool container = false;
    walk_.for_each_field([&](const JsonItem& item) {
      if (item.is_list() && item.key == "Records") {
        container = container_seen_ = true;
        read_list();
      } else if (!container) {
        record_.take(item);
      }
    });
    if (container) return;
    record_.take_deferred(place);
  }
  if (list_depth_ > 0 && !in_list()) throw BrokenJson();
  resume_ = end_of_value(range_end_);
  if (record_.finish(text_.substr(begin, resume_ - begin))) {
    ++reading_.records;
    ++reading_.events;
    record_.fetch(walk_.place() + 1);  // behind a comma
    (*on_event_)(record_.event());
  } else {
    digest_file_seen_ = digest_file_seen_ || record_.is_digest_file();
    if (!read_container(begin, resume_)) set_aside("not_a_record", begin);
  }
}

// False if the document is no container that is known.
bool CloudTrailReader::Machinery::read_container(std::size_t begin, std::size_t end) {
  if (depth_ == container_depth_max || record_.is_digest_file()) return false;
  const auto records = containers_.unwrap(text_.substr(begin, end - begin));
  if (!records) return false;
  container_seen_ = true;
  read_contained(*records, place(begin));
  return true;
}

// A table is all of a text.
bool CloudTrailReader::Machinery::read_table() {
  const std::size_t begin = after(text_, 0, json_space);
  if (begin == text_.size() || text_[begin] == '{' || text_[begin] == '[') return false;
  const auto records = unwrap_table(text_.substr(begin));
  if (!records) return false;
  read_contained(*records, file_);
  return true;
}

void CloudTrailReader::Machinery::read_contained(const std::string& records,
                                                 std::string_view where) {
  if (!inner_) inner_ = std::make_unique<Machinery>(extraction_, depth_ + 1);
  contained_.reserve(records.size(), 0);
  std::memcpy(contained_.data(), records.data(), records.size());
  const LogReading inside =
      inner_->read(contained_.padded(records.size()), where, *on_event_, *on_set_aside_);
  reading_.records += inside.records;
  reading_.events += inside.events;
}

// CloudWatch Logs exports a line as "2026-11-20T09:00:00.000Z {...}".
void CloudTrailReader::Machinery::pass_timestamp() {
  constexpr std::string_view form = "0000-00-00T00:00:00";
  if (text_[at_] < '0' || text_[at_] > '9' || text_.size() - at_ < form.size() + 3) return;
  for (std::size_t index = 0; index < form.size(); ++index) {
    const char byte = text_[at_ + index];
    const bool fits = form[index] == '0' ? byte >= '0' && byte <= '9' : byte == form[index];
    if (!fits) return;
  }
  const std::size_t space = text_.find_first_of(" \n", at_);
  if (space < text_.size() && text_[space] == ' ' && space + 1 < text_.size() &&
      text_[space + 1] == '{')
    at_ = space + 1;
}

// False if what follows cannot follow an element. What is stepped over is counted by brackets
// without telling one kind from the other, so a record that lost some would take its neighbours'
// place in silence.
bool CloudTrailReader::Machinery::in_list() {
  const char next = walk_.peek();
  return next == ',' || next == ']';
}

// One past the last byte of the object or list that was read last.
std::size_t CloudTrailReader::Machinery::end_of_value(std::size_t range_end) {
  const std::size_t next = walk_.at_end() ? range_end : offset_of(walk_.byte());
  return size_without_space(text_.substr(0, next));
}

void CloudTrailReader::Machinery::set_aside(std::string_view reason, std::size_t offset) {
  ++reading_.records;
  (*on_set_aside_)(reason, place(offset));
}

// What is at `at_` is no JSON. Where every line is a document the next line is the next chance.
void CloudTrailReader::Machinery::set_aside_and_go_on() {
  set_aside("broken_record", at_);
  std::size_t next = landmarks_.next(at_);
  if (lines_) next = std::min(next, text_.find('\n', at_));
  at_ = std::min(next, text_.size());
}

// With the line, where a line begins there; else with the record's number in the file.
std::string CloudTrailReader::Machinery::place(std::size_t offset) {
  std::size_t line_begin = offset;
  while (line_begin > 0 && is_space(text_[line_begin - 1]) && text_[line_begin - 1] != '\n')
    --line_begin;
  std::string place(file_);
  if (line_begin > 0 && text_[line_begin - 1] != '\n')
    return place.append(": record ").append(std::to_string(reading_.records));
  const auto begin = text_.begin();
  line_number_ += static_cast<std::size_t>(
      std::count(begin + static_cast<std::ptrdiff_t>(counted_),
                 begin + static_cast<std::ptrdiff_t>(std::max(counted_, offset)), '\n'));
  counted_ = std::max(counted_, offset);
  return place.append(":").append(std::to_string(line_number_));
}

std::optional<Problem> CloudTrailReader::Machinery::problem() const {
  if (reading_.events != 0 || digest_file_seen_) return std::nullopt;
  if (reading_.records == 0 && container_seen_) return std::nullopt;
  const bool empty = after(text_, 0, json_space) == text_.size();
  std::string why = empty ? "empty" : "no CloudTrail record in it";
  if (const std::string_view advice = advice_on(text_); !advice.empty())
    return Problem{std::string(file_), why.append("; ").append(advice)};
  return Problem{std::string(file_),
                 why + R"(; expected {"Records":[...]} as CloudTrail delivers it, one record per )"
                       "line, or a container that README names"};
}

CloudTrailReader::CloudTrailReader(const Extraction& extraction)
    : machinery_(std::make_unique<Machinery>(extraction)) {}

CloudTrailReader::~CloudTrailReader() = default;
CloudTrailReader::CloudTrailReader(CloudTrailReader&&) noexcept = default;
CloudTrailReader& CloudTrailReader::operator=(CloudTrailReader&&) noexcept = default;

LogReading CloudTrailReader::read(const PaddedText& text, std::string_view file,
                                  const OnEvent& on_event, const OnSetAside& on_set_aside) {
  return machinery_->read(text, file, on_event, on_set_aside);
}

}  // namespace scopedown
