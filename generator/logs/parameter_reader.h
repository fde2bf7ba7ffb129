// requestParameters, as far as the extraction tables name them, and every value that is an ARN.

#ifndef SCOPEDOWN_GENERATOR_LOGS_PARAMETER_READER_H_
#define SCOPEDOWN_GENERATOR_LOGS_PARAMETER_READER_H_

#include <string_view>
#include <vector>

#include "data/extraction.h"
#include "generator/logs/event.h"
#include "generator/logs/json_walk.h"
#include "generator/logs/parameter_paths.h"

namespace scopedown {

class ParameterReader {
 public:
  // Keeps the references.
  ParameterReader(const Extraction& extraction, JsonWalk& walk)
      : paths_(extraction), walk_(&walk) {}

  // Paths that were handed out until now may go.
  void begin_record() { paths_.begin_record(); }

  // Appends what is kept of the object that the walk is at.
  void read_request(std::string_view event_source, const JsonItem& request,
                    std::vector<Parameter>& parameters);
  void read_response(std::string_view event_source, const JsonItem& response,
                     std::vector<Parameter>& parameters);

 private:
  void read(const JsonItem& item, const ParameterPath& path, int element);
  void read_map(const JsonItem& item, const ParameterPath& path, int element);
  void read_object(const JsonItem& item, const ParameterPath& path, int element);
  void read_scalar(const JsonItem& item, const ParameterPath& path, int element);

  ParameterPaths paths_;
  JsonWalk* walk_;
  std::vector<Parameter>* parameters_ = nullptr;
  bool wrapped_ = false;  // what is being read is inside a wrapper
};

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_LOGS_PARAMETER_READER_H_
