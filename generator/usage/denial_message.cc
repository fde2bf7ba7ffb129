#include "generator/usage/denial_message.h"

#include <algorithm>
#include <array>
#include <string>

#include "model/action.h"
#include "model/arn.h"

namespace scopedown {
namespace {

constexpr std::string_view perform = "is not authorized to perform";
constexpr std::string_view on_resource = " on resource: ";

// Takes what stands before the marker, and the marker, off the text. All of it if there is none.
std::string_view take_until(std::string_view& text, std::string_view marker) {
  const std::size_t at = text.find(marker);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + marker.size());
  return taken;
}

bool is_action_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == ':';
}

std::string_view take_action(std::string_view& text) {
  for (const std::string_view word : {":", " action:", " the action:"})
    if (text.starts_with(word)) {
      text.remove_prefix(word.size());
      break;
    }
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const auto* const end = std::find_if_not(text.begin(), text.end(), is_action_letter);
  const std::string_view action = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(action.size());
  return action;
}

constexpr std::array explanations{" because ", " with an explicit deny", " due to ", ". Encoded ",
                                  " (Service: "};

// Where an explanation begins, or the text ends. A name may hold any of the other characters.
std::size_t resource_end(std::string_view text) {
  std::size_t end = text.size();
  for (const std::string_view marker : explanations)
    end = std::min(end, text.find(marker));
  return end;
}

// Behind the quote that closes it: the last one, or the first that an explanation follows.
std::size_t quoted_end(std::string_view text) {
  std::size_t end = std::min(text.rfind('"'), text.size());
  for (const std::string_view marker : explanations)
    end = std::min(end, text.find('"' + std::string(marker)));
  return end;
}

std::string_view take_resource(std::string_view& text) {
  if (!text.starts_with(on_resource)) return {};
  text.remove_prefix(on_resource.size());
  const bool is_quoted = text.starts_with('"');
  if (is_quoted) text.remove_prefix(1);
  const std::size_t end = is_quoted ? quoted_end(text) : resource_end(text);
  const std::string_view resource = text.substr(0, end);
  text.remove_prefix(std::min(end + (is_quoted ? 1 : 0), text.size()));
  return resource;
}

std::string_view reason_in(std::string_view text) {
  text = text.substr(0, std::min(text.find(". Encoded "), text.find(" (Service: ")));
  for (const std::string_view marker : {" because ", " with ", " due to "})
    if (const std::size_t at = text.find(marker); at != std::string_view::npos)
      return text.substr(at + marker.size());
  return {};
}

}  // namespace

// API Gateway hides the account behind asterisks.
bool DenialMessage::names_resource() const {
  if (resource == "*") return true;
  const auto arn = Arn::parse(resource);
  return arn && arn->account.find('*') == std::string::npos;
}

std::optional<DenialMessage> denial_message(std::string_view error_message) {
  DenialMessage message;
  std::string_view rest = error_message;
  message.caller = take_until(rest, perform);
  if (message.caller.size() == error_message.size()) return std::nullopt;
  while (message.caller.ends_with(' '))
    message.caller.remove_suffix(1);
  const std::size_t label = message.caller.rfind(": ");
  message.caller =
      label == std::string_view::npos ? std::string_view() : message.caller.substr(label + 2);

  message.action = take_action(rest);
  if (!Action::parse(message.action)) return std::nullopt;
  message.resource = take_resource(rest);
  message.reason = reason_in(rest);
  return message;
}

Agreement agreement(const DenialMessage& message, const Interpretation& interpretation) {
  const std::string action = folded_case(message.action);
  Agreement found = Agreement::OtherAction;
  for (const ObservedAccess& observed : interpretation.accesses) {
    if (folded_case(observed.access.action.text()) != action) continue;
    const ArnPattern& resource = observed.access.resource;
    if (!message.names_resource() || resource.is_everything() ||
        (message.resource != "*" && resource.matches(message.resource)))
      return Agreement::Agrees;
    found = Agreement::OtherResource;
  }
  return found;
}

}  // namespace scopedown
