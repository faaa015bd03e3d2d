#include "about_skill.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/locale_expectations.hpp"
#include "utter/core/version.hpp"
#include "utter/skill/skill_tester.hpp"

namespace utter::skills {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;

skill::SkillEntry entry() {
    return {std::string(about_skill_id),
            UTTER_SOURCE_DIR "/skills/about.utter/locale",
            make_about_skill};
}

// A skill that only has a summary.
skill::SkillEntry neighbour(const std::string& id) {
    struct Silent final : skill::Skill {
        [[nodiscard]] Result<void> start(skill::SkillContext&) override { return {}; }
    };
    return {id, UTTER_SOURCE_DIR "/skills/" + id + "/locale", [] {
                return std::make_unique<Silent>();
            }};
}

class AboutSkill : public testing::Test {
  protected:
    void expect_intent(const std::string& lang,
                       const std::string& intent,
                       const std::vector<std::string>& utterances) {
        for (const auto& utterance : utterances) {
            EXPECT_EQ(tester_.say(utterance, lang).size(), 1U) << utterance;
            EXPECT_EQ(tester_.last_intent(), intent) << utterance;
            EXPECT_EQ(tester_.last_error(), "") << utterance;
        }
    }

    skill::SkillTester tester_{
        entry(),
        {.languages = {"en-US", "es-ES", "de-DE", "fr-FR", "it-IT", "pt-PT", "nl-NL"},
         .beside = {neighbour("date-time.utter"), neighbour("timer.utter")}}};
};

TEST_F(AboutSkill, LocaleIsSoundAndEven) {
    expect_sound_locale(entry());
    EXPECT_EQ(skill::SkillTester(entry()).load_log(), "");
}

TEST_F(AboutSkill, SaysWhatTheLoadedSkillsCanDo) {
    EXPECT_THAT(tester_.say("What can you do?"),
                ElementsAre("I can tell you about myself, tell you the time and the date, and set "
                            "and watch timers."));
    EXPECT_THAT(tester_.say("Was kannst du alles?", "de-DE"),
                ElementsAre("Ich kann etwas über mich erzählen, dir die Uhrzeit und das Datum "
                            "sagen und Timer stellen."));
    EXPECT_THAT(tester_.say("¿Qué puedes hacer?", "es-ES"),
                ElementsAre("Puedo hablarte de mí, decirte la hora y la fecha y poner "
                            "temporizadores."));
}

TEST_F(AboutSkill, NamesItselfAndItsVersion) {
    EXPECT_THAT(tester_.say("Who are you?"), ElementsAre(HasSubstr("Utter")));
    EXPECT_THAT(tester_.say("What's your name?"),
                ElementsAre(AnyOf("My name is Utter.", "I am called Utter.")));
    EXPECT_THAT(tester_.say("What version are you?"), ElementsAre(HasSubstr(version)));
    EXPECT_THAT(tester_.say("Welche Version bist du?", "de-DE"), ElementsAre(HasSubstr(version)));
    EXPECT_THAT(tester_.say("¿Qué versión eres?", "es-ES"), ElementsAre(HasSubstr(version)));
}

TEST_F(AboutSkill, HelpTellsWhatToAskFor) {
    EXPECT_THAT(tester_.say("help"), ElementsAre(HasSubstr("the time and the date")));
    EXPECT_THAT(tester_.say("Hilfe", "de-DE"), ElementsAre(HasSubstr("Uhrzeit")));
    EXPECT_THAT(tester_.say("Ayuda", "es-ES"), ElementsAre(HasSubstr("la hora")));
}

TEST_F(AboutSkill, UnderstandsHowPeopleAsk) {
    expect_intent("en-US",
                  "who",
                  {"what are you",
                   "tell me about yourself",
                   "who is this",
                   "could you please introduce yourself",
                   "are you a robot"});
    expect_intent("en-US",
                  "abilities",
                  {"what skills do you have",
                   "how can you help me",
                   "please tell me what you can do",
                   "what can I ask you"});
    expect_intent("en-US", "help", {"help me please", "I need help", "can you help me"});
    expect_intent("en-US", "name", {"what should I call you", "tell me your name"});
    expect_intent("en-US", "version", {"which version is this", "what is your version number"});
    expect_intent("de-DE",
                  "who",
                  {"Wer bist du?",
                   "Was bist du eigentlich?",
                   "Stell dich mal vor",
                   "Erzähl mir etwas über dich"});
    expect_intent(
        "de-DE",
        "abilities",
        {"Welche Fähigkeiten hast du?", "Wie kannst du mir helfen", "Sag mir was du kannst"});
    expect_intent("de-DE", "help", {"Kannst du mir bitte helfen?", "Ich brauche Hilfe"});
    expect_intent("de-DE", "name", {"Wie heißt du?", "Wie soll ich dich nennen"});
    expect_intent("es-ES", "who", {"¿Quién eres?", "Háblame de ti", "¿Qué eres?", "Preséntate"});
    expect_intent("es-ES",
                  "abilities",
                  {"¿Qué sabes hacer?", "¿Qué habilidades tienes?", "¿En qué puedes ayudarme?"});
    expect_intent("es-ES", "help", {"Necesito ayuda", "¿Me puedes ayudar, por favor?"});
    expect_intent("es-ES", "name", {"¿Cómo te llamas?", "¿Cuál es tu nombre?"});
}

TEST_F(AboutSkill, SpeaksFrenchItalianPortugueseAndDutch) {
    const struct {
        const char* lang;
        std::vector<std::string> who, name, version, abilities, help;
        const char* answer;
    } languages[] = {{"fr-FR",
                      {"Qui es-tu ?",
                       "T'es qui",
                       "Présente-toi s'il te plaît",
                       "Parle-moi de toi",
                       "Es-tu un robot ?"},
                      {"Comment tu t'appelles ?", "Quel est ton nom ?", "Comment t'appelles-tu"},
                      {"Quelle version es-tu ?", "Quelle est ta version ?"},
                      {"Que peux-tu faire ?", "Qu'est-ce que tu sais faire ?", "À quoi sers-tu ?"},
                      {"Aide-moi", "J'ai besoin d'aide", "Peux-tu m'aider s'il te plaît ?"},
                      "te donner l'heure et la date"},
                     {"it-IT",
                      {"Chi sei?", "Parlami di te", "Presentati", "Sei un robot?"},
                      {"Come ti chiami?", "Qual è il tuo nome?", "Dimmi il tuo nome"},
                      {"Che versione sei?", "Qual è la tua versione?"},
                      {"Cosa sai fare?", "Che cosa puoi fare?", "Come puoi aiutarmi?"},
                      {"Aiuto", "Ho bisogno di aiuto", "Mi puoi aiutare per favore?"},
                      "dirti l'ora e la data"},
                     {"pt-PT",
                      {"Quem és?", "Fala-me de ti", "Apresenta-te", "És um robô?"},
                      {"Como te chamas?", "Qual é o teu nome?", "Tens um nome?"},
                      {"Que versão és?", "Qual é a tua versão?"},
                      {"O que sabes fazer?", "O que é que podes fazer?", "Para que serves?"},
                      {"Ajuda-me", "Preciso de ajuda", "Podes ajudar-me, por favor?"},
                      "dizer-te as horas e a data"},
                     {"nl-NL",
                      {"Wie ben je?",
                       "Wat ben jij eigenlijk?",
                       "Vertel eens iets over jezelf",
                       "Ben je een robot?"},
                      {"Hoe heet je?", "Wat is je naam?", "Hoe moet ik je noemen?"},
                      {"Welke versie ben je?", "Wat is je versie?"},
                      {"Wat kun je doen?", "Wat kan je allemaal?", "Hoe kun je me helpen?"},
                      {"Help me", "Ik heb hulp nodig", "Kun je me helpen?"},
                      "de tijd en de datum"}};
    for (const auto& [lang, who, name, version_questions, abilities, help, answer] : languages) {
        expect_intent(lang, "who", who);
        expect_intent(lang, "name", name);
        expect_intent(lang, "version", version_questions);
        expect_intent(lang, "abilities", abilities);
        expect_intent(lang, "help", help);
        EXPECT_THAT(tester_.say(abilities[0], lang), ElementsAre(HasSubstr(answer)));
        EXPECT_THAT(tester_.say(version_questions[0], lang), ElementsAre(HasSubstr(version)));
    }
}

TEST_F(AboutSkill, LeavesWhatIsNotAboutItAlone) {
    EXPECT_TRUE(tester_.say("what is the time").empty());
    EXPECT_TRUE(tester_.say("help me to move the piano").empty());
}

}  // namespace
}  // namespace utter::skills
