#include "utter/audio/playback_mixer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace utter::audio {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::FloatNear;

AudioBuffer constant(std::size_t samples, float value) {
    return {std::vector<float>(samples, value), 48'000};
}

class PlaybackMixerTest : public testing::Test {
  protected:
    std::vector<float> mix(std::size_t samples) {
        std::vector<float> block(samples);
        mixer.mix(block, marks);
        return block;
    }
    // "+1@0" for a beginning, "-1@4" for an end.
    std::vector<std::string> told() {
        std::vector<std::string> out;
        out.reserve(marks.size());
        for (const auto& mark : marks) {
            out.push_back((mark.begins ? "+" : "-") + std::to_string(mark.id) + "@" +
                          std::to_string(mark.offset));
        }
        marks.clear();
        return out;
    }

    PlaybackMixer mixer{48'000};
    std::vector<PlaybackMixer::Mark> marks;
};

TEST_F(PlaybackMixerTest, IsSilentWithoutSounds) {
    EXPECT_TRUE(mixer.idle());
    EXPECT_THAT(mix(4), Each(0.0F));
    EXPECT_THAT(told(), ElementsAre());
}

TEST_F(PlaybackMixerTest, PlaysOneSoundAfterTheOtherWithoutAGap) {
    mixer.queue(1, constant(3, 0.1F));
    mixer.queue(2, constant(3, 0.2F));
    EXPECT_THAT(mix(4), ElementsAre(0.1F, 0.1F, 0.1F, 0.2F));
    EXPECT_THAT(told(), ElementsAre("+1@0", "-1@3", "+2@3"));
    EXPECT_FALSE(mixer.idle());
    EXPECT_THAT(mix(4), ElementsAre(0.2F, 0.2F, 0.0F, 0.0F));
    EXPECT_THAT(told(), ElementsAre("-2@2"));
    EXPECT_TRUE(mixer.idle());
}

TEST_F(PlaybackMixerTest, ASoundThatComesInPiecesGoesOnAfterASilence) {
    mixer.queue(1, constant(6, 0.1F), true);
    mixer.queue(2, constant(2, 0.2F));
    EXPECT_FALSE(mixer.starves(4));
    EXPECT_THAT(mix(4), Each(0.1F));
    EXPECT_TRUE(mixer.starves(4));
    EXPECT_THAT(mix(4), Each(0.0F));  // the two that are left wait for the next piece
    mixer.go_on(1, constant(3, 0.3F), true);
    EXPECT_THAT(mix(4), ElementsAre(0.1F, 0.1F, 0.3F, 0.3F));
    mixer.go_on(1, constant(0, 0), false);
    EXPECT_FALSE(mixer.starves(4));
    EXPECT_THAT(mix(4), ElementsAre(0.3F, 0.2F, 0.2F, 0.0F));
    EXPECT_THAT(told(), ElementsAre("+1@0", "-1@1", "+2@1", "-2@3"));
    mixer.go_on(1, constant(4, 0.3F), true);  // it is over
    EXPECT_TRUE(mixer.idle());
}

TEST_F(PlaybackMixerTest, DoesNotBeginASoundOfWhichThereIsTooLittle) {
    mixer.queue(1, constant(2, 0.1F), true);
    EXPECT_THAT(mix(4), Each(0.0F));
    EXPECT_THAT(told(), ElementsAre());
    EXPECT_FALSE(mixer.idle());
}

TEST_F(PlaybackMixerTest, AnEmptySoundBeginsAndEnds) {
    mixer.queue(1, constant(0, 0));
    mix(4);
    EXPECT_THAT(told(), ElementsAre("+1@0", "-1@0"));
}

TEST_F(PlaybackMixerTest, PlaysSoundsOverTheQueueAndOverEachOther) {
    mixer.queue(1, constant(4, 0.1F));
    mixer.over(constant(2, 0.2F));
    mixer.over(constant(3, 0.3F));
    EXPECT_THAT(mix(4),
                ElementsAre(FloatNear(0.6F, 1e-6F),
                            FloatNear(0.6F, 1e-6F),
                            FloatNear(0.4F, 1e-6F),
                            FloatNear(0.1F, 1e-6F)));
    EXPECT_TRUE(mixer.idle());
}

TEST_F(PlaybackMixerTest, ClipsWhatIsTooLoud) {
    mixer.over(constant(2, 0.8F));
    mixer.over(constant(2, 0.8F));
    EXPECT_THAT(mix(2), Each(1.0F));
    mixer.over(constant(2, -0.8F));
    mixer.over(constant(2, -0.8F));
    EXPECT_THAT(mix(2), Each(-1.0F));
}

TEST_F(PlaybackMixerTest, RemovesOneSoundAndGoesOnWithTheNext) {
    mixer.queue(1, constant(8, 0.1F));
    mixer.queue(2, constant(8, 0.2F));
    mixer.queue(3, constant(8, 0.3F));
    mix(4);
    mixer.remove(1);
    mixer.remove(2);
    EXPECT_THAT(mix(2), Each(0.3F));
    EXPECT_THAT(told(), ElementsAre("+1@0", "+3@0"));
}

TEST_F(PlaybackMixerTest, GoesBackByWhatWasNotHeard) {
    mixer.queue(1, {{0.1F, 0.2F, 0.3F, 0.4F}, 48'000});
    mixer.over({{0, 0, 0.5F}, 48'000});
    mix(3);
    mixer.rewind(2);
    EXPECT_THAT(mix(2), ElementsAre(0.2F, FloatNear(0.8F, 1e-6F)));
    mixer.rewind(100);
    EXPECT_THAT(mix(1), ElementsAre(0.1F));
}

TEST_F(PlaybackMixerTest, BringsBackSoundsThatHadEnded) {
    mixer.queue(1, {{0.1F, 0.2F, 0.3F}, 48'000});
    mixer.queue(2, constant(0, 0));
    mixer.queue(3, {{0.4F, 0.5F}, 48'000});
    mixer.queue(4, {{0.6F, 0.7F}, 48'000});
    mix(6);
    told();
    mixer.rewind(5);
    EXPECT_EQ(mixer.position(1), 1U);
    EXPECT_EQ(mixer.position(3), 0U);
    EXPECT_THAT(mix(6), ElementsAre(0.2F, 0.3F, 0.4F, 0.5F, 0.6F, 0.7F));
    EXPECT_THAT(told(), ElementsAre("-1@2", "+2@2", "-2@2", "+3@2", "-3@4", "+4@4", "-4@6"));
    EXPECT_EQ(mixer.position(1), std::nullopt);
}

TEST_F(PlaybackMixerTest, DoesNotBringBackWhatWasRemoved) {
    mixer.queue(1, {{0.1F, 0.2F}, 48'000});
    mixer.queue(2, {{0.3F}, 48'000});
    mixer.queue(3, {{0.4F, 0.5F}, 48'000});
    mix(4);
    mixer.remove(2);
    mixer.rewind(3);
    EXPECT_THAT(mix(4), ElementsAre(0.2F, 0.4F, 0.5F, 0.0F));
}

TEST_F(PlaybackMixerTest, DoesNotTakeASilenceForTheSoundBeforeIt) {
    mixer.queue(1, {{0.1F, 0.2F, 0.3F}, 48'000}, true);
    mix(2);
    mix(2);  // there is one, which waits for the next piece
    mixer.rewind(3);
    EXPECT_EQ(mixer.position(1), 1U);
}

TEST_F(PlaybackMixerTest, KeepsAnEndedSoundNoLongerThanItMayBeBroughtBack) {
    mixer.queue(1, constant(2, 0.1F));
    mix(2);
    mix(PlaybackMixer::rewind_max - 1);
    mixer.rewind(PlaybackMixer::rewind_max);
    EXPECT_EQ(mixer.position(1), 1U);
    mix(1);
    mix(PlaybackMixer::rewind_max);
    mixer.rewind(PlaybackMixer::rewind_max);
    EXPECT_TRUE(mixer.idle());
    mixer.queue(2, constant(2, 0.1F));
    mix(2);
    mixer.forget();
    mixer.rewind(2);
    EXPECT_TRUE(mixer.idle());
}

TEST_F(PlaybackMixerTest, BringsBackASoundOverTheQueueThatHadEnded) {
    mixer.over({{0.1F, 0.2F}, 48'000});
    mix(4);
    EXPECT_TRUE(mixer.idle());
    mixer.rewind(3);
    EXPECT_FALSE(mixer.idle());
    EXPECT_THAT(mix(2), ElementsAre(0.2F, 0.0F));
}

TEST_F(PlaybackMixerTest, DucksTheQueueAloneAndWithoutAJump) {
    mixer.queue(1, constant(96'000, 0.8F));
    mix(480);
    mixer.duck(true);
    const auto falling = mix(2'400);  // 50 ms
    for (std::size_t i = 1; i < falling.size(); ++i) {
        ASSERT_LE(falling[i], falling[i - 1]);
        ASSERT_GT(falling[i], falling[i - 1] - 0.001F);
    }
    EXPECT_THAT(mix(480), Each(FloatNear(0.2F, 1e-4F)));
    mixer.over(constant(480, 0.5F));
    EXPECT_THAT(mix(480), Each(FloatNear(0.7F, 1e-4F)));
    mixer.duck(false);
    mix(2'400);
    EXPECT_THAT(mix(480), Each(FloatNear(0.8F, 1e-4F)));
}

TEST_F(PlaybackMixerTest, HoldsABoundedNumberOfSoundsOverTheQueue) {
    for (std::size_t i = 0; i < PlaybackMixer::over_max * 4; ++i) mixer.over(constant(4, 0.01F));
    EXPECT_THAT(mix(1), ElementsAre(FloatNear(0.01F * PlaybackMixer::over_max, 1e-5F)));
}

}  // namespace
}  // namespace utter::audio
