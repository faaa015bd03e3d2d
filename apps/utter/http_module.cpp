#include "http_module.hpp"

#include "utter/llm/curl_transport.hpp"

const utter::app::HttpModule utter_http{&utter::llm::make_curl_transport};
