#include "utter/models/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace utter::models {
namespace {

// Of memory alone can OpenSSL fail here.
void require(int done) {
    if (done != 1) throw std::runtime_error("OpenSSL cannot make a SHA-256");
}

}  // namespace

struct Sha256::Impl {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                    &EVP_MD_CTX_free};
};

Sha256::Sha256() : impl_(std::make_unique<Impl>()) {
    require(EVP_DigestInit_ex(impl_->context.get(), EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
    require(EVP_DigestUpdate(impl_->context.get(), bytes.data(), bytes.size()));
}

std::string Sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(impl_->context.get(), digest.data(), &size));
    require(EVP_DigestInit_ex(impl_->context.get(), EVP_sha256(), nullptr));
    std::string text;
    for (unsigned int i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
}

}  // namespace utter::models
