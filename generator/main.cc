// Runs the command line, and turns what was thrown into an exit code.

#include <exception>
#include <iostream>

#include "generator/command_line.h"
#include "generator/error.h"

int main(int argc, char** argv) {
  try {
    return static_cast<int>(scopedown::run(argc, argv));
  } catch (const scopedown::Error& error) {
    std::cerr << "scopedown: " << error.what() << '\n';
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    std::cerr << "scopedown: " << error.what() << '\n';
    return static_cast<int>(scopedown::ExitCode::Failure);
  }
}
