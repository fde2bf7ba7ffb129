// The assembler includes the files: a string literal of their size takes the compiler seconds, and
// this nothing. Written for GNU as and clang's own assembler, on ELF.

#include "data/embedded.h"

#include <array>
#include <cstdio>
#include <cstdlib>

// SCOPEDOWN_DATA_FOLDER is this folder, from CMakeLists.txt. `embed TABLE` makes two symbols, where
// TABLE.tsv begins and where it ends.
asm(R"(
  .pushsection .rodata
  .macro embed table
  .global scopedown_\table\()_begin
  .global scopedown_\table\()_end
  scopedown_\table\()_begin:
  .incbin ")" SCOPEDOWN_DATA_FOLDER R"(/\table\().tsv"
  scopedown_\table\()_end:
  .byte 0
  .endm
  embed actions
  embed creations
  embed data_events
  embed dependents
  embed error_codes
  embed escapes
  embed event_exceptions
  embed event_sources
  embed global_condition_keys
  embed global_services
  embed kms_fas
  embed overrides
  embed parameters
  embed resource_types
  embed responses
  embed sensitive
  embed template_aliases
  embed unlogged
  .popsection
)");

extern "C" {
extern const char scopedown_actions_begin[];
extern const char scopedown_actions_end[];
extern const char scopedown_creations_begin[];
extern const char scopedown_creations_end[];
extern const char scopedown_data_events_begin[];
extern const char scopedown_data_events_end[];
extern const char scopedown_dependents_begin[];
extern const char scopedown_dependents_end[];
extern const char scopedown_error_codes_begin[];
extern const char scopedown_error_codes_end[];
extern const char scopedown_escapes_begin[];
extern const char scopedown_escapes_end[];
extern const char scopedown_event_exceptions_begin[];
extern const char scopedown_event_exceptions_end[];
extern const char scopedown_event_sources_begin[];
extern const char scopedown_event_sources_end[];
extern const char scopedown_global_condition_keys_begin[];
extern const char scopedown_global_condition_keys_end[];
extern const char scopedown_global_services_begin[];
extern const char scopedown_global_services_end[];
extern const char scopedown_kms_fas_begin[];
extern const char scopedown_kms_fas_end[];
extern const char scopedown_overrides_begin[];
extern const char scopedown_overrides_end[];
extern const char scopedown_parameters_begin[];
extern const char scopedown_parameters_end[];
extern const char scopedown_resource_types_begin[];
extern const char scopedown_resource_types_end[];
extern const char scopedown_responses_begin[];
extern const char scopedown_responses_end[];
extern const char scopedown_sensitive_begin[];
extern const char scopedown_sensitive_end[];
extern const char scopedown_template_aliases_begin[];
extern const char scopedown_template_aliases_end[];
extern const char scopedown_unlogged_begin[];
extern const char scopedown_unlogged_end[];
}

namespace scopedown {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::span<const EmbeddedTable> embedded_tables() {
  static const std::array tables{
      EmbeddedTable{"actions.tsv", between(scopedown_actions_begin, scopedown_actions_end)},
      EmbeddedTable{"creations.tsv", between(scopedown_creations_begin, scopedown_creations_end)},
      EmbeddedTable{"data_events.tsv",
                    between(scopedown_data_events_begin, scopedown_data_events_end)},
      EmbeddedTable{"dependents.tsv",
                    between(scopedown_dependents_begin, scopedown_dependents_end)},
      EmbeddedTable{"error_codes.tsv",
                    between(scopedown_error_codes_begin, scopedown_error_codes_end)},
      EmbeddedTable{"escapes.tsv", between(scopedown_escapes_begin, scopedown_escapes_end)},
      EmbeddedTable{"event_exceptions.tsv",
                    between(scopedown_event_exceptions_begin, scopedown_event_exceptions_end)},
      EmbeddedTable{"event_sources.tsv",
                    between(scopedown_event_sources_begin, scopedown_event_sources_end)},
      EmbeddedTable{"global_condition_keys.tsv", between(scopedown_global_condition_keys_begin,
                                                         scopedown_global_condition_keys_end)},
      EmbeddedTable{"global_services.tsv",
                    between(scopedown_global_services_begin, scopedown_global_services_end)},
      EmbeddedTable{"kms_fas.tsv", between(scopedown_kms_fas_begin, scopedown_kms_fas_end)},
      EmbeddedTable{"overrides.tsv", between(scopedown_overrides_begin, scopedown_overrides_end)},
      EmbeddedTable{"parameters.tsv",
                    between(scopedown_parameters_begin, scopedown_parameters_end)},
      EmbeddedTable{"resource_types.tsv",
                    between(scopedown_resource_types_begin, scopedown_resource_types_end)},
      EmbeddedTable{"responses.tsv", between(scopedown_responses_begin, scopedown_responses_end)},
      EmbeddedTable{"sensitive.tsv", between(scopedown_sensitive_begin, scopedown_sensitive_end)},
      EmbeddedTable{"template_aliases.tsv",
                    between(scopedown_template_aliases_begin, scopedown_template_aliases_end)},
      EmbeddedTable{"unlogged.tsv", between(scopedown_unlogged_begin, scopedown_unlogged_end)},
  };
  return tables;
}

EmbeddedTable embedded_table(std::string_view name) {
  for (const EmbeddedTable& table : embedded_tables())
    if (table.name == name) return table;
  static_cast<void>(std::fprintf(stderr, "scopedown: no table %.*s was built in\n",
                                 static_cast<int>(name.size()), name.data()));
  std::abort();
}

}  // namespace scopedown
