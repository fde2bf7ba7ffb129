#include "generator/logs/parameter_reader.h"

#include <string>

namespace scopedown {

// EC2 wraps the parameters of its newer calls: {"CreateNatGatewayRequest":{"SubnetId":"..."}}. The
// wrapper is no part of a path.
void ParameterReader::read_request(std::string_view event_source, const JsonItem& request,
                                   std::vector<Parameter>& parameters) {
  parameters_ = &parameters;
  const ParameterPath& top = paths_.of_source(event_source);
  const auto read_field = [&](const JsonItem& field) {
    read(field, paths_.field(top, field.key), -1);
  };
  walk_->for_each(request, [&](const JsonItem& field) {
    wrapped_ = field.is_object() && field.key.ends_with("Request");
    if (wrapped_) {
      walk_->for_each(field, read_field);
    } else {
      read_field(field);
    }
  });
}

void ParameterReader::read_response(std::string_view event_source, const JsonItem& response,
                                    std::vector<Parameter>& parameters) {
  const ParameterPath& top = paths_.of_source(event_source);
  if (!top.source->keeps_responses()) return;
  walk_->for_each(response, [&](const JsonItem& field) {
    if (!top.source->keeps_response(field.key) || !field.is_string()) return;
    const ParameterPath& path = paths_.field(top, "responseElements." + std::string(field.key));
    parameters.push_back({path.text, walk_->text(field), -1, path.keeping});
  });
}

void ParameterReader::read(const JsonItem& item, const ParameterPath& path, int element) {
  if (item.is_list()) {
    const ParameterPath& elements = paths_.elements(path);
    int index = 0;
    walk_->for_each(item, [&](const JsonItem& entry) {
      read(entry, elements, elements.explodes ? index++ : element);
    });
  } else if (item.is_object()) {
    read_map(item, path, element);
  } else {
    read_scalar(item, path, element);
  }
}

// An object below the top may be a map whose keys are data: the tables say so.
void ParameterReader::read_map(const JsonItem& item, const ParameterPath& path, int element) {
  const ParameterPath& entries = paths_.entries(path);
  if (entries.keeping == nullptr && !entries.explodes) return read_object(item, path, element);
  int index = 0;
  walk_->for_each(item, [&](const JsonItem& entry) {
    const int row = entries.explodes ? index++ : element;
    if (entries.keeping != nullptr) {
      parameters_->push_back({entries.text,
                              entries.keeping->presence ? std::string_view() : entry.key, row,
                              entries.keeping});
    }
    read(entry, entries, row);
  });
}

// In a wrapper the elements of a list are numbered, a list of one being none:
// {"VpcEndpointId":{"tag":1,"content":"vpce-0a1b"}}.
void ParameterReader::read_object(const JsonItem& item, const ParameterPath& path, int element) {
  walk_->for_each(item, [&](const JsonItem& field) {
    const bool numbered = wrapped_ && field.key == "content";
    if (!numbered) {
      read(field, paths_.field(path, field.key), element);
    } else if (path.text.ends_with("[]")) {
      read(field, path, element);
    } else {
      read(field, paths_.elements(path), element);
    }
  });
}

void ParameterReader::read_scalar(const JsonItem& item, const ParameterPath& path, int element) {
  const bool arn = item.token.starts_with("\"arn:");
  if (path.keeping == nullptr && !arn) return;
  const std::string_view value = walk_->text(item);
  if (item.token.front() == 'n') return;
  const bool presence = path.keeping != nullptr && path.keeping->presence;
  parameters_->push_back({path.text, presence ? std::string_view() : value, element, path.keeping});
}

}  // namespace scopedown
