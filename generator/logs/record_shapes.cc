// A shape is an example, and which of its values may be others. At first that is the time and the id;
// a record that is built alike and differs elsewhere adds what differs. A record fits if its bytes
// between those values are the example's, at the same places of the walk.
//
// Why that is right. The walk's places are where they are in the example as long as the bytes are
// the same, and a value that may be another one is one place, whatever it spells. So the reader would
// take the same steps through the record as through the example. Of what it does there, only this
// hangs on a value and not on its key: whether it is empty, has escapes, begins as an ARN (of a
// request's parameter), or is null, true, false, a number or a text. So a text stands only for a text
// of which all that is the same, a number for a number that nobody keeps, and everything else is as in
// the example. Source and name of a call decide what is kept of it: they never vary. What no reader
// looks at may be any scalar. Calls that hand out sessions are not learnt.
//
// Shapes are found by source and name where CloudTrail writes them, behind identity and time. That is
// a guess: where it is wrong, nothing fits.
//
// Cost: a record that fits, its bytes compared once. One that does not, a few comparisons that fail
// soon; learning costs as much as reading, and is given up where it leads to nothing: a log may have
// no two records alike. Memory: a few MB; all are forgotten when they are much.
//
// Tested by record_shapes_test.cc, against readers that know nothing.

#include "generator/logs/record_shapes.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <iterator>
#include <string>
#include <utility>

#include "generator/logs/text_hash.h"

namespace scopedown {
namespace {

// So many lists (a power of two), with so many shapes in each.
constexpr std::size_t lists = 1'024;
constexpr std::size_t variants_max = 8;

constexpr std::size_t bytes_max = std::size_t{4} << 20U;
constexpr std::size_t record_bytes_max = 16'384;

// Learning goes on while there are so few, or one in so many records that were found.
constexpr std::uint64_t learnt_free = 512;
constexpr std::uint64_t found_for_learning = 16;

// Places behind the identity: `,"eventTime":"...","eventSource":"...","eventName":"...",`.
constexpr std::ptrdiff_t source_place = 5;
constexpr std::ptrdiff_t behind_name_place = 12;

// Where a value stands, as far as that decides how it may vary.
enum class Where : std::uint8_t { Unread, Call, Time, Request, Read };

// What a value is. Another one may stand in its place if it is the same, and not Fixed.
enum class Kind : std::uint8_t { Fixed, Scalar, Number, Text, ArnText };

bool is_scalar(char first) {
  return first != '{' && first != '}' && first != '[' && first != ']' && first != ',' &&
         first != ':' && first != '\0';
}

// The text, of a string with its quotes.
std::string_view content_of(std::string_view token) {
  const std::size_t size = size_without_space(token);
  return size < 2 || token[size - 1] != '"' ? std::string_view() : token.substr(1, size - 2);
}

Kind kind_of(std::string_view token, Where where) {
  const char first = token.front();
  if (where == Where::Call || !is_scalar(first)) return Kind::Fixed;
  if (where == Where::Unread) return Kind::Scalar;
  if (first == '"') {
    const std::string_view content = content_of(token);
    if (content.empty() || may_have_escape(content)) return Kind::Fixed;
    return where == Where::Request && content.starts_with("arn:") ? Kind::ArnText : Kind::Text;
  }
  return where != Where::Time && is_number(token.substr(0, size_without_space(token)))
             ? Kind::Number
             : Kind::Fixed;
}

Where where_of(std::string_view key, RecordShapes::IsRead is_read) {
  if (key == "eventSource" || key == "eventName") return Where::Call;
  if (key == "eventTime") return Where::Time;
  if (key == "requestParameters") return Where::Request;
  return is_read(key) ? Where::Read : Where::Unread;
}

// Each text of an event that is a view of the record, but for its identity.
template <class Each>
void for_each_text(Event& event, Each each) {
  for (std::string_view Event::*text :
       {&Event::id_text, &Event::type, &Event::category, &Event::source, &Event::name,
        &Event::region, &Event::account, &Event::source_ip, &Event::error_code,
        &Event::error_message})
    each(event.*text);
  for (Parameter& parameter : event.parameters)
    each(parameter.value);
  for (std::string_view& resource : event.resources)
    each(resource);
}

// What is at a place of a record: all up to the next one.
struct Part {
  std::uint32_t begin = 0;
  std::uint32_t bytes = 0;
  Where where = Where::Unread;
  Kind kind = Kind::Fixed;
  bool varies = false;
};

std::string_view token_of(std::string_view text, const Part& part) {
  return text.substr(part.begin, part.bytes);
}

}  // namespace

// A record behind its identity, taken apart.
struct RecordShapes::Sample {
  std::string_view opening;  // before the identity
  std::string_view text;
  std::vector<Part> parts;
};

struct RecordShapes::Shape {
  // A value that may vary, and the bytes before it that do not.
  struct Slot {
    std::uint32_t place = 0;
    std::uint32_t run_bytes = 0;  // from the end of the slot before
    std::uint32_t own_bytes = 0;  // in the example
    Where where = Where::Unread;
    Kind kind = Kind::Fixed;
    std::string_view* text = nullptr;  // where it goes; null: nowhere
  };

  explicit Shape(const Sample& sample, const Event& read);

  [[nodiscard]] bool is_built_like(const Sample& other) const;
  void join(Sample& other) const;
  [[nodiscard]] bool take_texts(const char* source);
  void make_slots();

  [[nodiscard]] std::size_t bytes() const {
    std::size_t sum = sizeof(Shape) + opening.size() + text.size() + parts.size() * sizeof(Part) +
                      slots.size() * sizeof(Slot) +
                      event.parameters.size() * (sizeof(Parameter) + 2 * sizeof(std::string));
    for (const std::string& path : paths)
      sum += path.size();
    return sum;
  }

  std::string opening;
  std::string text;
  std::vector<Part> parts;
  std::vector<Slot> slots;
  std::uint32_t last_run_bytes = 0;
  Event event;  // its texts are in `text` and `paths`, or where the latest record has them
  std::string_view time_text;
  std::deque<std::string> paths;  // of its parameters
};

RecordShapes::Shape::Shape(const Sample& sample, const Event& read)
    : opening(sample.opening), text(sample.text), parts(sample.parts), event(read) {
  for (Parameter& parameter : event.parameters)
    parameter.path = paths.emplace_back(parameter.path);
}

bool RecordShapes::Shape::is_built_like(const Sample& other) const {
  if (parts.size() != other.parts.size() || opening != other.opening) return false;
  for (std::size_t place = 0; place < parts.size(); ++place) {
    const Part& ours = parts[place];
    const Part& part = other.parts[place];
    const bool may_differ = ours.kind == part.kind && part.kind != Kind::Fixed;
    if (!may_differ && (ours.varies || token_of(text, ours) != token_of(other.text, part)))
      return false;
  }
  return true;
}

// What varies here varies there too, and so does what is not the same.
void RecordShapes::Shape::join(Sample& other) const {
  for (std::size_t place = 0; place < parts.size(); ++place) {
    const Part& ours = parts[place];
    Part& part = other.parts[place];
    part.varies = part.varies || ours.varies || token_of(text, ours) != token_of(other.text, part);
  }
}

// Makes the views of the event, which begin behind `source`, views of our own text, and says where each
// is set anew. False if one cannot be.
bool RecordShapes::Shape::take_texts(const char* source) {
  std::vector<std::pair<std::string_view*, Part*>> views;
  bool placed = true;
  for_each_text(event, [&](std::string_view& view) {
    if (view.empty()) return;
    const auto begin = static_cast<std::uint32_t>(view.data() - source);
    Part& part = *std::prev(std::ranges::upper_bound(parts, begin, {}, &Part::begin));
    view = std::string_view(text).substr(begin, view.size());
    if (part.kind == Kind::Number) part.kind = Kind::Fixed;  // one that is kept
    if (part.varies) views.emplace_back(&view, &part);
    placed = placed && (!part.varies || (part.kind != Kind::Fixed && part.begin + 1 == begin));
  });
  if (!placed) return false;
  make_slots();
  for (const auto& [view, part] : views) {
    const auto place = static_cast<std::uint32_t>(part - parts.data());
    Slot& slot = *std::ranges::lower_bound(slots, place, {}, &Slot::place);
    if (std::exchange(slot.text, view) != nullptr) return false;
  }
  return true;
}

void RecordShapes::Shape::make_slots() {
  std::uint32_t end = 0;
  for (std::uint32_t place = 0; place < parts.size(); ++place) {
    const Part& part = parts[place];
    if (!part.varies) continue;
    const bool is_time = part.where == Where::Time;  // the first of that name
    slots.push_back({place, part.begin - end, part.bytes, part.where, part.kind,
                     is_time ? &time_text : nullptr});
    end = part.begin + part.bytes;
  }
  last_run_bytes = static_cast<std::uint32_t>(text.size()) - end;
}

RecordShapes::RecordShapes(JsonWalk& walk, IsRead is_read)
    : walk_(&walk), is_read_(is_read), by_call_(lists) {}

RecordShapes::~RecordShapes() = default;

Event* RecordShapes::find(Place record, Place identity) {
  const Place behind = walk_->place();
  Variants* const variants = this->variants(behind);
  if (variants == nullptr) return nullptr;
  const std::string_view opening = walk_->between(record, identity);
  for (std::size_t index = 0; index < variants->size(); ++index) {
    Shape& shape = *(*variants)[index];
    if (shape.opening != opening || !fits(shape, behind)) continue;
    if (index > 0) std::swap((*variants)[index], (*variants)[index - 1]);
    walk_->skip_known(shape.parts.size());
    time_text_ = shape.time_text;
    ++found_;
    return &shape.event;
  }
  return nullptr;
}

void RecordShapes::learn(Place record, Place identity, Place behind_identity, const Event& event) {
  if (learnt_ >= learnt_free + found_ / found_for_learning) return;
  Variants* const variants = this->variants(behind_identity);
  Sample sample;
  if (variants == nullptr || !take_apart(record, identity, behind_identity, event, sample)) return;
  ++learnt_;
  const auto like = std::ranges::find_if(
      *variants, [&](const std::unique_ptr<Shape>& shape) { return shape->is_built_like(sample); });
  if (like != variants->end()) {
    (*like)->join(sample);
    bytes_ -= (*like)->bytes();
    variants->erase(like);
  }
  auto shape = std::make_unique<Shape>(sample, event);
  if (!shape->take_texts(sample.text.data())) return;
  make_room(shape->bytes());
  if (variants->size() == variants_max) {
    bytes_ -= variants->back()->bytes();
    variants->pop_back();
  }
  bytes_ += shape->bytes();
  variants->insert(variants->begin(), std::move(shape));
}

// Those that may fit; null if the record is too short to be one.
RecordShapes::Variants* RecordShapes::variants(Place behind_identity) {
  if (!walk_->has(behind_identity + behind_name_place)) return nullptr;
  const std::string_view call =
      walk_->between(behind_identity + source_place, behind_identity + behind_name_place);
  return &by_call_[text_hash(call) & (lists - 1)];
}

// Of the shape's event sets what varies.
bool RecordShapes::fits(Shape& shape, Place behind_identity) const {
  if (!walk_->has(behind_identity + static_cast<std::ptrdiff_t>(shape.parts.size()) - 1))
    return false;
  const char* at = walk_->byte(behind_identity);
  const char* known = shape.text.data();
  for (const Shape::Slot& slot : shape.slots) {
    const Place place = behind_identity + slot.place;
    const std::string_view token = walk_->between(place, place + 1);
    if (token.data() - at != slot.run_bytes || std::memcmp(at, known, slot.run_bytes) != 0 ||
        kind_of(token, slot.where) != slot.kind)
      return false;
    if (slot.text != nullptr) *slot.text = content_of(token);
    at = token.data() + token.size();
    known += slot.run_bytes + slot.own_bytes;
  }
  const char* const end =
      walk_->byte(behind_identity + static_cast<std::ptrdiff_t>(shape.parts.size()) - 1) + 1;
  return end - at == shape.last_run_bytes && std::memcmp(at, known, shape.last_run_bytes) == 0;
}

// False if the record is none to be learnt.
bool RecordShapes::take_apart(Place record, Place identity, Place behind_identity,
                              const Event& event, Sample& sample) const {
  const char* const begin = walk_->byte(behind_identity);
  const char* const end = walk_->byte_behind();
  sample.opening = walk_->between(record, identity);
  sample.text = {begin, static_cast<std::size_t>(end - begin)};
  std::size_t path_bytes = 0;  // an element of a list has the path of the list
  for (const Parameter& parameter : event.parameters)
    path_bytes += parameter.path.size();
  if (sample.text.size() > record_bytes_max || path_bytes > record_bytes_max ||
      event.id_text.empty())
    return false;
  int depth = 1;
  int times = 0;  // fields of that name: the first counts
  Where where = Where::Unread;
  for (Place place = behind_identity; place < walk_->place(); ++place) {
    std::string_view token = walk_->between(place, place + 1);
    token = token.substr(0, static_cast<std::size_t>(end - token.data()));
    Part& part = sample.parts.emplace_back();
    part.begin = static_cast<std::uint32_t>(token.data() - begin);
    part.bytes = static_cast<std::uint32_t>(token.size());
    const char first = token.front();
    if (first == '{' || first == '[') ++depth;
    if (first == '}' || first == ']') --depth;
    if (token.data() + token.size() != end && token.data()[token.size()] == ':') {
      if (depth == 1) where = where_of(content_of(token), is_read_);
      if (depth == 1 && where == Where::Time) ++times;
      continue;
    }
    const bool is_time = where == Where::Time && depth == 1 && times == 1;
    part.where = where == Where::Time && !is_time ? Where::Read : where;
    part.kind = kind_of(token, part.where);
    const bool is_id = token.data() + 1 == event.id_text.data();
    part.varies = part.kind == Kind::Text && (is_time || is_id);
    if (is_id && !part.varies) return false;
  }
  return true;
}

// All are forgotten at once: what is in use is learnt again soon.
void RecordShapes::make_room(std::size_t bytes) {
  if (bytes_ + bytes <= bytes_max) return;
  for (Variants& variants : by_call_)
    variants.clear();
  bytes_ = 0;
}

}  // namespace scopedown
