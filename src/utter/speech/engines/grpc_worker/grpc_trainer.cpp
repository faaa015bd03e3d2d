#include "utter/speech/engines/grpc_worker/grpc_trainer.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace utter::speech {
namespace {

constexpr std::size_t voice_id_bytes_max = 64;
constexpr std::size_t samples_max = 100;
constexpr std::uintmax_t samples_bytes_max = std::uintmax_t{512} * 1024 * 1024;

bool is_voice_id(std::string_view id) {
    return !id.empty() && id.size() <= voice_id_bytes_max && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

}  // namespace

GrpcTrainer::GrpcTrainer(GrpcWorkerSettings settings)
    : worker_(std::move(settings), "trainer.grpc") {}

Result<void> GrpcTrainer::check() const {
    return worker_.check_serving(grpc_worker::training_service);
}

Result<std::optional<TrainedVoice>> GrpcTrainer::train(const TrainingRequest& request,
                                                       const OnProgress& on_progress,
                                                       std::stop_token stop) {
    if (!is_voice_id(request.voice_id)) {
        return fail(
            ErrorCode::invalid_argument,
            "the voice id '" + request.voice_id + "' is not 1 to 64 letters, digits, '-' and '_'");
    }
    if (request.samples.empty()) {
        return fail(ErrorCode::invalid_argument, "there are no samples to make a voice of");
    }
    if (request.samples.size() > samples_max) {
        return fail(ErrorCode::limit, "there are more than 100 samples");
    }
    // Before anything is sent: the worker would have got the others in vain.
    std::uintmax_t bytes = 0;
    for (const auto& sample : request.samples) {
        std::error_code error;
        const auto size = std::filesystem::file_size(sample, error);
        if (error || !std::ifstream(sample)) {
            return fail(ErrorCode::io, "the sample " + sample.string() + " cannot be read");
        }
        bytes += size;
    }
    if (bytes > samples_bytes_max) {
        return fail(ErrorCode::limit, "the samples are larger than 512 MiB together");
    }
    return worker_.train(request, on_progress, stop);
}

}  // namespace utter::speech
