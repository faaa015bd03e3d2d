# Configurations of the fleet, of services.nerva and of home-manager, and what is wrong with some of them.
# test_fleet.py says what has to come of each.
{ lib, pkgs }:
let
  client = settings: {
    programs.ovos-client = {
      enable = true;
    }
    // settings;
  };
  agent = settings: {
    programs.nerva = {
      enable = true;
    }
    // settings;
  };
  meshKey = "1shftZAtdZmzFnoPNUGM+a576YLZgmvH1YyhGp61Aes=";
  allDesktops = [
    "gnome"
    "hyprland"
    "kde"
    "sway"
  ];
in
{
  sites = {
    not-an-example.fleet.example = lib.mkForce false;
    nobody.fleet.admins = lib.mkForce { };
    same-address.fleet.hosts.kitchen.meshAddress = lib.mkForce "10.77.0.1";
    own-secrets.fleet = {
      example = lib.mkForce false;
      secrets.file = ./stand-ins/secrets.yaml;
    };
  };

  desktops.fleet.hosts = {
    desk = {
      meshAddress = "10.77.0.20";
      inherit meshKey;
    };
    alone = {
      meshAddress = "10.77.0.21";
      inherit meshKey;
    };
  };

  template.fleet.hosts = {
    voice.meshKey = lib.mkForce meshKey;
    spare.meshKey = lib.mkForce meshKey;
  };

  homes = {
    # As in the document "OpenVoiceOS NixOS Flake Design", section "Home-Manager Client Module".
    seed = {
      programs.ovos-client = {
        enable = true;

        server = {
          host = "localhost";
          port = 8181;
          apiKey = "...";
          useTLS = false;
        };

        hotkey = {
          enable = true;
          binding = "<Super>space";
          action = "listen";
        };

        notifications = {
          enable = true;
          showResponses = true;
          timeout = 5000;
        };

        gui = {
          enable = true;
          showInTray = true;
        };
      };
    };
    remote = client {
      server = {
        host = "assistant.lan";
        useTLS = true;
        apiKeyFile = "/run/user/1000/secrets/ovos-key";
      };
      listener.enable = true;
      speaker.enable = true;
      hotkey = {
        enable = true;
        desktops = allDesktops;
      };
    };
    alone = client { assistant.enable = true; };
    window = client {
      gui = {
        enable = true;
        package = pkgs.zenity;
      };
    };
    two-keys = client {
      server.apiKey = "k";
      server.apiKeyFile = "/run/k";
    };
    key-in-store = client { server.apiKeyFile = "${builtins.storeDir}/k"; };
    two-ears = client {
      assistant.enable = true;
      listener.enable = true;
    };
    agent = agent {
      desktops = allDesktops;
      keybindings.listen = {
        binding = "<Super>a";
        command = "ovos-client --listen";
      };
      watchers = {
        downloads = {
          path = "%h/Downloads";
          say = "100% \"new\", for $USER";
        };
        morning = {
          calendar = "Mon..Fri 08:30";
          ask = "what time is it";
        };
        ear = {
          calendar = "hourly";
          send.topic = "ovos.mic.listen";
        };
      };
    };
    agent-that-exists = agent {
      package = pkgs.jq // {
        pname = "nervad";
      };
      apiKeyFile = "/run/user/1000/secrets/openai";
    };
    agent-key-without-agent = agent { apiKeyFile = "/run/user/1000/secrets/openai"; };
    watcher-of-nothing = agent { watchers.x.say = "hello"; };
    watcher-does-two = agent {
      watchers.x = {
        path = "/tmp/x";
        say = "a";
        ask = "b";
      };
    };
    secrets-in-store = agent { secretsPath = "${builtins.storeDir}/secrets"; };
  };

  nerva = {
    # As in the document "NixOS Integration Design" (Nerva), section "Future: Distribution".
    seed.services.nerva.enable = true;
    users = {
      users.users.alice.isNormalUser = true;
      services.nerva = {
        enable = true;
        users = [ "alice" ];
        compositor = "kde";
        package = pkgs.jq;
      };
    };
    unknown-user.services.nerva = {
      enable = true;
      users = [ "bob" ];
    };
  };
}
