#include "utter/bus/bus_url.hpp"

#include <gtest/gtest.h>

namespace utter::bus {
namespace {

TEST(BusUrl, KnowsThreeForms) {
    const auto plain = parse_bus_url("ws://house:8181/core").value();
    EXPECT_EQ(plain.kind, BusUrl::Kind::tcp);
    EXPECT_EQ(plain.host, "house");
    EXPECT_EQ(plain.port, 8181);
    EXPECT_EQ(plain.path, "/core");
    EXPECT_EQ(plain.authority, "house:8181");
    const auto secure = parse_bus_url("wss://[::1]").value();
    EXPECT_EQ(secure.kind, BusUrl::Kind::tls);
    EXPECT_EQ(secure.host, "::1");
    EXPECT_EQ(secure.port, 443);
    EXPECT_EQ(secure.path, "/");
    EXPECT_EQ(secure.authority, "[::1]:443");
    const auto local = parse_bus_url("unix:/run/utter/bus").value();
    EXPECT_EQ(local.kind, BusUrl::Kind::local);
    EXPECT_EQ(local.socket, "/run/utter/bus");
    EXPECT_EQ(local.path, "/core");
}

TEST(BusUrl, RefusesTheRestAndRepeatsNoPassword) {
    const std::string long_path(200, 'x');
    for (const auto& bad : {std::string("unix:"),
                            std::string("unix:relative"),
                            "unix:/" + long_path,
                            std::string("ws://house/a b"),
                            std::string("ws://house/\r\nX: y"),
                            std::string("wss://:1/")}) {
        EXPECT_FALSE(parse_bus_url(bad).has_value()) << bad;
    }
    const auto with_password = parse_bus_url("ws://me:secret@house/core");
    ASSERT_FALSE(with_password.has_value());
    EXPECT_EQ(with_password.error().detail.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace utter::bus
