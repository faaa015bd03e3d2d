#pragma once

#include <memory>

#include "utter/http/transport.hpp"

/// Outbound HTTP as a module of its own: libcurl brings more libraries than all the rest of the
/// program, and who has no language model needs none of them.
namespace utter::app {

/// What the module offers under the name `utter_http`.
struct HttpModule {
    /// Throws std::runtime_error when the library does not work.
    std::unique_ptr<http::Transport> (*make_transport)();
};

}  // namespace utter::app

extern "C" const utter::app::HttpModule utter_http;
