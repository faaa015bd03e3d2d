#include "utter/audio/rt.hpp"

#include <dlfcn.h>

namespace utter::audio {

RtSection::Hooks RtSection::find_hooks() noexcept {
    const auto find = [](const char* name) {
        return reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, name));
    };
    return {find("utter_rt_enter"), find("utter_rt_leave")};
}

const RtSection::Hooks RtSection::hooks = RtSection::find_hooks();

}  // namespace utter::audio
