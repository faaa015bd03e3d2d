#include "utter/speech/engines/grpc_worker/grpc_tts.hpp"

#include <utility>

#include "utter/speech/engines/remote/spoken_sound.hpp"
#include "utter/speech/engines/remote/words.hpp"

namespace utter::speech {

GrpcTts::GrpcTts(GrpcWorkerSettings settings) : worker_(std::move(settings), "tts.grpc") {}

Result<void> GrpcTts::check(std::string_view lang) {
    if (auto serving = worker_.check_serving(grpc_worker::tts_service); !serving) return serving;
    const auto offer = worker_.describe_tts();
    if (!offer) return std::unexpected(offer.error());
    if (grpc_worker::has_language(offer->languages, lang)) return {};
    return worker_.failure(ErrorCode::unsupported, "does not speak '" + std::string(lang) + "'");
}

Result<void> GrpcTts::stream(const SynthesisRequest& request, const SoundSink& sink) {
    if (auto within = check_limits(request, remote::text_bytes_max); !within) {
        return std::unexpected(within.error());
    }
    auto sent = request;
    sent.text = remote::speakable_text(request.text);
    if (sent.text.empty()) return fail(ErrorCode::invalid_argument, "there is no text to speak");
    remote::SpokenSound sound(sink);
    const auto spoken =
        worker_.synthesize(sent, [&](std::string_view pcm, const remote::PcmFormat& format) {
            auto taken = sound.add(pcm, format);
            // Nobody wants the rest: an error ends the call, and is none.
            if (taken && sound.refused()) return Result<void>(fail(ErrorCode::internal, {}));
            // Whatever is wrong with it, it is the worker that cannot be used.
            if (taken) return taken;
            return Result<void>(worker_.failure(
                ErrorCode::unavailable, "sent what cannot be played: " + taken.error().detail));
        });
    if (sound.refused()) return {};
    if (!spoken) return spoken;
    if (auto ended = sound.finish(sent.text); !ended) {
        return worker_.failure(ended.error().code, ended.error().detail);
    }
    return {};
}

}  // namespace utter::speech
