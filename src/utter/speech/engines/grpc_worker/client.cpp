#include "utter/speech/engines/grpc_worker/client.hpp"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <mutex>
#include <utility>

#include "health.grpc.pb.h"
#include "stt.grpc.pb.h"
#include "training.grpc.pb.h"
#include "tts.grpc.pb.h"

namespace utter::speech::grpc_worker {
namespace {

namespace wire = ::utter::workers::v1;
using SystemTime = std::chrono::system_clock::time_point;

constexpr std::size_t chunk_bytes = std::size_t{32} * 1024;  // half of what the protocol allows
constexpr std::size_t shown_bytes_max = 300;
constexpr std::uint32_t sent_rate_hz = 16'000;
// The worker need not say how sure it is.
constexpr double unknown_confidence = 0.5;

// gRPC's deadlines are of the clock on the wall.
SystemTime from_now(std::chrono::milliseconds time) {
    return std::chrono::system_clock::now() + time;
}

// What the worker said, on one line and not too long of it.
std::string shown(const std::string& text) {
    std::string line = text.substr(0, shown_bytes_max);
    std::ranges::replace_if(line, [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
    return line;
}

std::string primary(std::string_view tag) {
    std::string out(tag.substr(0, tag.find_first_of("-_")));
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

// Why a call did not do what it was made for.
struct Failure {
    grpc::StatusCode code = grpc::StatusCode::UNKNOWN;
    std::string text;
    bool stalled = false;  // the worker was silent for too long

    [[nodiscard]] static Failure of(const grpc::Status& status) {
        return {status.error_code(), shown(status.error_message()), false};
    }
};

// One streaming call. Each wait has its own bound besides the call's; when one passes the call is
// cancelled, so nothing of it is left when this goes.
class Waiter {
  public:
    Waiter(std::chrono::milliseconds total, std::chrono::milliseconds idle)
        : idle_(idle), total_at_(from_now(total)) {
        context_.set_deadline(total_at_);
    }
    ~Waiter() {
        context_.TryCancel();
        queue_.Shutdown();
        drain();
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    Waiter(Waiter&&) = delete;
    Waiter& operator=(Waiter&&) = delete;

    [[nodiscard]] grpc::ClientContext& context() { return context_; }
    [[nodiscard]] grpc::CompletionQueue& queue() { return queue_; }
    /// Of the only operation that is under way at a time.
    [[nodiscard]] void* tag() { return this; }

    /// Waits for the operation. @return whether it did what it was to do
    [[nodiscard]] bool done() {
        void* tag = nullptr;
        bool ok = false;
        const auto result = queue_.AsyncNext(&tag, &ok, from_now(idle_));
        if (result == grpc::CompletionQueue::GOT_EVENT) return ok;
        stalled_ = true;
        context_.TryCancel();
        // A cancelled operation ends at once.
        std::ignore = queue_.Next(&tag, &ok);
        return false;
    }

    /// How the call ended, after an operation that failed.
    template <class Call>
    [[nodiscard]] std::optional<Failure> end(Call& call) {
        grpc::Status status;
        call.Finish(&status, tag());
        std::ignore = done();
        if (stalled_) return Failure{grpc::StatusCode::DEADLINE_EXCEEDED, {}, true};
        if (status.ok()) return std::nullopt;
        return Failure::of(status);
    }

  private:
    void drain() {
        void* tag = nullptr;
        bool ok = false;
        while (queue_.Next(&tag, &ok)) {
        }
    }

    std::chrono::milliseconds idle_;
    SystemTime total_at_;
    bool stalled_ = false;
    grpc::ClientContext context_;
    grpc::CompletionQueue queue_;
};

VoiceQuality read_quality(wire::Job::Quality quality) {
    switch (quality) {
        case wire::Job::STANDARD:
            return VoiceQuality::standard;
        case wire::Job::PROFESSIONAL:
            return VoiceQuality::professional;
        default:
            return VoiceQuality::quick;
    }
}

bool has_ended(const wire::Job& job) {
    return job.state() == wire::Job::SUCCEEDED || job.state() == wire::Job::FAILED ||
           job.state() == wire::Job::CANCELLED;
}

}  // namespace

bool has_language(const std::vector<std::string>& tags, std::string_view lang) {
    const auto wanted = primary(lang);
    return tags.empty() ||
           std::ranges::any_of(tags, [&](const auto& tag) { return primary(tag) == wanted; });
}

struct Client::Impl {
    GrpcWorkerSettings settings;
    std::string section;
    std::mutex mutex;
    std::shared_ptr<grpc::Channel> channel;  // guarded; null: to be made

    [[nodiscard]] std::unexpected<Error> failure(ErrorCode code, std::string_view text) const {
        return fail(
            code, "the worker at " + settings.url + " (" + section + ".url) " + std::string(text));
    }

    // What gRPC calls the address.
    [[nodiscard]] Result<std::string> target() const {
        constexpr std::string_view tcp = "tcp://";
        if (settings.url.empty()) {
            return fail(ErrorCode::unavailable,
                        "no worker is configured; set " + section +
                            ".url, for example to tcp://127.0.0.1:50051");
        }
        if (settings.url.starts_with("unix:///")) return settings.url;
        if (settings.url.starts_with(tcp)) return "dns:///" + settings.url.substr(tcp.size());
        return failure(ErrorCode::unavailable,
                       "has no address that starts with tcp:// or unix:///");
    }

    [[nodiscard]] Result<std::shared_ptr<grpc::Channel>> channel_to_use() {
        const std::lock_guard lock(mutex);
        if (channel) return channel;
        const auto address = target();
        if (!address) return std::unexpected(address.error());
        grpc::ChannelArguments arguments;
        // A pool of workers behind one name takes turns.
        arguments.SetLoadBalancingPolicyName("round_robin");
        // No memory of failures but ours: the next call shall find a worker that has come back.
        arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
        channel =
            grpc::CreateCustomChannel(*address, grpc::InsecureChannelCredentials(), arguments);
        return channel;
    }

    void drop(const std::shared_ptr<grpc::Channel>& used) {
        const std::lock_guard lock(mutex);
        if (channel == used) channel.reset();
    }

    // A channel that is connected.
    [[nodiscard]] Result<std::shared_ptr<grpc::Channel>> connect() {
        auto used = channel_to_use();
        if (!used) return used;
        const auto deadline = from_now(settings.connect);
        while (true) {
            const auto state = (*used)->GetState(true);
            if (state == GRPC_CHANNEL_READY) return used;
            if (state == GRPC_CHANNEL_TRANSIENT_FAILURE || state == GRPC_CHANNEL_SHUTDOWN) {
                drop(*used);
                return failure(ErrorCode::unavailable,
                               "cannot be reached; start it, or correct the setting");
            }
            if (!(*used)->WaitForStateChange(state, deadline)) {
                drop(*used);
                return failure(ErrorCode::timeout, "did not accept the connection in time");
            }
        }
    }

    [[nodiscard]] std::unexpected<Error> failure(const Failure& why) const {
        const auto with = [&why](const std::string& text) {
            return why.text.empty() ? text : text + ": " + why.text;
        };
        switch (why.code) {
            case grpc::StatusCode::INVALID_ARGUMENT:
                return failure(ErrorCode::invalid_argument, with("refused the request"));
            case grpc::StatusCode::RESOURCE_EXHAUSTED:
                return failure(ErrorCode::limit, with("found the request too large"));
            case grpc::StatusCode::UNIMPLEMENTED:
                return failure(ErrorCode::unavailable,
                               "is not a worker of this kind; name another one there");
            case grpc::StatusCode::DEADLINE_EXCEEDED:
                if (why.stalled) {
                    return failure(
                        ErrorCode::timeout,
                        "was silent for " + std::to_string(settings.idle.count()) + "ms");
                }
                return failure(
                    ErrorCode::timeout,
                    "was not done after " + std::to_string(settings.total.count()) + "ms");
            default:
                return failure(ErrorCode::unavailable, with("broke off"));
        }
    }

    // What `ask` of a stub gets in one answer, within the time for connecting.
    template <class Stub, class Ask>
    [[nodiscard]] Result<void> ask(
        std::unique_ptr<Stub> (*make)(const std::shared_ptr<grpc::ChannelInterface>&,
                                      const grpc::StubOptions&),
        Ask ask) {
        const auto used = connect();
        if (!used) return std::unexpected(used.error());
        grpc::ClientContext context;
        context.set_deadline(from_now(settings.connect));
        const auto stub = make(*used, grpc::StubOptions());
        const grpc::Status status = ask(*stub, context);
        if (status.ok()) return {};
        drop(*used);
        if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
            return failure(ErrorCode::timeout, "did not answer in time");
        }
        return failure(Failure::of(status));
    }

    [[nodiscard]] Result<wire::Job> submit(const TrainingRequest& request,
                                           const std::stop_token& stop);
    [[nodiscard]] Result<std::optional<wire::Job>> follow(
        const std::string& job_id,
        const VoiceTrainer::OnProgress& on_progress,
        const std::stop_token& stop);
};

Client::Client(GrpcWorkerSettings settings, std::string section) : impl_(std::make_unique<Impl>()) {
    impl_->settings = std::move(settings);
    impl_->section = std::move(section);
}

Client::~Client() = default;

std::unexpected<Error> Client::failure(ErrorCode code, std::string_view text) const {
    return impl_->failure(code, text);
}

Result<void> Client::check_serving(std::string_view service) const {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(std::string(service));
    grpc::health::v1::HealthCheckResponse response;
    auto asked = impl_->ask(&grpc::health::v1::Health::NewStub, [&](auto& stub, auto& context) {
        return stub.Check(&context, request, &response);
    });
    if (!asked) return asked;
    if (response.status() == grpc::health::v1::HealthCheckResponse::SERVING) return {};
    return failure(ErrorCode::unavailable, "is not ready: its model is being loaded, or it stops");
}

Result<Offer> Client::describe_stt() const {
    wire::DescribeSttResponse response;
    auto asked = impl_->ask(&wire::SpeechToText::NewStub, [&](auto& stub, auto& context) {
        return stub.DescribeStt(&context, {}, &response);
    });
    if (!asked) return std::unexpected(asked.error());
    return Offer{response.engine(), {response.languages().begin(), response.languages().end()}};
}

Result<Transcript> Client::transcribe(std::span<const float> samples_16k,
                                      const std::string& lang) const {
    const auto used = impl_->connect();
    if (!used) return std::unexpected(used.error());
    const auto stub = wire::SpeechToText::NewStub(*used);
    Waiter waiter(impl_->settings.total, impl_->settings.idle);
    const auto call = stub->AsyncTranscribe(&waiter.context(), &waiter.queue(), waiter.tag());
    const auto ended = [&]() -> std::unexpected<Error> {
        const auto why = waiter.end(*call);
        impl_->drop(*used);
        if (!why) return failure(ErrorCode::unavailable, "ended without a final transcription");
        if (why->code == grpc::StatusCode::FAILED_PRECONDITION) {
            return failure(ErrorCode::unsupported,
                           "does not understand '" + lang + "': " + why->text);
        }
        return impl_->failure(*why);
    };
    if (!waiter.done()) return ended();
    wire::TranscribeRequest request;
    request.mutable_start()->set_sample_rate_hz(sent_rate_hz);
    request.mutable_start()->set_language(lang);
    call->Write(request, waiter.tag());
    if (!waiter.done()) return ended();
    for (std::size_t at = 0; at < samples_16k.size(); at += chunk_bytes / 2) {
        request.set_pcm(remote::to_pcm16(
            samples_16k.subspan(at, std::min(chunk_bytes / 2, samples_16k.size() - at))));
        call->Write(request, waiter.tag());
        if (!waiter.done()) return ended();
    }
    call->WritesDone(waiter.tag());
    if (!waiter.done()) return ended();
    wire::Transcription said;
    do {
        call->Read(&said, waiter.tag());
        if (!waiter.done()) return ended();
    } while (!said.is_final());
    const auto sure = static_cast<double>(said.confidence());
    return Transcript{.text = said.text(),
                      .lang = said.language().empty() ? lang : said.language(),
                      .source = "open",
                      .confidence = sure > 0 && sure <= 1 ? sure : unknown_confidence};
}

Result<Offer> Client::describe_tts() const {
    wire::ListVoicesResponse response;
    auto asked = impl_->ask(&wire::TextToSpeech::NewStub, [&](auto& stub, auto& context) {
        return stub.ListVoices(&context, {}, &response);
    });
    if (!asked) return std::unexpected(asked.error());
    if (response.voices().empty()) return failure(ErrorCode::unavailable, "has no voices");
    Offer offer{response.engine(), {}};
    for (const auto& voice : response.voices()) {
        if (voice.languages().empty()) return Offer{response.engine(), {}};
        offer.languages.insert(
            offer.languages.end(), voice.languages().begin(), voice.languages().end());
    }
    return offer;
}

Result<void> Client::synthesize(const SynthesisRequest& request, const Sink& sink) const {
    const auto used = impl_->connect();
    if (!used) return std::unexpected(used.error());
    const auto stub = wire::TextToSpeech::NewStub(*used);
    Waiter waiter(impl_->settings.total, impl_->settings.idle);
    wire::SynthesizeRequest sent;
    sent.set_text(request.text);
    sent.set_voice_id(request.voice);
    sent.set_language(request.lang);
    sent.set_rate(static_cast<float>(request.rate));
    const auto call = stub->AsyncSynthesize(&waiter.context(), sent, &waiter.queue(), waiter.tag());
    if (waiter.done()) {
        while (true) {
            wire::SpokenAudio piece;
            call->Read(&piece, waiter.tag());
            if (!waiter.done()) break;
            const remote::PcmFormat format{
                .rate_hz = piece.sample_rate_hz(), .width_bytes = 2, .channels = 1};
            if (format.rate_hz < remote::pcm_rate_hz_min ||
                format.rate_hz > remote::pcm_rate_hz_max) {
                return failure(ErrorCode::unavailable,
                               "sent what cannot be played: sound of " +
                                   std::to_string(format.rate_hz) + " Hz");
            }
            if (auto taken = sink(piece.pcm(), format); !taken) return taken;
        }
    }
    const auto why = waiter.end(*call);
    if (!why) return {};
    impl_->drop(*used);
    if (why->code == grpc::StatusCode::NOT_FOUND) {
        return failure(ErrorCode::not_found, "has no voice '" + request.voice + "': " + why->text);
    }
    if (why->code == grpc::StatusCode::FAILED_PRECONDITION) {
        return failure(ErrorCode::unsupported,
                       "does not speak '" + request.lang + "': " + why->text);
    }
    return impl_->failure(*why);
}

// Sends the samples. @return the job as it was accepted
Result<wire::Job> Client::Impl::submit(const TrainingRequest& request,
                                       const std::stop_token& stop) {
    const auto used = connect();
    if (!used) return std::unexpected(used.error());
    const auto stub = wire::VoiceTraining::NewStub(*used);
    Waiter waiter(settings.total, settings.idle);
    const std::stop_callback on_stop(stop, [&waiter] { waiter.context().TryCancel(); });
    wire::Job job;
    const auto call = stub->AsyncSubmitJob(&waiter.context(), &job, &waiter.queue(), waiter.tag());
    bool going = waiter.done();
    const auto send = [&](const wire::SubmitJobRequest& part) {
        if (going) call->Write(part, waiter.tag());
        going = going && waiter.done();
    };
    wire::SubmitJobRequest part;
    part.mutable_start()->set_voice_id(request.voice_id);
    part.mutable_start()->set_language(request.lang);
    send(part);
    for (const auto& path : request.samples) {
        std::ifstream file(path, std::ios::binary);
        if (!file) return fail(ErrorCode::io, "the sample " + path.string() + " cannot be read");
        part.mutable_file()->set_name(path.filename().string());
        send(part);
        std::array<char, chunk_bytes> bytes{};
        while (going && (file.read(bytes.data(), bytes.size()), file.gcount() > 0)) {
            part.set_bytes(bytes.data(), static_cast<std::size_t>(file.gcount()));
            send(part);
        }
        if (file.bad()) return fail(ErrorCode::io, "the sample " + path.string() + " broke off");
    }
    if (going) {
        call->WritesDone(waiter.tag());
        std::ignore = waiter.done();
    }
    if (const auto why = waiter.end(*call)) {
        drop(*used);
        return failure(*why);
    }
    return job;
}

// Tells of the job until it has ended. @return nothing when it was stopped first
Result<std::optional<wire::Job>> Client::Impl::follow(const std::string& job_id,
                                                      const VoiceTrainer::OnProgress& on_progress,
                                                      const std::stop_token& stop) {
    const auto used = connect();
    if (!used) return std::unexpected(used.error());
    const auto stub = wire::VoiceTraining::NewStub(*used);
    Waiter waiter(settings.total, settings.idle);
    const std::stop_callback on_stop(stop, [&waiter] { waiter.context().TryCancel(); });
    wire::JobRequest request;
    request.set_job_id(job_id);
    const auto call =
        stub->AsyncWatchJob(&waiter.context(), request, &waiter.queue(), waiter.tag());
    wire::Job job;
    double told = 0;
    bool going = waiter.done();
    while (going) {
        call->Read(&job, waiter.tag());
        going = waiter.done();
        if (!going) break;
        told = std::clamp(static_cast<double>(job.progress()), told, 1.0);
        if (on_progress) on_progress({told, shown(job.stage())});
        if (has_ended(job)) return job;
    }
    const auto why = waiter.end(*call);
    if (stop.stop_requested()) return std::nullopt;
    drop(*used);
    if (!why) return failure(ErrorCode::unavailable, "told of a job without its end");
    return failure(*why);
}

Result<std::optional<TrainedVoice>> Client::train(const TrainingRequest& request,
                                                  const VoiceTrainer::OnProgress& on_progress,
                                                  const std::stop_token& stop) const {
    const auto submitted = impl_->submit(request, stop);
    if (stop.stop_requested() && !submitted) return std::nullopt;
    if (!submitted) return std::unexpected(submitted.error());
    const auto job_id = submitted->job_id();
    const auto followed = impl_->follow(job_id, on_progress, stop);
    const auto ended = followed ? *followed : std::nullopt;
    if (!ended) {
        // Whatever the reason that nobody waits for it any longer, its work is for nothing.
        wire::JobRequest cancel;
        cancel.set_job_id(job_id);
        wire::Job job;
        std::ignore = impl_->ask(&wire::VoiceTraining::NewStub, [&](auto& stub, auto& context) {
            return stub.CancelJob(&context, cancel, &job);
        });
        if (!followed) return std::unexpected(followed.error());
        return std::nullopt;
    }
    const wire::Job& job = *ended;
    if (job.state() == wire::Job::CANCELLED && stop.stop_requested()) return std::nullopt;
    if (job.state() != wire::Job::SUCCEEDED) {
        const auto reason = job.error().empty() ? std::string("it was cancelled") : job.error();
        return failure(ErrorCode::unavailable, "made no voice: " + shown(reason));
    }
    TrainedVoice voice{.voice_id = job.voice_id(),
                       .quality = read_quality(job.quality()),
                       .speech = std::chrono::milliseconds(job.speech_ms()),
                       .measures = {}};
    for (const auto& [name, value] : job.measures()) voice.measures[name] = value;
    return voice;
}

}  // namespace utter::speech::grpc_worker
