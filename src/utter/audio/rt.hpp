#pragma once

/// Marks a function that an audio thread may call: it neither allocates, frees, locks, logs, throws
/// nor makes system calls, and its loops are bounded by the block it is given. Clang 20 and later
/// check it; tests/rt_tripwire does everywhere.
#if defined(__has_cpp_attribute) && defined(__clang__)
#if __has_cpp_attribute(clang::nonblocking) && __clang_major__ >= 20
#define UTTER_RT [[clang::nonblocking]]
#endif
#endif
#ifndef UTTER_RT
#define UTTER_RT
#endif

namespace utter::audio {

/// The part of a device's callback that is ours. Outside tests it does nothing; under the tripwire
/// (tests/rt_tripwire) whatever must not happen on an audio thread is counted while one lives.
/// A client library's own part of its callback, which may lock as it likes, stands outside.
class RtSection {
  public:
    RtSection() noexcept {
        if (hooks.enter != nullptr) hooks.enter();
    }
    ~RtSection() {
        if (hooks.leave != nullptr) hooks.leave();
    }
    RtSection(const RtSection&) = delete;
    RtSection& operator=(const RtSection&) = delete;
    RtSection(RtSection&&) = delete;
    RtSection& operator=(RtSection&&) = delete;

  private:
    struct Hooks {
        void (*enter)();
        void (*leave)();
    };
    static Hooks find_hooks() noexcept;
    static const Hooks hooks;
};

}  // namespace utter::audio
