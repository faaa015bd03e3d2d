// How well the embedded speech-to-text engine hears commands and refuses everything else.
//
//   voice_accuracy [--set calibration|heldout] [--voices flite:awb,espeak:en-us] [--audio FOLDER]
//                  [--evidence FILE] [--no-open] [--verbose]
//
// Needs the programs flite, espeak-ng and sox. Prints tables in Markdown. --evidence writes what
// the verifier sees, one recording a line, for bench/voice/calibrate.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "corpus.hpp"
#include "meaning.hpp"
#include "synthesis.hpp"
#include "utter/listener/grammar_builder.hpp"
#include "utter/speech/engines/pocketsphinx/decoder.hpp"
#include "utter/speech/engines/pocketsphinx/front_end.hpp"
#include "utter/speech/engines/pocketsphinx/model_files.hpp"
#include "utter/speech/engines/pocketsphinx/pocketsphinx_stt.hpp"
#include "utter/speech/engines/pocketsphinx/verifier.hpp"

namespace utter::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
    std::string set = "heldout";
    std::string voices =
        "flite:awb,flite:kal16,flite:rms,flite:slt,espeak:en-us,espeak:en-gb-x-rp,espeak:en-us+f3";
    std::filesystem::path audio = std::filesystem::temp_directory_path() / "utter-voice-accuracy";
    std::string evidence;
    bool open_model = true;
    bool verbose = false;
};

// One row of the table.
struct Tally {
    int commands = 0;
    int exact = 0;
    int same_meaning = 0;
    int by_open = 0;  // of same_meaning, heard by the open model
    int refused = 0;  // commands the grammar refused
    int wrong = 0;    // commands heard as another command
    std::size_t words = 0;
    std::size_t word_errors = 0;
    int others = 0;
    int others_by_grammar = 0;  // unrelated sentences the grammar accepted
    int others_by_open = 0;     // unrelated sentences the open model turned into a command
    double sound_s = 0;
    double grammar_s = 0;  // time of calls that the grammar answered
    double grammar_sound_s = 0;
    double open_s = 0;
    double open_sound_s = 0;

    Tally& operator+=(const Tally& more) {
        commands += more.commands;
        exact += more.exact;
        same_meaning += more.same_meaning;
        by_open += more.by_open;
        refused += more.refused;
        wrong += more.wrong;
        words += more.words;
        word_errors += more.word_errors;
        others += more.others;
        others_by_grammar += more.others_by_grammar;
        others_by_open += more.others_by_open;
        sound_s += more.sound_s;
        grammar_s += more.grammar_s;
        grammar_sound_s += more.grammar_sound_s;
        open_s += more.open_s;
        open_sound_s += more.open_sound_s;
        return *this;
    }
};

double percent(double part, double whole) {
    return whole > 0 ? 100 * part / whole : 0;
}

// Resident memory of this process in MB.
double resident_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1000;
    }
    return 0;
}

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<Voice> parse_voices(const std::string& list) {
    std::vector<Voice> voices;
    std::istringstream stream(list);
    for (std::string item; std::getline(stream, item, ',');) {
        const auto colon = item.find(':');
        if (colon != std::string::npos) {
            voices.push_back({item.substr(0, colon), item.substr(colon + 1)});
        }
    }
    return voices;
}

class Run {
  public:
    Run(const Options& options, const Corpus& corpus)
        : options_(options), corpus_(corpus), meaning_(corpus), stt_(settings(options)) {}

    Result<void> all() {
        const auto started = Clock::now();
        const auto grammar =
            listener::build_speech_grammar("en-US", corpus_.templates, corpus_.entities);
        std::printf("grammar built in %.0f ms", 1000 * seconds_since(started));
        const auto set_at = Clock::now();
        if (auto done = stt_.set_grammar(grammar); !done) return done;
        std::printf(", set in %.0f ms\n", 1000 * seconds_since(set_at));
        if (!options_.evidence.empty()) {
            if (auto done = prepare_evidence(grammar); !done) return done;
        }
        if (auto done = measure_loading(); !done) return done;
        std::printf(
            "\n| Voice | commands | right text | same meaning | by open model | misheard | refused "
            "by grammar | word error | unrelated | grammar accepted | open model made a command |\n"
            "|---|---|---|---|---|---|---|---|---|---|---|\n");
        Tally flite;
        Tally espeak;
        unsigned index = 0;
        for (const auto& voice : parse_voices(options_.voices)) {
            const auto tally = one_voice(voice, index++);
            if (!tally) return std::unexpected(tally.error());
            print(voice.label(), *tally);
            (voice.program == "flite" ? flite : espeak) += *tally;
        }
        print("**all flite**", flite);
        print("**all espeak**", espeak);
        flite += espeak;
        std::printf(
            "\nReal time factor: %.3f answered by the grammar, %.3f by both models. Resident at "
            "the "
            "end: %.0f MB.\n",
            flite.grammar_s / std::max(flite.grammar_sound_s, 1e-9),
            flite.open_s / std::max(flite.open_sound_s, 1e-9),
            resident_mb());
        return {};
    }

  private:
    static speech::PocketsphinxSettings settings(const Options& options) {
        speech::PocketsphinxSettings settings;
        settings.open_model = options.open_model;
        return settings;
    }

    // Loads one model after the other, as a user's first two utterances would.
    Result<void> measure_loading() {
        const auto command = speak({"flite", "slt"}, "what time is it", 16000, options_.audio);
        const auto other =
            speak({"flite", "slt"}, "the soup was far too salty", 16000, options_.audio);
        if (!command) return std::unexpected(command.error());
        if (!other) return std::unexpected(other.error());
        for (const auto* sound : {&*command, &*other}) {
            const double before = resident_mb();
            auto at = Clock::now();
            auto heard = stt_.transcribe(*sound, "en-US");
            const double first_s = seconds_since(at);
            if (!heard) return std::unexpected(heard.error());
            at = Clock::now();
            heard = stt_.transcribe(*sound, "en-US");
            std::printf(
                "first use of the %s model: %.0f ms to load, resident memory %.0f to %.0f MB\n",
                heard->source.c_str(),
                1000 * (first_s - seconds_since(at)),
                before,
                resident_mb());
        }
        return {};
    }

    Result<Tally> one_voice(const Voice& voice, unsigned voice_index) {
        Tally tally;
        unsigned index = voice_index;
        const auto next_rate = [&index] {
            constexpr std::array<std::uint32_t, 4> rates{16000, 22050, 44100, 48000};
            return rates[index++ % rates.size()];
        };
        for (const auto& sentence : corpus_.commands) {
            const auto sound = speak(voice, sentence, next_rate(), options_.audio);
            if (!sound) return std::unexpected(sound.error());
            auto done = hear_command(voice, sentence, *sound, tally);
            if (!done) return std::unexpected(done.error());
        }
        for (const auto& sentence : corpus_.others) {
            const auto sound = speak(voice, sentence, next_rate(), options_.audio);
            if (!sound) return std::unexpected(sound.error());
            auto done = hear_other(voice, sentence, *sound, tally);
            if (!done) return std::unexpected(done.error());
        }
        return tally;
    }

    Result<speech::Transcript> hear(const audio::AudioBuffer& sound, Tally& tally) {
        const auto at = Clock::now();
        auto heard = stt_.transcribe(sound, "en-US");
        if (!heard) return heard;
        const double sound_s = static_cast<double>(sound.duration().count()) / 1000;
        const bool open = heard->source == "open";
        (open ? tally.open_s : tally.grammar_s) += seconds_since(at);
        (open ? tally.open_sound_s : tally.grammar_sound_s) += sound_s;
        return heard;
    }

    Result<void> hear_command(const Voice& voice,
                              const std::string& sentence,
                              const audio::AudioBuffer& sound,
                              Tally& tally) {
        const auto heard = hear(sound, tally);
        if (!heard) return std::unexpected(heard.error());
        const auto wanted = meaning_.of(sentence);
        if (wanted.empty()) {
            return fail(ErrorCode::malformed, "no template of the corpus says: " + sentence);
        }
        const auto got = meaning_.of(heard->text);
        const bool same = got == wanted;
        ++tally.commands;
        tally.exact += heard->text == sentence ? 1 : 0;
        tally.same_meaning += same ? 1 : 0;
        tally.by_open += same && heard->source == "open" ? 1 : 0;
        tally.refused += heard->source == "open" || heard->text.empty() ? 1 : 0;
        tally.wrong += !same && !got.empty() ? 1 : 0;
        tally.words += split_words(sentence).size();
        tally.word_errors += word_errors(sentence, heard->text);
        if (options_.verbose && !same) report("misheard", voice, sentence, *heard);
        return note_evidence(voice, "command", sentence, sound);
    }

    Result<void> hear_other(const Voice& voice,
                            const std::string& sentence,
                            const audio::AudioBuffer& sound,
                            Tally& tally) {
        const auto heard = hear(sound, tally);
        if (!heard) return std::unexpected(heard.error());
        const bool command = !meaning_.of(heard->text).empty();
        ++tally.others;
        tally.others_by_grammar += command && heard->source == "grammar" ? 1 : 0;
        tally.others_by_open += command && heard->source == "open" ? 1 : 0;
        if (options_.verbose && command) report("false command", voice, sentence, *heard);
        return note_evidence(voice, "other", sentence, sound);
    }

    static void report(const char* what,
                       const Voice& voice,
                       const std::string& sentence,
                       const speech::Transcript& heard) {
        std::cerr << what << ": " << voice.label() << ": " << sentence << " -> " << heard.text
                  << " (" << heard.source << ", " << heard.confidence << ")\n";
    }

    static void print(const std::string& label, const Tally& tally) {
        std::printf(
            "| %s | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %d | %.1f %% "
            "| "
            "%.1f %% |\n",
            label.c_str(),
            tally.commands,
            percent(tally.exact, tally.commands),
            percent(tally.same_meaning, tally.commands),
            percent(tally.by_open, tally.commands),
            percent(tally.wrong, tally.commands),
            percent(tally.refused, tally.commands),
            percent(static_cast<double>(tally.word_errors), static_cast<double>(tally.words)),
            tally.others,
            percent(tally.others_by_grammar, tally.others),
            percent(tally.others_by_open, tally.others));
        std::fflush(stdout);
    }

    // A second decoder of the same kind, as the engine does not show its evidence.
    Result<void> prepare_evidence(const speech::SpeechGrammar& grammar) {
        namespace ps = speech::pocketsphinx;
        const auto files = ps::find_models({});
        if (!files) return std::unexpected(files.error());
        const auto all = speech::compile_word_graph(grammar);
        if (!all) return std::unexpected(all.error());
        const auto pronunciations =
            ps::Pronunciations::read(files->dictionary, {all->words.begin(), all->words.end()});
        if (!pronunciations) return std::unexpected(pronunciations.error());
        const auto graph = speech::compile_word_graph(
            grammar, [&](std::string_view word) { return pronunciations->contains(word); });
        if (!graph) return std::unexpected(graph.error());
        auto decoder = ps::Decoder::create({files->acoustic_model, {}, {}});
        if (!decoder) return std::unexpected(decoder.error());
        decoder_ = *std::move(decoder);
        evidence_.open(options_.evidence);
        if (auto done = decoder_->set_phone_loop("phones", files->phone_model); !done) return done;
        return decoder_->set_graph("grammar", *graph, *pronunciations);
    }

    // voice, command or other, whether the grammar heard the meaning, mean, worst window, sentence
    Result<void> note_evidence(const Voice& voice,
                               const char* kind,
                               const std::string& sentence,
                               const audio::AudioBuffer& sound) {
        if (!decoder_) return {};
        namespace ps = speech::pocketsphinx;
        const auto samples = ps::decoder_samples(sound);
        if (!samples) return std::unexpected(samples.error());
        const auto said = decoder_->decode("grammar", *samples);
        const auto free = decoder_->decode("phones", *samples);
        if (!said || !free) return fail(ErrorCode::internal, "decoding failed");
        const auto seen = ps::compare(*said, *free);
        if (!seen) return {};
        const bool right = meaning_.of(said->text()) == meaning_.of(sentence);
        evidence_ << voice.label() << '\t' << kind << '\t' << right << '\t' << seen->mean << '\t'
                  << seen->worst_window << '\t' << sentence << '\t' << said->text() << '\n';
        return {};
    }

    const Options& options_;
    const Corpus& corpus_;
    Meaning meaning_;
    speech::PocketsphinxStt stt_;
    std::unique_ptr<speech::pocketsphinx::Decoder> decoder_;
    std::ofstream evidence_;
};

int run(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const bool has_value = i + 1 < argc;
        if (name == "--verbose") {
            options.verbose = true;
        } else if (name == "--no-open") {
            options.open_model = false;
        } else if (name == "--set" && has_value) {
            options.set = argv[++i];
        } else if (name == "--voices" && has_value) {
            options.voices = argv[++i];
        } else if (name == "--audio" && has_value) {
            options.audio = argv[++i];
        } else if (name == "--evidence" && has_value) {
            options.evidence = argv[++i];
        } else {
            std::cerr << "unknown option or missing value: " << name << '\n';
            return 2;
        }
    }
    const auto corpus = read_corpus(UTTER_VOICE_CORPUS, options.set);
    if (!corpus) {
        std::cerr << corpus.error().detail << '\n';
        return 1;
    }
    if (auto done = Run(options, *corpus).all(); !done) {
        std::cerr << done.error().detail << '\n';
        return 1;
    }
    return 0;
}

}  // namespace
}  // namespace utter::bench

int main(int argc, char** argv) {
    return utter::bench::run(argc, argv);
}
