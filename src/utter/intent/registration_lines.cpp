#include "utter/intent/registration_lines.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace utter::intent {
namespace {

constexpr std::array<std::string_view, 3> registration_topics{
    "ovos.intent.register.template", "ovos.intent.register.keyword", "ovos.entity.register"};

}  // namespace

Result<std::vector<Message>> read_registration_lines(std::istream& in, std::string_view name) {
    std::vector<Message> out;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto message = Message::parse(std::move(line));
        if (!message) {
            return fail(
                ErrorCode::malformed,
                std::string(name) + ":" + std::to_string(number) + ": " + message.error().detail);
        }
        if (std::ranges::find(registration_topics, message->type()) != registration_topics.end()) {
            out.push_back(*std::move(message));
        }
    }
    return out;
}

}  // namespace utter::intent
