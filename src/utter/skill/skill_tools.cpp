// The tools of a skill: what a skill host adds to a plain tool service.
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "utter/skill/loaded_skill.hpp"

namespace utter::skill {
namespace {

// The short name that stands before the message of what a tool threw.
std::string_view type_of(const std::exception& error) {
    if (dynamic_cast<const std::invalid_argument*>(&error) != nullptr) return "InvalidArgument";
    if (dynamic_cast<const std::out_of_range*>(&error) != nullptr) return "OutOfRange";
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return "OutOfMemory";
    return "Error";
}

tools::ToolOutcome run_tool(const ToolHandler& handler, const json::object& arguments) {
    try {
        return handler(arguments);
    } catch (const std::exception& error) {
        return fail(ErrorCode::internal, std::string(type_of(error)) + ": " + error.what());
    } catch (...) {
        return fail(ErrorCode::internal, "Error: an exception that is no std::exception");
    }
}

}  // namespace

Result<void> SkillHost::Loaded::add_tool(tools::ToolDefinition definition, ToolHandler handler) {
    auto shared = std::make_shared<const ToolHandler>(std::move(handler));
    return tools_.add(
        tools::toolbox_of_skill(skill_id_),
        std::move(definition),
        [self = weak_from_this(), shared](json::object arguments,
                                          std::function<void(tools::ToolOutcome)> done) {
            const auto skill = self.lock();
            if (!skill) return done(fail(ErrorCode::unavailable, "Error: the skill is gone"));
            skill->executor_->post([self, shared, arguments = std::move(arguments), done] {
                // The skill may have ended while this waited; its handler may then no longer run.
                const auto still = self.lock();
                if (!still || !still->skill_) {
                    return done(fail(ErrorCode::unavailable, "Error: the skill is gone"));
                }
                done(run_tool(*shared, arguments));
            });
        });
}

}  // namespace utter::skill
