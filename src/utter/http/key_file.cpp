#include "utter/http/key_file.hpp"

#include <fstream>

namespace utter::http {

Result<std::string> read_key_file(const std::string& path) {
    if (path.empty()) return std::string();
    std::string key;
    std::ifstream in(path);
    if (!in) return fail(ErrorCode::io, "the key file " + path + " cannot be read");
    if (!(in >> key)) return fail(ErrorCode::malformed, "the key file " + path + " is empty");
    return key;
}

}  // namespace utter::http
