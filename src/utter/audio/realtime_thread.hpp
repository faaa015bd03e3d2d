#pragma once

namespace utter::audio {

/// Has the calling thread run before all that is not real-time (SCHED_RR), so that a busy machine
/// takes nothing of the sound. For threads that feed a loudspeaker or empty a microphone, and then
/// wait. Threads that it starts are ordinary again.
/// @return whether the user's limit (RLIMIT_RTPRIO) allowed it
bool run_in_real_time() noexcept;

}  // namespace utter::audio
