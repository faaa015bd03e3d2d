# Configurations by name. test_modules.py says what has to come of each; those `refused` and
# `impossible` say what the refusal has to say.
{ lib, pkgs }:
let
  ovos = settings: { services.ovos = lib.recursiveUpdate { enable = true; } settings; };
  locked = {
    authentication = {
      enable = true;
      apiKeyFile = "/run/secrets/ovos-api-keys";
    };
  };
in
{
  accepted = {
    # The smallest: a bus that this machine alone reaches.
    loopback = ovos { host = "127.0.0.1"; };

    # As it is without any further option: other machines are kept out by the firewall.
    default = ovos { };

    # Everything that can run on one machine.
    everything = ovos (
      locked
      // {
        openFirewall = true;
        logLevel = "DEBUG";
        plugins = {
          skills = {
            enable = true;
            skills = [
              {
                package = pkgs.ovosSkills.timer;
                settings.sound = "bell";
              }
              { package = pkgs.ovosSkills.unknown; }
              {
                package = pkgs.ovosSkills.weather;
                settings.units = "metric";
                settingsFile = "/run/secrets/weather.json";
              }
              {
                package = pkgs.buildOvosSkill {
                  id = "coffee.acme";
                  src = "/nix/store/00000000000000000000000000000000-coffee.acme";
                };
              }
            ];
          };
          audio = {
            enable = true;
            groups = [ "pulse-access" ];
          };
          listener = {
            enable = true;
            language = "de";
            wakeWord.enable = true;
          };
          speech = {
            enable = true;
            voice = "de_DE-thorsten-medium";
          };
          platform = {
            enable = true;
            openFirewall = true;
          };
          wyoming = {
            enable = true;
            openFirewall = true;
          };
        };
        settings = {
          locale.lang = "de-DE";
          orchestrator.match_timeout = "15s";
          persona.nova = {
            provider = "local";
            model = "llama3.2";
          };
          llm.local.url = "http://127.0.0.1:11434/v1";
        };
      }
    );

    # As in the design document, sections "Declarative Skill Configuration", "Usage" of models, and
    # "Configuration Options" of authentication.
    seed-sections = {
      services.ovos.enable = true;
      services.ovos.plugins.skills = {
        enable = true;

        skills = [
          {
            package = pkgs.ovos-skill-weather;
            settings = {
              api_key = "...";
              units = "metric";
            };
          }
          {
            package = pkgs.ovos-skill-timer;
            settings = { };
          }
        ];
      };
      services.ovos.plugins = {
        speech = {
          voice = "en_US-lessac-medium"; # References registry
        };
        listener = {
          model = "base"; # References registry
        };
      };
      services.ovos.authentication = {
        enable = true;
        apiKeys = [
          "key1"
          "key2"
        ]; # Less secure, in nix store
        apiKeyFile = "/run/secrets/ovos-api-keys"; # Recommended
      };
    };

    # A second machine that hears and speaks for a bus elsewhere.
    satellite = ovos {
      bus = {
        url = "wss://voice.example.org/core";
        keyFile = "/run/secrets/satellite-key";
      };
      plugins = {
        audio.enable = true;
        listener.enable = true;
        speech = {
          enable = true;
          backend = "espeak";
        };
      };
    };

    custom-voice = ovos {
      host = "127.0.0.1";
      plugins.speech = {
        enable = true;
        voice = "no matter";
        customVoice = {
          path = "/srv/voices/narrator.onnx";
          config = "/srv/voices/narrator.onnx.json";
        };
      };
    };

    keys-in-the-store = ovos {
      authentication = {
        enable = true;
        apiKeys = [
          "key1"
          "key2"
        ];
        apiKeyFile = "/run/secrets/ovos-api-keys";
      };
    };

    keys-without-a-lock = ovos {
      host = "127.0.0.1";
      authentication.apiKeyFile = "/run/secrets/ovos-api-keys";
    };

    secret-in-settings = ovos {
      host = "127.0.0.1";
      plugins.skills = {
        enable = true;
        skills = [
          {
            package = pkgs.ovosSkills.weather;
            settings.api_key = "not for everybody";
          }
        ];
      };
    };
  };

  # { message: what the refusal has to say; module: what is refused }
  refused = {
    open-door = {
      message = "Set services.ovos.authentication.enable and apiKeyFile";
      module = ovos { openFirewall = true; };
    };
    no-firewall = {
      message = "networking.firewall.enable = true";
      module = ovos { } // {
        networking.firewall.enable = false;
      };
    };
    no-key = {
      message = "`utter key new NAME` makes one";
      module = ovos { authentication.enable = true; };
    };
    key-file-in-the-store = {
      message = "let sops-nix or agenix put the file there";
      module = ovos {
        authentication = {
          enable = true;
          apiKeyFile = ./scenarios.nix;
        };
      };
    };
    bus-key-in-the-store = {
      message = "Write the path as text, \"/run/secrets/ovos-bus-key\"";
      module = ovos {
        bus = {
          url = "ws://10.0.0.1:8181/core";
          keyFile = "${builtins.storeDir}/00000000000000000000000000000000-key";
        };
      };
    };
    guarding-another-machine = {
      message = "Set them there, and services.ovos.bus.keyFile here";
      module = ovos (locked // { bus.url = "ws://10.0.0.1:8181/core"; });
    };
    open-platform = {
      message = "leave openFirewall off";
      module = ovos {
        host = "127.0.0.1";
        plugins.platform = {
          enable = true;
          openFirewall = true;
        };
      };
    };
    unknown-voice = {
      message = "Did you mean \"en_US-lessac-medium\"?";
      module = ovos {
        plugins.speech = {
          enable = true;
          voice = "en_US-lesac-medium";
        };
      };
    };
    unknown-model = {
      message = "\"bas\" is not a Whisper model of the registry (share/models.json). Did you mean \"base\"?";
      module = ovos {
        plugins.listener = {
          enable = true;
          model = "bas";
        };
      };
    };
    unknown-speech-backend = {
      message = "There is: espeak, flite, none, piper";
      module = ovos {
        plugins.speech = {
          enable = true;
          backend = "festival";
        };
      };
    };
    unknown-listener-backend = {
      message = "With none, name a service of your own in services.ovos.settings.stt";
      module = ovos {
        plugins.listener = {
          enable = true;
          backend = "vosk";
        };
      };
    };
    unknown-audio-backend = {
      message = "is none that the program has";
      module = ovos {
        plugins.audio = {
          enable = true;
          backend = "alsa";
        };
      };
    };
    two-skills-of-one-name = {
      message = "names the skill timer.utter more than once";
      module = ovos {
        plugins.skills = {
          enable = true;
          skills = [
            { package = pkgs.ovosSkills.timer; }
            {
              package = pkgs.buildOvosSkill {
                id = "timer.utter";
                src = "/nix/store/00000000000000000000000000000000-timer";
              };
            }
          ];
        };
      };
    };
    no-skill = {
      message = "make one with pkgs.buildOvosSkill";
      module = ovos {
        plugins.skills = {
          enable = true;
          skills = [ { package = pkgs.curl; } ];
        };
      };
    };
    native-settings-file = {
      message = "read `settings` alone";
      module = ovos {
        plugins.skills = {
          enable = true;
          skills = [
            {
              package = pkgs.ovosSkills.timer;
              settingsFile = "/run/secrets/timer.json";
            }
          ];
        };
      };
    };
  };

  # What the module system itself refuses, with an error instead of an assertion.
  impossible = {
    misspelt = {
      message = "The option `services.ovos.openFirewal' does not exist";
      module = ovos { openFirewal = true; };
    };
    misspelt-plugin = {
      message = "The option `services.ovos.plugins.speach' does not exist";
      module = ovos { plugins.speach.enable = true; };
    };
    wrong-type = {
      message = "is not of type `one of \"DEBUG\", \"INFO\", \"WARNING\", \"ERROR\"'";
      module = ovos { logLevel = "debug"; };
    };
    no-id = {
      message = "one is NAME.AUTHOR, as \"coffee.acme\"";
      module = ovos {
        plugins.skills = {
          enable = true;
          skills = [
            {
              package = pkgs.buildOvosSkill {
                id = "coffee";
                src = "/nix/store/00000000000000000000000000000000-coffee";
              };
            }
          ];
        };
      };
    };
    no-source = {
      message = "give it either pythonPackage, for a Python skill, or src, for a C++ skill";
      module = ovos {
        plugins.skills = {
          enable = true;
          skills = [ { package = pkgs.buildOvosSkill { id = "coffee.acme"; }; } ];
        };
      };
    };
  };
}
