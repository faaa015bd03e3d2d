#include "platform_speech.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "engines.hpp"
#include "speech_lessons.hpp"
#include "utter/core/json.hpp"
#include "utter/transform/chain.hpp"
#include "utter/transform/spoken_text.hpp"
#include "voice_cleaner.hpp"

namespace utter::app {

struct PlatformSpeech::Impl {
    explicit Impl(const Program& its_program) : program(its_program) {}

    // An engine hears one recording at a time: callers take one each, and wait for one when all are
    // taken.
    struct Ear {
        std::unique_ptr<speech::SttEngine> engine;
        std::string lang;  // whose sentences it was taught
    };
    class Taken {
      public:
        Taken(Impl& impl, std::unique_ptr<Ear> ear) : impl_(impl), ear_(std::move(ear)) {}
        ~Taken() {
            const std::scoped_lock lock(impl_.mutex);
            if (ear_) {
                impl_.ears.push_back(std::move(ear_));
            } else {
                --impl_.made;
            }
            impl_.freed.notify_one();
        }
        Taken(const Taken&) = delete;
        Taken& operator=(const Taken&) = delete;
        Taken(Taken&&) = delete;
        Taken& operator=(Taken&&) = delete;
        std::unique_ptr<Ear>& ear() { return ear_; }

      private:
        Impl& impl_;
        std::unique_ptr<Ear> ear_;
    };

    Result<speech::Transcript> transcribe(const audio::AudioBuffer& sound,
                                          const std::string& lang) {
        std::unique_ptr<Ear> ear;
        {
            std::unique_lock lock(mutex);
            freed.wait(lock, [this] {
                return !ears.empty() || made < program.settings.platform.stt_engines;
            });
            if (ears.empty()) {
                ++made;
            } else {
                ear = std::move(ears.back());
                ears.pop_back();
            }
        }
        Taken taken(*this, std::move(ear));
        if (!taken.ear()) {
            auto engine = make_stt_engine(program.settings.stt);
            if (!engine) return std::unexpected(engine.error());
            taken.ear() = std::make_unique<Ear>(Ear{std::move(*engine), {}});
        }
        auto& own = *taken.ear();
        if (own.lang != lang) {
            teach_sentences(*own.engine, program, lang);
            own.lang = lang;
        }
        return own.engine->transcribe(sound, lang);
    }

    // The configured engine, or by its name the one that speaks what its trainer made.
    Result<std::shared_ptr<speech::TtsEngine>> mouth(const std::string& name) {
        const std::scoped_lock lock(mutex);
        auto& kept = mouths[name];
        if (kept) return kept;
        auto settings = program.settings.tts;
        if (!name.empty()) settings.engine.list = {name};
        auto engine = make_tts_engine(settings);
        if (!engine) return std::unexpected(engine.error());
        kept = std::move(*engine);
        return kept;
    }

    Result<void> speak(const platform::SpeechRequest& request, const platform::OnSound& on_sound) {
        transform::Chain<transform::Dialog> chain("dialog", program.settings.transformers.dialog);
        if (auto added = chain.add(std::make_unique<transform::SpokenText>(request.lang)); !added) {
            return std::unexpected(added.error());
        }
        transform::Dialog dialog{request.text, request.lang};
        json::object context;
        if (chain.run(chain.select({}), dialog, context)) return {};  // taken back: nothing to say
        std::string voice = program.settings.tts.voice;
        std::string trainer;
        if (!request.profile.empty()) {
            const auto profile = parse_json(request.profile);
            if (!profile || !profile->is_object()) {
                return fail(ErrorCode::malformed, "the profile of the voice is damaged");
            }
            voice = string_or_empty(profile->get_object(), "voice");
            trainer = string_or_empty(profile->get_object(), "trainer");
        }
        const auto engine = mouth(trainer);
        if (!engine) return std::unexpected(engine.error());
        const auto rate = std::clamp(program.settings.tts.rate * request.rate, 0.5, 3.0);
        return (*engine)->stream({.text = dialog.text,
                                  .lang = dialog.lang.value_or(request.lang),
                                  .voice = voice,
                                  .rate = rate},
                                 on_sound);
    }

    const Program& program;
    std::mutex mutex;
    std::condition_variable freed;
    std::vector<std::unique_ptr<Ear>> ears;  // that nobody uses now
    std::uint32_t made = 0;
    std::map<std::string, std::shared_ptr<speech::TtsEngine>> mouths;
};

PlatformSpeech::PlatformSpeech(const Program& program) : impl_(std::make_unique<Impl>(program)) {}
PlatformSpeech::~PlatformSpeech() = default;

platform::SpeechPorts PlatformSpeech::ports() {
    return {
        .transcribe = [this](const audio::AudioBuffer& sound,
                             const std::string& lang) { return impl_->transcribe(sound, lang); },
        .speak = [this](
                     const platform::SpeechRequest& request,
                     const platform::OnSound& on_sound) { return impl_->speak(request, on_sound); },
        .open_voice_activity = []() -> Result<platform::HearsVoice> {
            auto clean = make_voice_cleaner({.echo = false, .noise = false, .gain = false});
            if (!clean) return std::unexpected(clean.error());
            // A client cancels its own echo; here nothing is played.
            return [clean = std::move(*clean),
                    heard = std::vector<float>(),
                    played = std::vector<float>()](std::span<const float> block) mutable {
                heard.assign(block.begin(), block.end());
                played.assign(block.size(), 0.0F);
                return clean(heard, played, {});
            };
        }};
}

}  // namespace utter::app
