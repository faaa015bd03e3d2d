#include "module_loader.hpp"
#include "tls_module.hpp"

namespace utter::app {

Result<const TlsModule*> load_tls() {
    const auto found = load_module("tls", "utter_tls");
    if (!found) {
        return fail(ErrorCode::unsupported,
                    "TLS is not part of this installation: " + found.error().detail);
    }
    return static_cast<const TlsModule*>(*found);
}

}  // namespace utter::app
