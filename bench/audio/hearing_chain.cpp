#include "hearing_chain.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "utter/audio/resampler.hpp"
#include "utter/speech/engines/flite/flite_tts.hpp"
#include "utter/speech/engines/pocketsphinx/pocketsphinx_wake_word.hpp"

namespace utter::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t converged = std::size_t{5} * rate;

std::unique_ptr<speech::WakeWord> spotter(std::vector<std::string> phrases, double threshold) {
    speech::PocketsphinxWakeWordSettings settings;
    settings.phrases = std::move(phrases);
    settings.threshold = threshold;
    auto made = speech::PocketsphinxWakeWord::create(settings);
    if (!made) give_up(made.error().detail);
    return *std::move(made);
}

}  // namespace

void give_up(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(1);
}

std::vector<float> say(const std::string& text, const std::string& voice) {
    auto made = speech::FliteTts().synthesize({text, "en-US", voice, 1.0});
    if (!made) give_up(made.error().detail);
    auto sound = audio::resample(*made, rate);
    if (!sound) give_up(sound.error().detail);
    return std::move(sound->samples);
}

std::vector<std::string> sentences_of(const std::string& path) {
    std::ifstream file(path);
    if (!file) give_up("cannot read " + path);
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::erase_if(text, [](char c) { return c == '`' || c == '*' || c == '|' || c == '#'; });
    std::vector<std::string> sentences;
    for (std::size_t from = 0; from < text.size();) {
        auto end = text.find_first_of(".\n", from);
        end = end == std::string::npos ? text.size() : end + 1;
        auto sentence = text.substr(from, end - from);
        from = end;
        const auto letters =
            std::ranges::count_if(sentence, [](unsigned char c) { return std::isalpha(c) != 0; });
        if (letters >= 20) sentences.push_back(std::move(sentence));
    }
    if (sentences.empty()) give_up(path + " has no sentences");
    return sentences;
}

double power(std::span<const float> sound) {
    double sum = 0;
    for (const float x : sound) sum += static_cast<double>(x) * x;
    return sum;
}

std::unique_ptr<speech::WakeWord> wake_word() {
    return spotter({"hey computer"}, 1e-15);
}

std::unique_ptr<speech::WakeWord> stop_word() {
    return spotter({"stop"}, 1e-5);
}

Cleaner::Cleaner()
    : processor_(audio::VoiceProcessor::create({.noise = false, .gain = false}).value()),
      canceller_(audio::LinearCanceller::create(rate).value()) {}

bool Cleaner::clean(std::span<float> heard,
                    std::span<const float> played,
                    std::span<float> linear) {
    canceller_->process(heard, played, linear);
    processor_->played(played);
    return processor_->clean(heard, 100ms);
}

std::string EchoLoss::text() const {
    return fmt::format("echo taken out: {:.1f} dB, linear {:.1f} dB",
                       10 * std::log10(before / cleaned),
                       10 * std::log10(before / linear));
}

HearingChain::HearingChain() : linear_(block) {
    for (int i = 0; i < 3; ++i) spotters_.push_back(wake_word());
    for (int i = 0; i < 2; ++i) spotters_.push_back(stop_word());
    ear_ = std::make_unique<listener::Ear>(
        listener::EarSettings{},
        listener::Ear::WakeWords{.cleaned = spotters_[0].get(),
                                 .linear = spotters_[1].get(),
                                 .stop = spotters_[3].get(),
                                 .own = spotters_[2].get(),
                                 .own_stop = spotters_[4].get()},
        listener::EarEvents{.woke = [this](const std::string&) { found_.wakes.push_back(at_); },
                            .stopped = [this](const std::string&) { found_.stops.push_back(at_); },
                            .began = {},
                            .ended = {}});
    ear_->set_answering(true);
}

void HearingChain::hear(std::span<float> heard, std::span<const float> played, bool alone) {
    const bool counts = alone && at_ > converged && power(played) > 0;
    if (counts) loss_.before += power(heard);
    const bool voice = cleaner_.clean(heard, played, linear_);
    if (counts) {
        loss_.cleaned += power(heard);
        loss_.linear += power(linear_);
    }
    ear_->hear({.cleaned = heard, .linear = linear_, .played = played, .voice = voice});
    ear_->cancel();  // of what is said after a wake word nothing is wanted here
    at_ += block;
}

std::string Score::text() const {
    return fmt::format("heard {:2}/{:2}, not said: {} wake words, {} stop words",
                       heard,
                       said,
                       false_wakes,
                       false_stops);
}

Score score(Found found, const std::vector<std::size_t>& said_at, bool wants_stop) {
    Score count;
    count.said = static_cast<int>(said_at.size());
    auto& hits = wants_stop ? found.stops : found.wakes;
    for (const auto said : said_at) {
        const auto belongs = [said](auto when) { return when > said && when < said + 2 * rate; };
        if (std::erase_if(hits, belongs) > 0) ++count.heard;
    }
    count.false_wakes = static_cast<int>(found.wakes.size());
    count.false_stops = static_cast<int>(found.stops.size());
    return count;
}

}  // namespace utter::bench
