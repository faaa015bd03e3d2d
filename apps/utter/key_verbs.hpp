#pragma once

#include <string>

#include "environment.hpp"

namespace utter::app {

struct KeyOptions {
    std::string file;  ///< empty: bus.keys_file
    std::string name;
    std::string role;
};

/// Makes a key, adds it to the file and prints it: the only time it is shown. @return exit code.
int new_key(const Program& program, const KeyOptions& options);
/// Prints names and roles, never keys. @return exit code.
int list_keys(const Program& program, const KeyOptions& options);
/// Removes the key with this name. @return exit code.
int revoke_key(const Program& program, const KeyOptions& options);

}  // namespace utter::app
