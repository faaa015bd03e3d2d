#include "utter/speech/engines/grpc_worker/grpc_stt.hpp"

#include <utility>

#include "utter/speech/engines/remote/heard_sound.hpp"
#include "utter/speech/engines/remote/words.hpp"
#include "utter/speech/word_graph.hpp"

namespace utter::speech {

GrpcStt::GrpcStt(GrpcWorkerSettings settings) : worker_(std::move(settings), "stt.grpc") {}

Result<void> GrpcStt::check(std::string_view lang) const {
    if (auto serving = worker_.check_serving(grpc_worker::stt_service); !serving) return serving;
    const auto offer = worker_.describe_stt();
    if (!offer) return std::unexpected(offer.error());
    if (grpc_worker::has_language(offer->languages, lang)) return {};
    return worker_.failure(ErrorCode::unsupported,
                           "does not understand '" + std::string(lang) + "'");
}

Result<void> GrpcStt::set_grammar(const SpeechGrammar& grammar) {
    if (auto graph = compile_word_graph(grammar); !graph) return std::unexpected(graph.error());
    return {};
}

void GrpcStt::set_phrases(const SpeechGrammar& /*phrases*/) {}

Result<Transcript> GrpcStt::transcribe(const audio::AudioBuffer& speech, std::string_view lang) {
    const auto prepared = remote::sound_to_send(speech);
    if (!prepared) return std::unexpected(prepared.error());
    const auto& sound = *prepared;
    if (!sound) {
        return Transcript{.text = {}, .lang = std::string(lang), .source = {}, .confidence = 0};
    }
    auto heard = worker_.transcribe(sound->samples, std::string(lang));
    if (!heard) return heard;
    heard->text = remote::transcript_words(heard->text, heard->lang);
    if (heard->text.empty()) heard->confidence = 0;
    return heard;
}

}  // namespace utter::speech
