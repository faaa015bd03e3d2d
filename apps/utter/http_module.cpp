#include "http_module.hpp"

#include "utter/http/curl_transport.hpp"

const utter::app::HttpModule utter_http{&utter::http::make_curl_transport};
