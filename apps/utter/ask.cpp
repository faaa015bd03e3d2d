#include "ask.hpp"

#include <boost/json/serialize.hpp>
#include <cstdio>
#include <iostream>
#include <utility>
#include <vector>

#include "assistant_link.hpp"
#include "exit_code.hpp"
#include "hearing.hpp"
#include "speaking.hpp"
#include "utter/audio/wav_file.hpp"

namespace utter::app {
namespace {

// What came back for one utterance.
struct Answer {
    std::vector<std::string> spoken;
    std::string lang;
    std::string skill_id;
    std::string intent_name;
    std::string error;
    bool unmatched = false;
    bool scheduled = false;  // something that is to happen later
    bool handled = false;
};

Answer put_question(AssistantLink& link,
                    const std::string& text,
                    const std::string& lang,
                    const std::string& stt_lang,
                    std::chrono::milliseconds timeout) {
    Answer answer;
    const auto subscription =
        link.bus().subscribe("ovos.*", link.loop(), [&](const Message& message) {
            if (answer.handled || !link.is_ours(message)) return;
            const auto& topic = message.type();
            if (topic == "ovos.utterance.speak") {
                answer.spoken.emplace_back(message.data_string("utterance"));
                answer.lang = message.data_string("lang");
            } else if (topic == "ovos.intent.matched") {
                answer.skill_id = message.data_string("skill_id");
                answer.intent_name = message.data_string("intent_name");
            } else if (topic == "ovos.intent.handler.error") {
                answer.error = message.data_string("exception");
            } else if (topic == "ovos.intent.unmatched") {
                answer.unmatched = true;
            } else if (topic == "ovos.scheduler.schedule.response") {
                answer.scheduled |= string_or_empty(message.data(), "error").empty();
            } else if (topic == "ovos.utterance.handled") {
                answer.handled = true;
            }
        });
    json::object data{{"utterances", json::array{json::string(text)}}};
    if (!lang.empty()) data["lang"] = lang;
    auto context = link.context();
    if (!stt_lang.empty()) context.at("session").get_object()["stt_lang"] = stt_lang;
    link.bus().publish(Message("ovos.utterance.handle", std::move(data), std::move(context)));
    link.loop().run_until([&] { return answer.handled; }, timeout);
    return answer;
}

bool understood(const Answer& answer) {
    return !answer.unmatched && answer.intent_name != "fallback";
}

int speak_answer(const Program& program, const Answer& answer, const std::filesystem::path& file) {
    std::string text;
    for (const auto& sentence : answer.spoken) text += (text.empty() ? "" : " ") + sentence;
    if (text.empty()) {
        std::cerr << "utter: there is no answer to speak\n";
        return exit_failed;
    }
    const auto sound = speak(program, text, answer.lang);
    const auto written =
        sound ? audio::write_wav(file, *sound) : Result<void>(std::unexpected(sound.error()));
    if (!written) {
        std::cerr << "utter: " << written.error().detail << '\n';
        return exit_failed;
    }
    return exit_ok;
}

void print(const Program& program, const std::string& question, const Answer& answer) {
    if (!program.json) {
        for (const auto& sentence : answer.spoken) std::cout << sentence << '\n';
        return;
    }
    std::cout << json::serialize(json::object{
                     {"utterance", question},
                     {"answer", json::array(answer.spoken.begin(), answer.spoken.end())},
                     {"lang", answer.lang},
                     {"skill_id", answer.skill_id},
                     {"intent_name", answer.intent_name},
                     {"understood", understood(answer)},
                     {"error",
                      answer.error.empty() ? json::value(nullptr) : json::value(answer.error)}})
              << '\n';
}

}  // namespace

int ask(const Program& program, const AskOptions& options) {
    auto link = AssistantLink::open(program, true);
    if (!link) {
        std::cerr << "utter: " << link.error().detail << '\n';
        return link.error().code == ErrorCode::unavailable ? exit_no_answer : exit_failed;
    }
    auto question = options.text;
    std::string stt_lang;
    if (options.audio) {
        stt_lang = options.lang.empty() ? program.settings.locale.lang : options.lang;
        auto heard = hear_command(program, **link, *options.audio, stt_lang);
        if (!heard) {
            std::cerr << "utter: " << heard.error().detail << '\n';
            return exit_failed;
        }
        if (heard->text.empty()) {
            (*link)->bus().publish(
                Message("ovos.stt.failed", {{"lang", stt_lang}}, (*link)->context()));
            std::cerr << "utter: nothing in " << options.audio->string()
                      << " was understood as speech\n";
            return exit_not_understood;
        }
        question = heard->text;
        if (!program.json) std::cerr << "heard: " << question << '\n';
    }
    const auto answer = put_question(**link, question, options.lang, stt_lang, options.timeout);
    if (!answer.handled) {
        std::cerr << "utter: no answer within " << options.timeout.count() << " ms\n";
        return exit_no_answer;
    }
    print(program, question, answer);
    if (!answer.error.empty()) {
        std::cerr << "utter: " << answer.skill_id << " failed: " << answer.error << '\n';
        return exit_failed;
    }
    if (options.speak) {
        const int spoken = speak_answer(program, answer, *options.speak);
        if (spoken != exit_ok) return spoken;
    }
    if ((*link)->is_own() && answer.scheduled) {
        std::cerr << "utter: no assistant is running, so what was set waits until one does; "
                     "start it with 'utter run'\n";
    }
    if (answer.unmatched) std::cerr << "utter: nothing in this assistant understood that\n";
    return understood(answer) ? exit_ok : exit_not_understood;
}

}  // namespace utter::app
