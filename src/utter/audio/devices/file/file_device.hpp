#pragma once

#include <filesystem>
#include <memory>

#include "utter/audio/audio_buffer.hpp"
#include "utter/audio/paced_device.hpp"

namespace utter::audio {

/// A WAV file as a loudspeaker: what is played stands in it, silence included, from start() to
/// stop(). 16-bit mono; an existing file is replaced by the first start(), later ones go on in it.
class FilePlayback final : public PacedPlayback {
  public:
    explicit FilePlayback(std::filesystem::path path, std::uint32_t sample_rate_hz = 48'000);
    ~FilePlayback() override;
    FilePlayback(const FilePlayback&) = delete;
    FilePlayback& operator=(const FilePlayback&) = delete;
    FilePlayback(FilePlayback&&) = delete;
    FilePlayback& operator=(FilePlayback&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "file"; }

  protected:
    [[nodiscard]] Result<void> open() override;
    void close() override;
    bool put(std::span<const float> block) override;

  private:
    struct File;
    std::filesystem::path path_;
    std::unique_ptr<File> file_;
};

/// A WAV file as a microphone, from its beginning at the first start(); then it has ended.
class FileCapture final : public PacedCapture {
  public:
    explicit FileCapture(std::filesystem::path path, std::uint32_t sample_rate_hz = 16'000)
        : PacedCapture(sample_rate_hz), path_(std::move(path)) {}
    ~FileCapture() override { stop(); }
    FileCapture(const FileCapture&) = delete;
    FileCapture& operator=(const FileCapture&) = delete;
    FileCapture(FileCapture&&) = delete;
    FileCapture& operator=(FileCapture&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "file"; }

  protected:
    [[nodiscard]] Result<void> open() override;
    std::optional<std::size_t> get(std::span<float> block) override;

  private:
    std::filesystem::path path_;
    AudioBuffer sound_;
    std::size_t position_ = 0;
};

}  // namespace utter::audio
