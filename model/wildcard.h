// Wildcards, compiled: what `*` and `?` of IAM's patterns become once they are told apart
// from the same characters meant literally.
//
// A glob is a UTF-8 string in which the byte `any_run` stands for any run of characters, also
// none, and the byte `any_one` for exactly one character (a code point, not a byte). Every other
// byte stands for itself. The two bytes are control characters that no policy may hold
// (IAM allows U+0009, U+000A, U+000D, U+0020 to U+00FF), so a glob cannot be forged by a name.
//
// This is the one matcher that actions and ARNs both use. Letter case is the caller's business:
// action.h folds it, arn_pattern.h does not.
//
// Source: IAM User Guide, "IAM JSON policy elements: Resource".

#ifndef SCOPEDOWN_MODEL_WILDCARD_H_
#define SCOPEDOWN_MODEL_WILDCARD_H_

#include <string>
#include <string_view>

namespace scopedown {

inline constexpr char any_run = '\x01';
inline constexpr char any_one = '\x02';

// `text` with every `*` and `?` taken as a wildcard.
[[nodiscard]] std::string glob_of(std::string_view text);

// True if the glob holds no wildcard, and so stands for one text: itself.
[[nodiscard]] bool is_literal(std::string_view glob);

// The part before the first wildcard: every text that the glob stands for begins with it.
[[nodiscard]] std::string_view literal_prefix(std::string_view glob);

// True if `text` is one of the strings that `glob` stands for.
// Time: O(glob * text) bytes at worst, linear as a rule; memory: constant.
[[nodiscard]] bool wildcard_matches(std::string_view glob, std::string_view text);

// True only if every text that `narrow` stands for is one that `wide` stands for. May say no
// where the inclusion holds by an argument about lengths (`*?` and `?*`), never yes where it does
// not.
[[nodiscard]] bool wildcard_covers(std::string_view wide, std::string_view narrow);

// True if some text is matched by both. Exact. Time and memory: O(one * other).
[[nodiscard]] bool wildcards_overlap(std::string_view one, std::string_view other);

}  // namespace scopedown

#endif  // SCOPEDOWN_MODEL_WILDCARD_H_
