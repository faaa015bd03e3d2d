// The same as echo.cpp on a sound server: what is really played and recorded, with its clock.
//
// usage: live_echo --text FILE|--music WAV [--phrase TEXT] [--voice NAME] [--times N] [--dump DIR]
//        [--own-reference]
//        live_echo --replay DIR [--phrase TEXT]
//
// Flite's `rms` reads the answer on the default sink, or music is played there, as by another
// program; the default source has to hear it (see live_echo.py). Every six seconds somebody says
// the phrase on the sink `va_mic_in`. What was heard and what was played can be kept, and heard
// once more without a clock.

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "hearing_chain.hpp"
#include "utter/audio/devices/pulse/pulse_device.hpp"
#include "utter/audio/echo_reference.hpp"
#include "utter/audio/player.hpp"
#include "utter/audio/sink_monitor.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/listener/microphone.hpp"

namespace {

using namespace utter;
using namespace utter::bench;
using namespace std::chrono_literals;

struct Options {
    std::string text;
    std::string music;
    std::string phrase = "hey computer";
    std::string voice = "slt";
    int times = 8;
    std::string dump;
    std::string replay;
    bool own_reference = false;
};

// What came and went, on the microphone's time.
struct Take {
    std::vector<float> heard;
    std::vector<float> played;
    std::vector<std::size_t> said_at;
};

void keep(const Take& take, const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    for (const auto& [name, sound] :
         {std::pair("heard.wav", &take.heard), std::pair("played.wav", &take.played)}) {
        if (auto written = audio::write_wav(folder / name, {*sound, rate}); !written) {
            give_up(written.error().detail);
        }
    }
    std::ofstream said(folder / "said.txt");
    for (const auto at : take.said_at) said << at << '\n';
}

Take kept(const std::filesystem::path& folder) {
    Take take;
    for (const auto& [name, sound] :
         {std::pair("heard.wav", &take.heard), std::pair("played.wav", &take.played)}) {
        auto read = audio::read_wav(folder / name);
        if (!read) give_up(read.error().detail);
        *sound = std::move(read->samples);
    }
    std::ifstream said(folder / "said.txt");
    for (std::size_t at = 0; said >> at;) take.said_at.push_back(at);
    return take;
}

void print(const HearingChain& chain, const Take& take, const Options& options) {
    const auto count = score(chain.found(), take.said_at, options.phrase == "stop");
    fmt::print("{}: {}; {}\n", options.phrase, count.text(), chain.loss().text());
}

Take perform(const Options& options) {
    const auto said = say(options.phrase, options.voice);
    constexpr auto every = 6s;
    Take take;
    HearingChain chain;
    std::atomic<std::size_t> heard_samples{0};
    std::atomic<std::size_t> person_until{0};
    std::mutex mutex;  // of said_at

    const auto own = std::make_shared<audio::EchoReference>(rate);
    audio::PulsePlayback loudspeaker({.device = {}});
    audio::PulsePlayback air({.device = "va_mic_in"});
    audio::Player answer(
        loudspeaker,
        {.began = {}, .ended = {}, .played = [&](std::span<const float> sound, std::uint32_t hz) {
             own->play(sound, hz);
         }});
    audio::PulsePlayback same_loudspeaker({.device = {}});
    audio::Player other(same_loudspeaker, {});
    audio::Player person(air,
                         {.began =
                              [&](audio::SoundId) {
                                  const std::lock_guard lock(mutex);
                                  const auto now = heard_samples.load();
                                  take.said_at.push_back(now);
                                  person_until = now + said.size() + rate / 2;
                              },
                          .ended = {}});
    {
        listener::MicrophoneParts parts;
        parts.device = std::make_unique<audio::PulseCapture>(
            audio::PulseSettings{.device = {}, .sample_rate_hz = rate});
        if (options.own_reference) {
            parts.reference = own;
        } else {
            parts.reference = std::make_shared<audio::SinkMonitor>(
                std::make_unique<audio::PulseCapture>(
                    audio::PulseSettings{.device = "@DEFAULT_MONITOR@", .sample_rate_hz = rate}),
                own);
        }
        parts.clean = [&](std::span<float> heard, std::span<const float> played, std::span<float>) {
            take.heard.insert(take.heard.end(), heard.begin(), heard.end());
            take.played.insert(take.played.end(), played.begin(), played.end());
            const auto now = heard_samples.load();
            chain.hear(heard, played, now >= person_until);
            heard_samples = now + block;
            return false;
        };
        const listener::LiveMicrophone microphone(
            std::move(parts), {.mode = listener::ListenMode::push_to_talk, .endpoint = {}}, {});
        const auto wanted = static_cast<std::size_t>((options.times + 2) * every.count()) * rate;
        audio::SoundId id = 0;
        if (options.music.empty()) {
            const auto sentences = sentences_of(options.text);
            std::size_t samples = 0;
            for (std::size_t i = 0; samples < wanted; ++i) {
                auto sound = say(sentences[i % sentences.size()], "rms");
                sound.insert(sound.end(), rate / 5, 0.0F);
                samples += sound.size();
                answer.play(++id, {std::move(sound), rate});
            }
        } else {
            const auto music = audio::read_wav(options.music);
            if (!music) give_up(music.error().detail);
            other.play(++id, *music);
        }
        std::this_thread::sleep_for(3s);
        for (int i = 0; i < options.times; ++i) {
            std::this_thread::sleep_for(every);
            person.play(++id, {said, rate});
        }
        std::this_thread::sleep_for(every);
    }
    print(chain, take, options);
    return take;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"What is heard over our own voice on a sound server."};
    app.add_option("--text", options.text, "what the answer says");
    app.add_option("--music", options.music, "what another program plays instead");
    app.add_option("--phrase", options.phrase, "what somebody says over it");
    app.add_option("--voice", options.voice, "who, of Flite's voices");
    app.add_option("--times", options.times, "how often");
    app.add_option("--dump", options.dump, "where to keep what was played and heard");
    app.add_flag("--own-reference",
                 options.own_reference,
                 "takes out what we hand to the server, not what it plays");
    app.add_option("--replay", options.replay, "hears what was kept there");
    CLI11_PARSE(app, argc, argv);
    if (!options.replay.empty()) {
        auto take = kept(options.replay);
        HearingChain chain;
        for (std::size_t at = 0; at + block <= take.heard.size(); at += block) {
            const bool alone = std::ranges::none_of(take.said_at, [&](auto said) {
                return at + block > said && at < said + 3 * std::size_t{rate} / 2;
            });
            chain.hear(std::span(take.heard).subspan(at, block),
                       std::span(take.played).subspan(at, block),
                       alone);
        }
        print(chain, take, options);
        return 0;
    }
    if (options.text.empty() && options.music.empty()) {
        give_up("--text, --music or --replay is needed");
    }
    const auto take = perform(options);
    if (!options.dump.empty()) keep(take, options.dump);
    return 0;
}
