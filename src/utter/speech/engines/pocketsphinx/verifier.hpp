#pragma once

#include <optional>

#include "utter/speech/engines/pocketsphinx/decoder.hpp"

/// Utterance verification: was a sentence of the grammar said at all?
///
/// Two searches explain the same recording. The grammar may only say its sentences; the phone loop
/// may say any sounds in any order, weighted by how sounds follow each other in English. The loop
/// nearly always explains a recording better, as it is free; when the grammar's sentence is what
/// was said it does so by little, because both then follow the same sounds. The difference of their
/// log likelihoods is a likelihood ratio test, and taking a difference cancels what a fixed cut on
/// the grammar's score suffers from: voice, microphone, noise and loudness move both alike.
///
/// Two numbers are taken from the difference, both in decoder units (1024 steps of a logarithm to
/// base 1.0001):
///   mean         over the frames in which the grammar hears words: is the sentence as a whole
///   there? worst_window the lowest mean over 300 ms: is every part of it there? A sentence that
///   begins like
///                a command and goes on otherwise has a fair mean and one very bad stretch.
/// A logistic function of the two gives the probability that the sentence was said. Its
/// coefficients were fitted on the calibration set of bench/voice; docs/speech.md tells how to fit
/// them again.
namespace utter::speech::pocketsphinx {

struct Evidence {
    double mean = 0;
    double worst_window = 0;
};

/// Compares the two searches. Nothing when the grammar found no path or no word.
[[nodiscard]] std::optional<Evidence> compare(const Decoding& grammar, const Decoding& phones);

/// The probability that the grammar's sentence was said, 0 .. 1.
[[nodiscard]] double acceptance(const Evidence& evidence);

}  // namespace utter::speech::pocketsphinx
