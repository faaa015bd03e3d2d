#include "utter/speech/engines/grpc_worker/test_worker.hpp"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <numbers>
#include <thread>
#include <utility>

#include "health.grpc.pb.h"
#include "stt.grpc.pb.h"
#include "training.grpc.pb.h"
#include "tts.grpc.pb.h"
#include "utter/speech/engines/grpc_worker/client.hpp"
#include "utter/speech/engines/remote/pcm.hpp"

namespace utter::speech::grpc_worker {
namespace {

namespace wire = ::utter::workers::v1;
using grpc::Status;
using grpc::StatusCode;

constexpr std::uint32_t tone_rate_hz = 16'000;
constexpr std::size_t piece_samples = 4096;

audio::AudioBuffer tone() {
    audio::AudioBuffer sound{std::vector<float>(tone_rate_hz), tone_rate_hz};
    for (std::size_t i = 0; i < sound.samples.size(); ++i) {
        sound.samples[i] =
            0.5F * static_cast<float>(std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i) /
                                               tone_rate_hz));
    }
    return sound;
}

}  // namespace

struct TestWorker::Impl final : public wire::SpeechToText::Service,
                                public wire::TextToSpeech::Service,
                                public wire::VoiceTraining::Service,
                                public grpc::health::v1::Health::Service {
    TestWorkerScript script;
    std::string socket_path;
    int port = 0;
    std::atomic<int> calls{0};
    std::atomic<std::size_t> sample_bytes{0};
    std::mutex mutex;
    std::condition_variable_any changed;
    bool cancelled = false;  // guarded
    bool dying = false;      // guarded
    std::unique_ptr<grpc::Server> server;
    std::jthread undertaker;

    // Until the client is gone or the server ends.
    static Status stall(grpc::ServerContext* context) {
        while (!context->IsCancelled()) std::this_thread::yield();
        return Status::CANCELLED;
    }

    // A call cannot end its own server, which waits for it.
    Status die(grpc::ServerContext* context) {
        {
            const std::lock_guard lock(mutex);
            dying = true;
            changed.notify_all();
        }
        return stall(context);
    }

    void bury(const std::stop_token& stop) {
        {
            std::unique_lock lock(mutex);
            std::ignore = changed.wait(lock, stop, [this] { return dying; });
        }
        server->Shutdown(std::chrono::system_clock::now());
    }

    [[nodiscard]] std::optional<Status> begins_badly(grpc::ServerContext* context) {
        ++calls;
        switch (script.trouble) {
            case Trouble::loading:
                return Status(StatusCode::UNAVAILABLE, "the model is being loaded");
            case Trouble::stalls_at_once:
                return stall(context);
            case Trouble::fails:
                return Status(StatusCode::INTERNAL, "out\nof memory");
            default:
                return std::nullopt;
        }
    }

    Status Check(grpc::ServerContext* /*context*/,
                 const grpc::health::v1::HealthCheckRequest* /*request*/,
                 grpc::health::v1::HealthCheckResponse* response) override {
        response->set_status(script.trouble == Trouble::loading
                                 ? grpc::health::v1::HealthCheckResponse::NOT_SERVING
                                 : grpc::health::v1::HealthCheckResponse::SERVING);
        return Status::OK;
    }

    Status DescribeStt(grpc::ServerContext* /*context*/,
                       const wire::DescribeSttRequest* /*request*/,
                       wire::DescribeSttResponse* response) override {
        response->set_engine("test");
        for (const auto& tag : script.languages) response->add_languages(tag);
        return Status::OK;
    }

    Status Transcribe(
        grpc::ServerContext* context,
        grpc::ServerReaderWriter<wire::Transcription, wire::TranscribeRequest>* stream) override {
        if (auto bad = begins_badly(context)) return *bad;
        wire::TranscribeRequest request;
        if (!stream->Read(&request) || !request.has_start()) {
            return {StatusCode::INVALID_ARGUMENT, "the stream does not begin with 'start'"};
        }
        const auto start = request.start();
        if (!has_language(script.languages, start.language())) {
            return {StatusCode::FAILED_PRECONDITION, "no model for it"};
        }
        audio::AudioBuffer sound{{}, start.sample_rate_hz()};
        wire::Transcription partial;
        partial.set_text("hel");
        while (stream->Read(&request)) {
            const auto taken =
                remote::append_pcm(request.pcm(), {sound.sample_rate_hz, 2, 1}, sound.samples);
            if (!taken) return {StatusCode::INVALID_ARGUMENT, taken.error().detail};
            stream->Write(partial);
        }
        if (script.trouble == Trouble::stalls_midway) return stall(context);
        if (script.trouble == Trouble::dies_midway) return die(context);
        if (script.trouble == Trouble::ends_early) return Status::OK;
        while (script.trouble == Trouble::endless && stream->Write(partial)) {
        }
        wire::Transcription answer;
        answer.set_is_final(true);
        const auto said = script.hear ? script.hear(sound) : Result<std::string>(script.said);
        if (!said) return {StatusCode::UNAVAILABLE, said.error().detail};
        answer.set_text(*said);
        stream->Write(answer);
        return Status::OK;
    }

    Status ListVoices(grpc::ServerContext* /*context*/,
                      const wire::ListVoicesRequest* /*request*/,
                      wire::ListVoicesResponse* response) override {
        response->set_engine("test");
        for (const auto& id : script.voices) {
            auto* const voice = response->add_voices();
            voice->set_id(id);
            for (const auto& tag : script.languages) voice->add_languages(tag);
        }
        return Status::OK;
    }

    Status Synthesize(grpc::ServerContext* context,
                      const wire::SynthesizeRequest* request,
                      grpc::ServerWriter<wire::SpokenAudio>* writer) override {
        if (auto bad = begins_badly(context)) return *bad;
        const auto& voice = request->voice_id();
        if (!voice.empty() && std::ranges::find(script.voices, voice) == script.voices.end()) {
            return {StatusCode::NOT_FOUND, "no such voice"};
        }
        if (!has_language(script.languages, request->language())) {
            return {StatusCode::FAILED_PRECONDITION, "no voice of it"};
        }
        const auto sound =
            script.speak
                ? script.speak({request->text(), request->language(), voice, request->rate()})
                : Result<audio::AudioBuffer>(tone());
        if (!sound) return {StatusCode::UNAVAILABLE, sound.error().detail};
        wire::SpokenAudio piece;
        piece.set_sample_rate_hz(sound->sample_rate_hz);
        const std::span<const float> samples(sound->samples);
        do {
            for (std::size_t at = 0; at < samples.size(); at += piece_samples) {
                piece.set_pcm(remote::to_pcm16(
                    samples.subspan(at, std::min(piece_samples, samples.size() - at))));
                if (script.trouble == Trouble::sends_garbage && at > 0) piece.set_pcm("odd");
                if (!writer->Write(piece)) return Status::CANCELLED;
                if (script.trouble == Trouble::stalls_midway) return stall(context);
                if (script.trouble == Trouble::dies_midway) return die(context);
                if (script.trouble == Trouble::ends_early) {
                    return {StatusCode::UNAVAILABLE, "stopping"};
                }
            }
        } while (script.trouble == Trouble::endless);
        return Status::OK;
    }

    static wire::Job job(wire::Job::State state) {
        wire::Job made;
        made.set_job_id("job-1");
        made.set_voice_id("ann");
        made.set_state(state);
        return made;
    }

    Status SubmitJob(grpc::ServerContext* context,
                     grpc::ServerReader<wire::SubmitJobRequest>* reader,
                     wire::Job* response) override {
        if (auto bad = begins_badly(context)) return *bad;
        wire::SubmitJobRequest part;
        std::size_t bytes = 0;
        while (reader->Read(&part)) bytes += part.bytes().size();
        sample_bytes = bytes;
        *response = job(wire::Job::QUEUED);
        return Status::OK;
    }

    Status WatchJob(grpc::ServerContext* context,
                    const wire::JobRequest* /*request*/,
                    grpc::ServerWriter<wire::Job>* writer) override {
        auto now = job(wire::Job::RUNNING);
        now.set_stage("reading samples");
        for (int step = 0; script.training_steps < 0 || step < script.training_steps; ++step) {
            if (script.training_steps > 0) {
                now.set_progress(static_cast<float>(step) /
                                 static_cast<float>(script.training_steps));
            }
            if (context->IsCancelled() || !writer->Write(now)) return Status::CANCELLED;
            if (script.trouble == Trouble::stalls_midway) return stall(context);
            if (script.trouble == Trouble::dies_midway) return die(context);
        }
        const bool failed = script.trouble == Trouble::sends_garbage;
        now = job(failed ? wire::Job::FAILED : wire::Job::SUCCEEDED);
        if (failed) now.set_error("the samples hold no speech");
        now.set_progress(1);
        now.set_speech_ms(61'000);
        now.set_quality(wire::Job::STANDARD);
        (*now.mutable_measures())["pitch_hz"] = 181.5;
        writer->Write(now);
        return Status::OK;
    }

    Status CancelJob(grpc::ServerContext* /*context*/,
                     const wire::JobRequest* /*request*/,
                     wire::Job* response) override {
        const std::lock_guard lock(mutex);
        cancelled = true;
        *response = job(wire::Job::CANCELLED);
        return Status::OK;
    }
};

TestWorker::TestWorker(TestWorkerScript script, const std::string& socket_path)
    : impl_(std::make_unique<Impl>()) {
    impl_->script = std::move(script);
    impl_->socket_path = socket_path;
    grpc::ServerBuilder builder;
    builder.AddListeningPort(socket_path.empty() ? "127.0.0.1:0" : "unix://" + socket_path,
                             grpc::InsecureServerCredentials(),
                             &impl_->port);
    builder.RegisterService(static_cast<wire::SpeechToText::Service*>(impl_.get()));
    builder.RegisterService(static_cast<wire::TextToSpeech::Service*>(impl_.get()));
    builder.RegisterService(static_cast<wire::VoiceTraining::Service*>(impl_.get()));
    builder.RegisterService(static_cast<grpc::health::v1::Health::Service*>(impl_.get()));
    impl_->server = builder.BuildAndStart();
    impl_->undertaker =
        std::jthread([impl = impl_.get()](const std::stop_token& stop) { impl->bury(stop); });
}

TestWorker::~TestWorker() {
    impl_->undertaker.request_stop();
    impl_->undertaker.join();
    impl_->server->Wait();
}

std::string TestWorker::url() const {
    if (!impl_->socket_path.empty()) return "unix://" + impl_->socket_path;
    return "tcp://127.0.0.1:" + std::to_string(impl_->port);
}

int TestWorker::calls() const {
    return impl_->calls;
}

std::size_t TestWorker::sample_bytes() const {
    return impl_->sample_bytes;
}

bool TestWorker::cancelled() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->cancelled;
}

}  // namespace utter::speech::grpc_worker
