#pragma once

#include <string>

namespace utter {

/// A random UUID, version 4, in its usual form. Any thread.
[[nodiscard]] std::string make_uuid();

}  // namespace utter
