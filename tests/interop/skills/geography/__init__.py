"""A skill that answers common queries, written as the framework's documentation shows it."""

from ovos_bus_client.message import dig_for_message
from ovos_workshop.decorators import common_query
from ovos_workshop.skills import OVOSSkill


class GeographySkill(OVOSSkill):
    def answered(self, utterance, answer, lang):
        self.bus.emit(dig_for_message().forward("geography.answered", {"answer": answer}))

    @common_query(callback=answered)
    def match_query(self, phrase, lang):
        if "france" in phrase.lower():
            return "Paris is the capital of France.", 0.85
        if "atlantis" in phrase.lower():
            return "Nobody knows.", 0.3
        return None
