#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"

/// What changes an utterance on its way in, or an answer on its way out. Spec: OVOS-TRANSFORM-1.
namespace utter::transform {

/// Of lower priority runs first, where the deployment says nothing else.
inline constexpr int default_priority = 50;

/// One member of a chain. `Artifact` is what that chain hands on.
///
/// A transformer changes artifact and context in place. An exception is logged and the chain goes
/// on with what stands there then. It cancels the utterance by `canceled: true` together with a
/// text `cancel_reason` in the context. Calls come one at a time, for many sessions in turn.
template <class Artifact>
class Transformer {
  public:
    Transformer() = default;
    virtual ~Transformer() = default;
    Transformer(const Transformer&) = delete;
    Transformer& operator=(const Transformer&) = delete;
    Transformer(Transformer&&) = delete;
    Transformer& operator=(Transformer&&) = delete;

    /// [A-Za-z0-9._-]+, the same for the life of the process.
    [[nodiscard]] virtual std::string_view id() const = 0;
    [[nodiscard]] virtual int priority() const { return default_priority; }

    /// @param context of the message in flight, its session included
    virtual void transform(Artifact& artifact, json::object& context) = 0;
};

/// Between hearing and matching: what may have been said.
struct Utterances {
    std::vector<std::string> candidates;  ///< best first; none left means that nothing was said
    std::optional<std::string> lang;  ///< BCP-47, only where the producer or a transformer knows

    friend bool operator==(const Utterances&, const Utterances&) = default;
};
using UtteranceTransformer = Transformer<Utterances>;

/// Before matching, with nothing but the context.
struct Metadata {
    friend bool operator==(const Metadata&, const Metadata&) = default;
};
using MetadataTransformer = Transformer<Metadata>;

/// Between an answer and its synthesis.
struct Dialog {
    std::string text;
    std::optional<std::string> lang;  ///< as Utterances::lang

    friend bool operator==(const Dialog&, const Dialog&) = default;
};
using DialogTransformer = Transformer<Dialog>;

}  // namespace utter::transform
