// Whether what is said over our own answer is heard, and whether we hear ourselves: everything from
// what is played to the ear, on a simulated room and without a clock, so that it is the same on a
// busy machine.
//
// usage: echo [--echo-db DB] [--delay-ms MS] [--jump-ms MS] [--times N] [--own-minutes M] [--text
// FILE]
//
// Flite's `rms` reads the answer; the microphone hears it DB weaker and MS later, with 50 ms of
// reverberation and a hiss. Every six seconds somebody says the phrase, as loud as the answer is
// played. With --own-minutes nobody does, and what is counted are the wake words and stop words
// that we hear in ourselves.

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "hearing_chain.hpp"

namespace {

using namespace utter::bench;

constexpr std::size_t every = std::size_t{6} * rate;  // somebody speaks, and the delay jumps

// From the loudspeaker to the microphone, block by block.
class Room {
  public:
    Room(double echo_db, std::chrono::milliseconds delay)
        : response_(static_cast<std::size_t>(delay.count()) * rate / 1000 + rate / 20),
          past_(response_.size()) {
        std::mt19937 random(7);
        std::normal_distribution<double> reflection(0, 1);
        const auto first = response_.size() - rate / 20;
        for (std::size_t i = first; i < response_.size(); ++i) {
            const double fall = std::exp(-6.9 * static_cast<double>(i - first) / (rate / 20.0));
            response_[i] = static_cast<float>(0.08 * fall * reflection(random));
        }
        response_[first] = 1;
        const double gain = std::pow(10, echo_db / 20) / std::sqrt(power(response_));
        for (float& x : response_) x = static_cast<float>(x * gain);
    }

    std::vector<float> hear(std::span<const float> played) {
        past_.insert(past_.end(), played.begin(), played.end());
        past_.erase(past_.begin(), past_.begin() + static_cast<std::ptrdiff_t>(played.size()));
        std::vector<float> heard(played.size());
        const auto start = response_.size() - rate / 20;
        for (std::size_t i = 0; i < played.size(); ++i) {
            const auto now = past_.size() - played.size() + i;
            float sum = 0;
            for (std::size_t j = start; j < response_.size() && j <= now; ++j) {
                sum += response_[j] * past_[now - j];
            }
            heard[i] = sum + hiss_(random_);
        }
        return heard;
    }

  private:
    std::vector<float> response_;
    std::vector<float> past_;
    std::mt19937 random_{5};
    std::normal_distribution<float> hiss_{0, 0.0005F};
};

struct Options {
    double echo_db = -10;
    int delay_ms = 80;
    int jump_ms = 0;
    int times = 12;
    double own_minutes = 0;
    std::string text;
};

// What goes on, and who speaks over it from which sample on.
struct Scene {
    std::vector<float> answer;
    std::vector<float> room;
    std::vector<std::size_t> said_at;
};

HearingChain listen(const Scene& scene, const Options& options) {
    HearingChain chain;
    Room near_room(options.echo_db, std::chrono::milliseconds(options.delay_ms));
    Room far_room(options.echo_db, std::chrono::milliseconds(options.delay_ms + options.jump_ms));
    for (std::size_t at = 0; at + block <= scene.answer.size(); at += block) {
        const auto played = std::span(scene.answer).subspan(at, block);
        auto heard = near_room.hear(played);
        const auto later = far_room.hear(played);
        if (at / every % 2 == 1) heard = later;
        const auto said = std::span(scene.room).subspan(at, block);
        std::ranges::transform(heard, said, heard.begin(), std::plus<>());
        chain.hear(heard, played, power(said) == 0);
    }
    return chain;
}

std::vector<float> read_aloud(const std::vector<std::string>& sentences, std::size_t samples) {
    std::vector<float> sound;
    for (std::size_t i = 0; sound.size() < samples; ++i) {
        const auto said = say(sentences[i % sentences.size()], "rms");
        sound.insert(sound.end(), said.begin(), said.end());
        sound.insert(sound.end(), rate / 5, 0.0F);
    }
    sound.resize(samples);
    return sound;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"What is heard over our own voice."};
    app.add_option("--echo-db", options.echo_db, "of the answer at the microphone");
    app.add_option("--delay-ms", options.delay_ms, "until it is there");
    app.add_option("--jump-ms", options.jump_ms, "the delay is longer by, every other six seconds");
    app.add_option("--times", options.times, "each phrase is said by each voice");
    app.add_option("--own-minutes", options.own_minutes, "of nobody but us");
    app.add_option("--text", options.text, "what the answer says")->required();
    CLI11_PARSE(app, argc, argv);
    const auto sentences = sentences_of(options.text);
    if (options.own_minutes > 0) {
        Scene scene;
        scene.answer =
            read_aloud(sentences, static_cast<std::size_t>(options.own_minutes * 60) * rate);
        scene.room.resize(scene.answer.size());
        const auto chain = listen(scene, options);
        const auto count = score(chain.found(), {}, false);
        fmt::print("{} min of our own voice: {} wake words, {} stop words; {}\n",
                   options.own_minutes,
                   count.false_wakes,
                   count.false_stops,
                   chain.loss().text());
        return 0;
    }
    for (const std::string phrase : {"hey computer", "stop"}) {
        for (const std::string voice : {"slt", "awb", "kal16"}) {
            Scene scene;
            scene.answer =
                read_aloud(sentences, every * static_cast<std::size_t>(options.times + 2));
            scene.room.resize(scene.answer.size());
            const auto said = say(phrase, voice);
            for (int i = 1; i <= options.times; ++i) {
                const auto at = every * static_cast<std::size_t>(i) + every / 2 +
                                static_cast<std::size_t>(i) * 1'234;
                if (at + said.size() > scene.room.size()) break;
                std::ranges::copy(said, scene.room.begin() + static_cast<std::ptrdiff_t>(at));
                scene.said_at.push_back(at);
            }
            const auto chain = listen(scene, options);
            const auto count = score(chain.found(), scene.said_at, phrase == "stop");
            fmt::print("{:14} {:6} {}; {}\n", phrase, voice, count.text(), chain.loss().text());
        }
    }
    return 0;
}
