"""A skill of the framework's older class for common queries."""

from ovos_workshop.skills.common_query_skill import CommonQuerySkill, CQSMatchLevel


class OldGeographySkill(CommonQuerySkill):
    def CQS_match_query_phrase(self, phrase):
        if "spain" in phrase.lower():
            return phrase, CQSMatchLevel.EXACT, "Madrid is the capital of Spain.", {}
        return None
