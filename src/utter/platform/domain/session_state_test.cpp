#include "utter/platform/domain/session_state.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

namespace utter::platform {
namespace {

using S = SessionState;
using T = SessionTrigger;

TEST(SessionState, EveryStateWithEveryTrigger) {
    const std::map<std::pair<S, T>, S> expected{
        // The seed's.
        {{S::idle, T::start_recording}, S::recording},
        {{S::recording, T::stop_recording}, S::processing},
        {{S::recording, T::cancel}, S::idle},
        {{S::processing, T::start_synthesis}, S::synthesizing},
        {{S::synthesizing, T::start_playback}, S::playing},
        {{S::playing, T::finish_playback}, S::idle},
        {{S::playing, T::start_recording}, S::recording},
        // Ours.
        {{S::idle, T::start_synthesis}, S::synthesizing},
        {{S::processing, T::cancel}, S::idle},
        {{S::synthesizing, T::cancel}, S::idle},
        {{S::playing, T::cancel}, S::idle},
        {{S::processing, T::finish_silently}, S::idle},
        {{S::synthesizing, T::finish_silently}, S::idle},
        {{S::recording, T::fail}, S::idle},
        {{S::processing, T::fail}, S::idle},
        {{S::synthesizing, T::fail}, S::idle},
        {{S::playing, T::fail}, S::idle},
        {{S::idle, T::cancel}, S::idle},
        {{S::idle, T::fail}, S::idle},
    };
    int allowed = 0;
    for (const auto state : all_session_states) {
        for (const auto trigger : all_session_triggers) {
            const auto next = next_state(state, trigger);
            const auto arrow = expected.find({state, trigger});
            const auto name = std::string(to_string(state)) + " " + std::string(to_string(trigger));
            ASSERT_EQ(next.has_value(), arrow != expected.end()) << name;
            if (next) {
                EXPECT_EQ(*next, arrow->second) << name;
                ++allowed;
                continue;
            }
            EXPECT_EQ(next.error().code, ErrorCode::invalid_argument) << name;
            EXPECT_NE(next.error().detail.find(to_string(state)), std::string::npos) << name;
            EXPECT_NE(next.error().detail.find(to_string(trigger)), std::string::npos) << name;
        }
    }
    EXPECT_EQ(allowed, 19);
}

TEST(SessionState, NoStateIsADeadEnd) {
    for (const auto state : all_session_states) {
        for (const auto trigger : {T::cancel, T::fail}) {
            EXPECT_EQ(next_state(state, trigger), S::idle);
        }
    }
}

TEST(SessionState, AWholeConversation) {
    auto state = S::idle;
    for (const auto trigger : {T::start_recording,
                               T::stop_recording,
                               T::start_synthesis,
                               T::start_playback,
                               T::start_recording,  // interrupted
                               T::stop_recording,
                               T::start_synthesis,
                               T::start_playback,
                               T::finish_playback}) {
        const auto next = next_state(state, trigger);
        ASSERT_TRUE(next) << next.error().detail;
        state = *next;
    }
    EXPECT_EQ(state, S::idle);
}

}  // namespace
}  // namespace utter::platform
