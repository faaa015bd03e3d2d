#include "utter/speech/engines/wyoming/service.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace utter::speech::wyoming {
namespace {

constexpr std::size_t offers_max = 10'000;
constexpr std::size_t shown_bytes_max = 300;
constexpr std::chrono::seconds offers_age_max{60};

std::string folded(std::string_view tag) {
    std::string out(tag);
    for (auto& c : out) {
        c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

std::string primary(std::string_view tag) {
    const auto text = folded(tag);
    return text.substr(0, text.find('-'));
}

const json::array* array_under(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value == nullptr ? nullptr : value->if_array();
}

// A program or offer that says nothing about it is there.
bool is_installed(const json::object& artifact) {
    const auto* value = artifact.if_contains("installed");
    const auto* flag = value == nullptr ? nullptr : value->if_bool();
    return flag == nullptr || *flag;
}

Offer read_offer(const json::object& artifact) {
    Offer offer;
    offer.name = string_or_empty(artifact, "name");
    offer.languages = strings_under(artifact, "languages");
    offer.phrase = string_or_empty(artifact, "phrase");
    offer.installed = is_installed(artifact);
    if (const auto* speakers = array_under(artifact, "speakers")) {
        for (const auto& speaker : *speakers) {
            const auto* object = speaker.if_object();
            if (object != nullptr) offer.speakers.emplace_back(string_or_empty(*object, "name"));
        }
    }
    return offer;
}

}  // namespace

std::vector<Offer> read_offers(const json::object& info,
                               std::string_view program_list,
                               std::string_view offer_list) {
    std::vector<Offer> offers;
    const auto* programs = array_under(info, program_list);
    if (programs == nullptr) return offers;
    for (const auto& program : *programs) {
        const auto* object = program.if_object();
        const auto* list = object == nullptr ? nullptr : array_under(*object, offer_list);
        if (list == nullptr || !is_installed(*object)) continue;
        for (const auto& artifact : *list) {
            if (offers.size() == offers_max) return offers;
            if (artifact.is_object()) offers.push_back(read_offer(artifact.get_object()));
        }
    }
    return offers;
}

bool has_language(const Offer& offer, std::string_view lang) {
    const auto wanted = folded(lang);
    return std::ranges::any_of(offer.languages,
                               [&wanted](const auto& tag) { return folded(tag) == wanted; });
}

std::string_view nearest_language(const Offer& offer, std::string_view lang) {
    const auto wanted = folded(lang);
    const auto language = primary(lang);
    std::string_view nearest;
    for (const auto& tag : offer.languages) {
        if (folded(tag) == wanted) return tag;
        if (nearest.empty() && primary(tag) == language) nearest = tag;
    }
    return nearest;
}

Service::Service(WyomingSettings settings,
                 std::string section,
                 std::string program_list,
                 std::string offer_list)
    : settings_(std::move(settings)),
      section_(std::move(section)),
      program_list_(std::move(program_list)),
      offer_list_(std::move(offer_list)) {}

Result<Connection> Service::connect() const {
    return open(settings_.timeouts);
}

Result<Connection> Service::open(Timeouts timeouts) const {
    if (settings_.url.empty()) {
        return fail(ErrorCode::unavailable,
                    "no Wyoming service is configured; set " + section_ +
                        ".url, for example to tcp://127.0.0.1:10300");
    }
    const auto address = parse_address(settings_.url);
    if (!address) {
        return fail(ErrorCode::unavailable, section_ + ".url: " + address.error().detail);
    }
    auto connection = Connection::open(*address, timeouts);
    if (!connection) {
        return failure(connection.error().code,
                       connection.error().detail + "; start it, or correct the setting");
    }
    return connection;
}

Result<std::shared_ptr<const std::vector<Offer>>> Service::offers() const {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    if (offers_ && now - asked_at_ < offers_age_max) return offers_;
    auto described = describe();
    if (!described) return std::unexpected(described.error());
    if (described->empty()) {
        return failure(ErrorCode::unavailable,
                       "offers no '" + program_list_ + "' service; name another one there");
    }
    offers_ = std::make_shared<const std::vector<Offer>>(*std::move(described));
    asked_at_ = now;
    return offers_;
}

void Service::forget_offers() const {
    const std::lock_guard lock(mutex_);
    offers_.reset();
}

Result<std::vector<Offer>> Service::describe() const {
    const auto within = settings_.timeouts.connect;
    auto connection = open({.connect = within, .idle = within, .total = within});
    if (!connection) return std::unexpected(connection.error());
    if (auto sent = connection->send({"describe", {}, {}}); !sent) return failure(sent.error());
    while (true) {
        const auto event = connection->receive();
        if (!event) return failure(event.error());
        if (event->type == "error") return failure(reported_error(*event));
        if (event->type == "info") return read_offers(event->data, program_list_, offer_list_);
    }
}

std::unexpected<Error> Service::failure(const Error& error) const {
    return failure(error.code, error.detail);
}

std::unexpected<Error> Service::failure(ErrorCode code, std::string_view text) const {
    return fail(
        code,
        "the Wyoming service at " + settings_.url + " (" + section_ + ".url) " + std::string(text));
}

Result<void> send_all(Connection& connection, const std::vector<Event>& events) {
    for (const auto& event : events) {
        auto sent = connection.send(event);
        if (sent) continue;
        if (sent.error().code == ErrorCode::timeout) return sent;
        while (const auto said = connection.receive()) {
            if (said->type == "error") return std::unexpected(reported_error(*said));
        }
        return sent;
    }
    return {};
}

Error reported_error(const Event& event) {
    const auto code = string_or_empty(event.data, "code");
    const auto text = string_or_empty(event.data, "text");
    std::string detail = "reported an error";
    if (!code.empty()) detail += " '" + std::string(code.substr(0, shown_bytes_max)) + "'";
    if (!text.empty()) detail += ": " + std::string(text.substr(0, shown_bytes_max));
    return {ErrorCode::unavailable, detail, false};
}

}  // namespace utter::speech::wyoming
