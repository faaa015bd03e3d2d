#include "utter/core/result.hpp"

#include "utter/core/faulty_field.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace utter {
namespace {

Result<int> half(int value) {
    if (value % 2 != 0) return fail(ErrorCode::invalid_argument, "the number is odd");
    return value / 2;
}

TEST(Result, CarriesAValue) {
    EXPECT_EQ(half(4), 2);
}

TEST(Result, CarriesTheReasonThereIsNone) {
    const auto result = half(3);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error(), (Error{ErrorCode::invalid_argument, "the number is odd", false}));
}

TEST(Result, HoldsWhatCannotBeCopied) {
    const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
    EXPECT_EQ(**make(), 7);
}

TEST(Result, MayHaveNothingToCarry) {
    const auto check = [](bool right) -> Result<void> {
        if (!right) return fail(ErrorCode::internal, "wrong");
        return {};
    };
    EXPECT_TRUE(check(true));
    EXPECT_EQ(check(false).error().code, ErrorCode::internal);
}

TEST(Result, NamesTheFieldItsDetailBeginsWith) {
    const auto field = [](std::string detail) {
        const Error error{ErrorCode::invalid_argument, std::move(detail), false};
        return std::string(faulty_field(error));
    };
    EXPECT_EQ(field("'name' must not be empty; 'lang' is no language"), "name");
    EXPECT_EQ(field("the field 'name' is empty"), "");
    EXPECT_EQ(field("'name is empty"), "");
    EXPECT_EQ(field(""), "");
}

TEST(Result, IsNotRetryableUnlessSaid) {
    EXPECT_FALSE(half(1).error().retryable);
    EXPECT_FALSE(Error{}.retryable);
}

TEST(ErrorCode, HasANameOfItsOwn) {
    std::set<std::string_view> names;
    for (const auto code : {ErrorCode::invalid_argument,
                            ErrorCode::malformed,
                            ErrorCode::not_found,
                            ErrorCode::unavailable,
                            ErrorCode::timeout,
                            ErrorCode::limit,
                            ErrorCode::io,
                            ErrorCode::unsupported,
                            ErrorCode::internal,
                            ErrorCode::conflict}) {
        EXPECT_TRUE(names.insert(to_string(code)).second) << to_string(code);
    }
    EXPECT_EQ(to_string(ErrorCode::not_found), "not_found");
}

TEST(ErrorCode, NamesAnUnknownValueInternal) {
    EXPECT_EQ(to_string(static_cast<ErrorCode>(200)), "internal");
}

}  // namespace
}  // namespace utter
