#include "utter/speech/engines/espeak/espeak_trainer.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <initializer_list>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "utter/audio/speech_meter.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/speech/engines/espeak/library.hpp"
#include "utter/speech/engines/espeak/treble.hpp"
#include "utter/speech/engines/espeak/voice_profile.hpp"

namespace utter::speech {
namespace {

using audio::SpeechMeasures;
using espeak::VoiceProfile;

constexpr std::size_t samples_max = 100;

// What every language of eSpeak can say, as whole words and with a tune of sentences.
constexpr auto trial_text = "1 234 567. 89, 1011? 12 13 14 15, 161 718. 1920! 21 22 23.";

double semitones(double from_hz, double to_hz) {
    return 12 * std::log2(to_hz / from_hz);
}

// eSpeak's own way to speak `lang`, heard as the speaker was. It speaks once for each question.
class Trials {
  public:
    Trials(const std::filesystem::path& data_dir, std::string lang, std::stop_token stop)
        : data_dir_(data_dir), lang_(std::move(lang)), stop_(std::move(stop)) {}

    // Nothing when it was stopped.
    [[nodiscard]] Result<std::optional<SpeechMeasures>> hear(const VoiceProfile& profile) const {
        if (stop_.stop_requested()) return std::nullopt;
        auto sound = espeak::speak(data_dir_,
                                   {.text = trial_text,
                                    .lang = lang_,
                                    .voice = "",
                                    .variant = profile.variant,
                                    .words_per_minute = profile.words_per_minute,
                                    .pitch = profile.pitch,
                                    .pitch_range = profile.pitch_range});
        if (!sound) return std::unexpected(sound.error());
        espeak::shelve_treble(*sound, profile.treble_db);
        audio::SpeechMeter meter;
        meter.add(*sound);
        auto measures = meter.measures();
        if (!measures) {
            return fail(ErrorCode::internal,
                        "eSpeak's voice '" + profile.variant + "' cannot be measured");
        }
        return measures;
    }

    // The value of `field` that brings `measure` nearest to `target`, by halving: it grows with it.
    template <class Measure>
    [[nodiscard]] Result<bool> fit(VoiceProfile& profile,
                                   int VoiceProfile::* field,
                                   std::pair<int, int> bounds,
                                   double target,
                                   Measure measure) const {
        auto [min, max] = bounds;
        double nearest = std::numeric_limits<double>::max();
        int best = profile.*field;
        while (min <= max) {
            auto trial = profile;
            const int middle = min + (max - min) / 2;
            trial.*field = middle;
            const auto heard = hear(trial);
            if (!heard) return std::unexpected(heard.error());
            const auto& measures = *heard;
            if (!measures) return false;
            const double off = measure(*measures) - target;
            if (std::abs(off) < nearest) {
                nearest = std::abs(off);
                best = middle;
            }
            if (off < 0) {
                min = middle + 1;
            } else {
                max = middle - 1;
            }
        }
        profile.*field = best;
        return true;
    }

  private:
    const std::filesystem::path& data_dir_;
    std::string lang_;
    std::stop_token stop_;
};

// eSpeak's plain men and women; its other variants are characters.
bool is_plain_variant(std::string_view name) {
    return name.size() == 2 && (name[0] == 'm' || name[0] == 'f') && name[1] >= '1' &&
           name[1] <= '9';
}

// The variant that needs the least change of pitch, and of timbre among equals.
Result<std::optional<VoiceProfile>> choose_variant(const Trials& trials,
                                                   const std::vector<std::string>& variants,
                                                   const SpeechMeasures& speaker) {
    double nearest = std::numeric_limits<double>::max();
    VoiceProfile best;
    for (const auto& variant : variants) {
        const VoiceProfile profile{.variant = variant};
        const auto heard = trials.hear(profile);
        if (!heard) return std::unexpected(heard.error());
        const auto& measures = *heard;
        if (!measures) return std::nullopt;
        const double distance = std::abs(semitones(measures->pitch_hz, speaker.pitch_hz)) / 4 +
                                std::abs(measures->tilt_db - speaker.tilt_db) / 6;
        if (distance < nearest) {
            nearest = distance;
            best = profile;
        }
    }
    return std::optional(best);
}

void put_measures(std::map<std::string, double>& into,
                  const std::string& prefix,
                  const SpeechMeasures& measures) {
    into[prefix + "pitch_hz"] = measures.pitch_hz;
    into[prefix + "pitch_range_semitones"] = measures.pitch_range_semitones;
    into[prefix + "syllables_per_second"] = measures.syllables_per_second;
    into[prefix + "tilt_db"] = measures.tilt_db;
}

Result<void> check_request(const TrainingRequest& request) {
    if (!espeak::is_profile_name(request.voice_id)) {
        return fail(ErrorCode::invalid_argument,
                    "'voice_id' must be 1 to 64 letters, digits, '-' and '_'");
    }
    if (request.samples.empty() || request.samples.size() > samples_max) {
        return fail(
            request.samples.empty() ? ErrorCode::invalid_argument : ErrorCode::limit,
            "'samples' must be 1 to 100 files, not " + std::to_string(request.samples.size()));
    }
    return {};
}

// How the progress is divided: samples first, then the trials.
constexpr double after_samples = 0.5;
constexpr double after_variants = 0.7;

}  // namespace

Result<void> EspeakTrainer::check() const {
    if (settings_.trained_dir.empty()) {
        return fail(ErrorCode::invalid_argument, "'trained_dir' of the eSpeak trainer is empty");
    }
    const auto variants = espeak::list_variants(settings_.data_dir);
    if (!variants) return std::unexpected(variants.error());
    return {};
}

Result<std::optional<TrainedVoice>> EspeakTrainer::train(const TrainingRequest& request,
                                                         const OnProgress& on_progress,
                                                         std::stop_token stop) {
    if (auto right = check_request(request); !right) return std::unexpected(right.error());
    if (auto ready = check(); !ready) return std::unexpected(ready.error());
    const auto tell = [&on_progress](double fraction, const char* stage) {
        if (on_progress) on_progress({fraction, stage});
    };

    audio::SpeechMeter meter;
    for (std::size_t i = 0; i < request.samples.size(); ++i) {
        if (stop.stop_requested()) return std::nullopt;
        tell(after_samples * static_cast<double>(i) / static_cast<double>(request.samples.size()),
             "listening to the samples");
        const auto sound = audio::read_wav(request.samples[i], audio::SpeechMeter::sample_rate_hz);
        if (!sound) return std::unexpected(sound.error());
        meter.add(*sound);
    }
    const auto speaker = meter.measures();
    if (!speaker) {
        return fail(ErrorCode::invalid_argument,
                    "the 'samples' hold less than two seconds of speech with a voice in it");
    }

    tell(after_samples, "choosing a base voice");
    const Trials trials(settings_.data_dir, request.lang, stop);
    auto names = espeak::list_variants(settings_.data_dir);
    if (!names) return std::unexpected(names.error());
    std::erase_if(*names, [](const std::string& name) { return !is_plain_variant(name); });
    names->insert(names->begin(), "");
    const auto chosen = choose_variant(trials, *names, *speaker);
    if (!chosen) return std::unexpected(chosen.error());
    const auto& base = *chosen;
    if (!base) return std::nullopt;
    auto profile = *base;

    tell(after_variants, "fitting pitch, speed and tone");
    // What is too low to be measured sounds like hardly any voice, now and then a high one.
    constexpr double voiced_share_min = 0.25;
    const auto pitch = [](const SpeechMeasures& heard) {
        return heard.voiced_share < voiced_share_min ? 0 : std::log2(heard.pitch_hz);
    };
    const auto range = [](const SpeechMeasures& heard) { return heard.pitch_range_semitones; };
    const auto speed = [](const SpeechMeasures& heard) { return heard.syllables_per_second; };
    const auto fit_pitch = [&] {
        return trials.fit(
            profile, &VoiceProfile::pitch, {0, 99}, std::log2(speaker->pitch_hz), pitch);
    };
    const auto fit_range = [&] {
        return trials.fit(
            profile, &VoiceProfile::pitch_range, {0, 100}, speaker->pitch_range_semitones, range);
    };
    const auto fit_speed = [&] {
        return trials.fit(profile,
                          &VoiceProfile::words_per_minute,
                          {80, 450},
                          speaker->syllables_per_second,
                          speed);
    };
    // The range moves the middle a little, so the pitch comes once more behind it.
    double fraction = after_variants;
    for (const auto& step : std::initializer_list<std::function<Result<bool>()>>{
             fit_pitch, fit_range, fit_pitch, fit_speed}) {
        const auto done = step();
        if (!done) return std::unexpected(done.error());
        if (!*done) return std::nullopt;
        fraction += 0.07;
        tell(fraction, "fitting pitch, speed and tone");
    }
    // The control is gentler than the measure, so it needs some rounds.
    SpeechMeasures fitted;
    constexpr int rounds = 3;
    for (int round = 0; round <= rounds; ++round) {
        const auto heard = trials.hear(profile);
        if (!heard) return std::unexpected(heard.error());
        const auto& measures = *heard;
        if (!measures) return std::nullopt;
        fitted = *measures;
        if (round == rounds) break;
        const double missing_db = speaker->tilt_db - fitted.tilt_db;
        profile.treble_db = std::clamp(profile.treble_db + missing_db, -24.0, 24.0);
    }

    if (auto saved = espeak::save_profile(settings_.trained_dir, request.voice_id, profile);
        !saved) {
        return std::unexpected(saved.error());
    }
    TrainedVoice voice;
    voice.voice_id = request.voice_id;
    voice.speech = speaker->speech;
    voice.quality = quality_of(speaker->speech).value_or(VoiceQuality::quick);
    put_measures(voice.measures, "", *speaker);
    put_measures(voice.measures, "fitted_", fitted);
    voice.measures["loudness_dbfs"] = speaker->loudness_dbfs;
    tell(1, "done");
    return voice;
}

Result<void> EspeakTrainer::forget(std::string_view voice_id) {
    return espeak::remove_profile(settings_.trained_dir, voice_id);
}

}  // namespace utter::speech
