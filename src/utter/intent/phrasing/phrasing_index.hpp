#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "utter/intent/phrasing/evidence.hpp"
#include "utter/intent/phrasing/signature.hpp"

namespace utter::intent::phrasing {

/// The signatures of one language, found by what they mean.
class PhrasingIndex final : public Distribution {
  public:
    /// Signatures weighed for one sentence: those that share most with it.
    static constexpr std::size_t weighed_max = 24;

    /// Adds an intent. What is added stays in place for the life of the index.
    /// @param name decides between equals, so that the order of adding plays no part
    /// @param counts whether its words count as in use by everybody, for their weight
    void add(const std::vector<Signature>& signatures,
             std::uint32_t row,
             std::string_view name,
             bool counts);

    struct Found {
        std::uint32_t row = 0;
        const Signature* signature = nullptr;
    };

    /// The signatures worth weighing, likeliest first. @param admits asked once a row
    [[nodiscard]] std::vector<Found> find(
        const Sentence& sentence, const std::function<bool(std::uint32_t row)>& admits) const;

    [[nodiscard]] double weight(const Meaning& meaning) const override;
    [[nodiscard]] bool is_topic(const Meaning& meaning) const override;
    [[nodiscard]] bool is_known(const Meaning& meaning) const override;
    [[nodiscard]] bool is_shared(const Meaning& meaning) const override;

  private:
    struct Entry {
        const Signature* signature = nullptr;
        std::uint32_t row = 0;
        std::uint32_t place = 0;  // among the row's
        std::string_view name;
    };
    struct Known {
        const Meaning* meaning = nullptr;
        std::size_t rows = 0;  // that have it, of those that count
        std::uint32_t first_row = 0;
        std::uint32_t last_row = 0;
        std::vector<std::uint32_t> entries;
    };

    [[nodiscard]] bool is_said(const Meaning& meaning, float strength_min) const;
    [[nodiscard]] double total(const Signature& signature) const;
    std::uint32_t known(const Meaning& meaning);

    std::vector<Entry> entries_;
    std::vector<Known> known_;
    std::unordered_map<std::string_view, std::uint32_t> by_key_;
    std::unordered_map<ConceptId, std::vector<std::uint32_t>> by_concept_;
    std::size_t rows_ = 0;  // that count
};

}  // namespace utter::intent::phrasing
