#include "speaker_part.hpp"

#include <fmt/format.h>

#include <utility>

#include "engines.hpp"
#include "sound_devices.hpp"
#include "utter/core/log.hpp"
#include "utter/transform/spoken_text.hpp"

namespace utter::app {

Result<std::unique_ptr<SpeakerPart>> SpeakerPart::start(
    runtime::EventLoop& loop,
    bus::Bus& bus,
    const Program& program,
    std::shared_ptr<audio::EchoReference> reference) {
    std::unique_ptr<SpeakerPart> made(new SpeakerPart);
    made->reference_ = std::move(reference);
    speaker::SpeakerRuntime runtime{
        .bus = bus,
        .executor = loop,
        .worker = made->thread_,
        .open_engine = [&program]() -> Result<std::shared_ptr<speech::TtsEngine>> {
            return make_tts_engine(program.settings.tts);
        },
        .open_output =
            [&program, part = made.get()](audio::PlayerEvents events) {
                return part->open_output(program, std::move(events));
            }};
    made->speaker_ = std::make_unique<speaker::Speaker>(
        std::move(runtime),
        speaker::SpeakerSettings{.sessions = program.settings.speaker.sessions,
                                 .lang = program.settings.locale.lang,
                                 .voice = program.settings.tts.voice,
                                 .rate = program.settings.tts.rate,
                                 .dialog_transformers = program.settings.transformers.dialog,
                                 .music = music_policy(program.settings.speaker.music)});
    if (auto added = made->speaker_->add(
            std::make_unique<transform::SpokenText>(program.settings.locale.lang));
        !added) {
        return std::unexpected(added.error());
    }
    made->speaker_->start();
    return made;
}

std::string SpeakerPart::to_prometheus() const {
    return fmt::format(
        "# HELP utter_speaker_underruns_total Times that the loudspeaker had nothing to play in "
        "the "
        "middle of a sound\n"
        "# TYPE utter_speaker_underruns_total counter\n"
        "utter_speaker_underruns_total {}\n",
        device_ ? device_->underruns() : 0);
}

std::unique_ptr<audio::SoundOutput> SpeakerPart::open_output(const Program& program,
                                                             audio::PlayerEvents events) {
    auto device = make_loudspeaker(program);
    if (!device) {
        const auto& reason = device.error().detail;
        if (std::exchange(reported_, reason) != reason) {
            log::info("speaker.no_loudspeaker", {{"reason", reason}});
        }
        return nullptr;
    }
    device_ = std::move(*device);
    if (reference_) {
        events.played = [reference = reference_](std::span<const float> block, std::uint32_t hz) {
            reference->play(block, hz);
        };
    }
    return std::make_unique<audio::Player>(*device_, std::move(events));
}

}  // namespace utter::app
