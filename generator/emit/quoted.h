// Texts as other languages write them: a policy's bytes must come out of another program's parser as
// they went in, whatever stands in them.
//
// Everything comes out in ASCII, on one line: no editor, no code page and no parser that knows more
// line breaks than we do can change it. (YAML 1.1 breaks a line at U+0085; HCL reads `${` and `%{`
// as templates.)
//
// `text` is UTF-8; a byte that is none becomes U+FFFD.
//
// Sources: YAML 1.2.2, sections 5.7, 7.3.1 and 7.3.2; HCL Native Syntax Specification, "Template
// Expressions", and its quoted templates' escapes.

#ifndef SCOPEDOWN_GENERATOR_EMIT_QUOTED_H_
#define SCOPEDOWN_GENERATOR_EMIT_QUOTED_H_

#include <string>
#include <string_view>

namespace scopedown {

// A YAML string: as it is where nothing could take it for anything else (`prod`), in single quotes
// where it is printable ASCII, so that a policy can be read, and in double quotes with escapes.
[[nodiscard]] std::string yaml_string(std::string_view text);

// A quoted template of HCL without templates: "${*}" is written "$${*}".
[[nodiscard]] std::string hcl_string(std::string_view text);

// `text` with `${` and `%{` doubled, which strings of Terraform's JSON syntax are read through.
[[nodiscard]] std::string without_templates(std::string_view text);

// One line of a comment: printable ASCII, other bytes as %XX.
[[nodiscard]] std::string comment_text(std::string_view text);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_QUOTED_H_
