#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/log.hpp"
#include "utter/core/result.hpp"
#include "utter/session/session.hpp"
#include "utter/transform/transformer.hpp"

namespace utter::transform {

/// A transformer as far as the order of a chain goes.
struct Member {
    std::string_view id;
    int priority = default_priority;
};

/// Which of the loaded run for this session, in order: what the session prefers, else what the
/// deployment orders; of these the loaded ones; less the denied; each once.
/// @param type "utterance", "metadata", "intent", "dialog", "audio" or "tts"
/// @param order the deployment's explicit order, beyond which nobody runs; nothing: by priority
/// @return indices into `loaded`. Spec: OVOS-TRANSFORM-1 section 5.3.
[[nodiscard]] std::vector<std::size_t> compose(std::string_view type,
                                               const std::vector<Member>& loaded,
                                               const std::optional<std::vector<std::string>>& order,
                                               const session::Session& session);

/// Looks at the cancellation keys after a call; half a signal is logged and taken out.
/// @param emitter stamped as `cancel_by` when there is a signal. @return whether there is one.
/// Spec: OVOS-TRANSFORM-1 section 8.1.
bool take_cancellation(json::object& context, std::string_view emitter);

/// Takes all cancellation keys out: no producer may cancel, only a transformer.
void clear_cancellation(json::object& context);

/// Notes in `<type>_transformer_ids` who changed the message. Spec: OVOS-TRANSFORM-1 section 1.3.
void stamp_provenance(json::object& context, std::string_view type, std::string_view id);

/// The data of the answer to `ovos.transformer.<type>.list`.
[[nodiscard]] json::object describe(const std::vector<Member>& loaded);

[[nodiscard]] Result<void> check_member(const Member& added, const std::vector<Member>& loaded);

/// The transformers of one type that this process has loaded. One thread.
template <class Artifact>
class Chain {
  public:
    using Link = Transformer<Artifact>;
    /// What runs for one utterance; frozen when the utterance begins.
    using Selection = std::vector<Link*>;

    /// @param order the deployment's explicit order; nothing: by ascending priority
    explicit Chain(std::string type, std::optional<std::vector<std::string>> order = std::nullopt)
        : type_(std::move(type)), order_(std::move(order)) {}

    /// @return invalid_argument when its id is malformed or taken.
    [[nodiscard]] Result<void> add(std::unique_ptr<Link> link) {
        if (auto sound = check_member({link->id(), link->priority()}, members()); !sound) {
            return sound;
        }
        links_.push_back(std::move(link));
        return {};
    }

    [[nodiscard]] const std::string& type() const noexcept { return type_; }

    [[nodiscard]] std::vector<Member> members() const {
        std::vector<Member> out;
        out.reserve(links_.size());
        for (const auto& link : links_) out.push_back({link->id(), link->priority()});
        return out;
    }

    /// Where the loaded ones are asked for; answered with describe(). Spec: OVOS-TRANSFORM-1 7.
    [[nodiscard]] std::string list_topic() const { return "ovos.transformer." + type_ + ".list"; }

    /// The data of the answer on list_topic().
    [[nodiscard]] json::object describe() const { return transform::describe(members()); }

    /// Logs the ids of the explicit order that nobody loaded has.
    void warn_of_missing() const {
        for (const auto& id : missing()) {
            log::warning("transformer.unknown", {{"type", type_}, {"id", id}});
        }
    }

    /// Ids of the explicit order that nobody loaded has.
    [[nodiscard]] std::vector<std::string> missing() const {
        auto ids = order_.value_or(std::vector<std::string>{});
        std::erase_if(ids, [&](const std::string& id) {
            return std::ranges::any_of(links_, [&](const auto& link) { return link->id() == id; });
        });
        return ids;
    }

    [[nodiscard]] Selection select(const session::Session& session) const {
        Selection out;
        if (links_.empty()) return out;
        for (const auto index : compose(type_, members(), order_, session)) {
            out.push_back(links_[index].get());
        }
        return out;
    }

    /// Runs them all, or up to one that cancels. @param guard called after each with the artifact
    /// as it was before. @return whether one cancelled.
    template <class Guard>
    bool run(const Selection& selection,
             Artifact& artifact,
             json::object& context,
             Guard&& guard) const {
        for (auto* link : selection) {
            const auto artifact_before = artifact;
            const auto context_before = context;
            try {
                link->transform(artifact, context);
            } catch (const std::exception& error) {
                log::error("transformer.failed",
                           {{"type", type_}, {"id", link->id()}, {"what", error.what()}});
            }
            guard(artifact, artifact_before);
            if (artifact != artifact_before || context != context_before) {
                stamp_provenance(context, type_, link->id());
            }
            if (take_cancellation(context, link->id())) return true;
        }
        return false;
    }
    bool run(const Selection& selection, Artifact& artifact, json::object& context) const {
        return run(selection, artifact, context, [](Artifact&, const Artifact&) {});
    }

  private:
    std::string type_;
    std::optional<std::vector<std::string>> order_;
    std::vector<std::unique_ptr<Link>> links_;
};

}  // namespace utter::transform
