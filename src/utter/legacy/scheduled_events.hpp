#pragma once

#include <map>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/executor.hpp"

namespace utter::legacy {

/// The older way to have a message sent at a time: `mycroft.scheduler.schedule_event` and its like,
/// kept by the scheduler of OVOS-SCHEDULER-1. The message that comes has the topic, data and
/// context it was asked for with; it starts nothing. Lives on one executor.
class ScheduledEvents {
  public:
    /// @param bus where the scheduler is; both outlive this
    ScheduledEvents(bus::Bus& bus, Executor& executor);

  private:
    void listen(const char* topic, void (ScheduledEvents::*handler)(const Message&));
    void schedule(const Message& request);
    void remove(const Message& request);
    void update(const Message& request);
    void got(const Message& answer);
    void fire(const Message& event);

    bus::Bus& bus_;
    Executor& executor_;
    std::map<std::string, json::object> updates_;  // new data of events that are being looked up
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::legacy
