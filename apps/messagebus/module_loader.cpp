#include "module_loader.hpp"

#include <dlfcn.h>

namespace utter::app {

std::filesystem::path module_path(std::string_view name) {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return program.parent_path().parent_path() / "lib" / "utter" / (std::string(name) + ".so");
}

Result<const void*> load_module(std::string_view name, const char* symbol) {
    void* const module = ::dlopen(module_path(name).c_str(), RTLD_NOW | RTLD_LOCAL);
    const void* const found = module == nullptr ? nullptr : ::dlsym(module, symbol);
    if (found == nullptr) return fail(ErrorCode::unsupported, ::dlerror());
    return found;
}

}  // namespace utter::app
