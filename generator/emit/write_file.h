// Files that appear whole or not at all.

#ifndef SCOPEDOWN_GENERATOR_EMIT_WRITE_FILE_H_
#define SCOPEDOWN_GENERATOR_EMIT_WRITE_FILE_H_

#include <filesystem>
#include <string>
#include <string_view>

namespace scopedown {

// Writes beside `path`, then renames; makes the folders that are missing. A file that has these
// bytes already is left alone. Throws Error naming the path, the reason and the remedy.
void write_file(const std::filesystem::path& path, std::string_view bytes);

// All bytes of a file. Throws Error likewise.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

}  // namespace scopedown

#endif  // SCOPEDOWN_GENERATOR_EMIT_WRITE_FILE_H_
