#include "utter/audio/realtime_thread.hpp"

#include <pthread.h>
#include <sched.h>

namespace utter::audio {

bool run_in_real_time() noexcept {
    sched_param wanted{};
    wanted.sched_priority = 5;  // below the sound server's own: PipeWire has 88
    return ::pthread_setschedparam(::pthread_self(), SCHED_RR | SCHED_RESET_ON_FORK, &wanted) == 0;
}

}  // namespace utter::audio
