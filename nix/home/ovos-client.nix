# `programs.ovos-client`: a user's side of the assistant. The command line, a key, notifications, and the
# microphone and loudspeaker, which are the user's because the sound server is.
{
  config,
  options,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib)
    literalExpression
    mkEnableOption
    mkIf
    mkOption
    types
    ;

  cfg = config.programs.ovos-client;
  keys = import ./key-bindings.nix { inherit lib; };
  toml = pkgs.formats.toml { };

  scheme = if cfg.server.useTLS then "s" else "";
  authority =
    let
      host = if lib.hasInfix ":" cfg.server.host then "[${cfg.server.host}]" else cfg.server.host;
    in
    "${host}:${toString cfg.server.port}";

  keyFile =
    if cfg.server.apiKeyFile != null then
      cfg.server.apiKeyFile
    else if cfg.server.apiKey != null then
      pkgs.writeText "ovos-client-key" cfg.server.apiKey
    else
      null;

  configFile = import ../lib/checked-settings.nix {
    inherit pkgs;
    inherit (cfg) package settings;
  };

  client = pkgs.writeShellApplication {
    name = "ovos-client";
    meta.description = "Ask the assistant, or make it listen";
    runtimeInputs = [
      cfg.package
      pkgs.curl
      pkgs.libnotify
      pkgs.zenity
    ];
    runtimeEnv.OVOS_URL = "http${scheme}://${authority}";
    text = builtins.readFile ./ovos-client.sh;
  };

  notifier = pkgs.writeShellApplication {
    name = "ovos-client-notify";
    runtimeInputs = [
      cfg.package
      pkgs.jq
      pkgs.libnotify
    ];
    runtimeEnv = {
      SESSIONS = builtins.toJSON cfg.notifications.sessions;
      TIMEOUT = toString cfg.notifications.timeout;
    };
    text = builtins.readFile ./ovos-client-notify.sh;
  };

  # A part of the assistant, as this user. The file `packaging/systemd/user/utter.service` says the same.
  userService = description: command: {
    Unit = {
      Description = description;
      After = [
        "pipewire-pulse.service"
        "pulseaudio.service"
      ];
      X-Restart-Triggers = [ "${configFile}" ];
    };
    Service = {
      Type = "exec";
      ExecStart = "${lib.getExe cfg.package} ${command}";
      ExecReload = "${lib.getExe' pkgs.coreutils "kill"} -HUP $MAINPID";
      Restart = "on-failure";
      RestartSec = 1;
      TimeoutStopSec = 5;
      NoNewPrivileges = true;
      LockPersonality = true;
      SystemCallArchitectures = "native";
    };
    Install.WantedBy = [ "default.target" ];
  };

  actions = {
    listen = {
      command = "${lib.getExe cfg.finalPackage} --listen";
      description = "Assistant: listen";
    };
    ask = {
      command = "${lib.getExe cfg.finalPackage} --prompt";
      description = "Assistant: ask in writing";
    };
    stop = {
      command = "${lib.getExe cfg.finalPackage} --stop";
      description = "Assistant: stop";
    };
  };
in
{
  options.programs.ovos-client = {
    enable = mkEnableOption "the client of an assistant: the command `ovos-client` and, below, what else belongs to a desktop";

    package = mkOption {
      type = types.package;
      default = pkgs.utter;
      defaultText = literalExpression "pkgs.utter";
      description = "The package that has the program `utter`, which does the client's work.";
    };

    finalPackage = mkOption {
      type = types.package;
      readOnly = true;
      default = client;
      defaultText = literalExpression "the command `ovos-client`, made for this server";
      description = "The package of the command `ovos-client`, for other modules to run.";
    };

    server = {
      host = mkOption {
        type = types.str;
        default = "localhost";
        example = "assistant.lan";
        description = "The machine that the assistant's bus runs on.";
      };
      port = mkOption {
        type = types.port;
        default = 8181;
        description = "The bus's TCP port.";
      };
      apiKey = mkOption {
        type = types.nullOr types.str;
        default = null;
        description = ''
          The key to show to the bus. It ends up in the Nix store, where every user of this machine
          can read it; use {option}`programs.ovos-client.server.apiKeyFile` instead.
        '';
      };
      apiKeyFile = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "/run/user/1000/secrets/ovos-key";
        description = "File outside the Nix store whose first word is the key to show to the bus.";
      };
      useTLS = mkOption {
        type = types.bool;
        default = false;
        description = "Speak TLS with the bus: `wss://` instead of `ws://`.";
      };
    };

    settings = mkOption {
      type = types.submodule { freeformType = toml.type; };
      default = { };
      example = literalExpression ''
        {
          locale.lang = "de-DE";
          listener.wake_words = [ "hey computer" ];
        }
      '';
      description = ''
        What becomes {file}`~/.config/utter/utter.toml`, for every `utter` command of this user as
        well. All settings are in {file}`docs/configuration.md`; the file is checked with
        `utter config check` when it is built.
      '';
    };

    hotkey = {
      enable = mkEnableOption "a key that reaches the assistant from everywhere on the desktop";
      binding = mkOption {
        type = keys.type;
        default = "<Super>space";
        example = "<Control><Alt>a";
        description = "The key, in GNOME's way of writing, on whichever desktop.";
      };
      action = mkOption {
        type = types.enum (lib.attrNames actions);
        default = "listen";
        description = ''
          What the key does: `listen` opens the microphone of whichever listener serves this bus,
          `ask` opens a line to write in and shows the answer as a notification, `stop` ends what is
          being said or done.
        '';
      };
      desktops = mkOption {
        type = types.listOf (types.enum keys.desktops);
        default = keys.declaredDesktops config;
        defaultText = literalExpression ''Hyprland and sway where home-manager has them enabled, and "kde"'';
        example = [ "gnome" ];
        description = ''
          Desktops to bind the key on. GNOME has to be named, as its settings need dconf
          (`programs.dconf.enable` in NixOS).
        '';
      };
    };

    notifications = {
      enable = mkEnableOption "notifications of what the assistant says";
      showResponses = mkOption {
        type = types.bool;
        default = true;
        description = "Show each answer as a notification.";
      };
      timeout = mkOption {
        type = types.ints.unsigned;
        default = 5000;
        description = "Milliseconds that a notification stays. 0: until it is dismissed.";
      };
      sessions = mkOption {
        type = types.listOf types.str;
        default = [ "default" ];
        description = "Sessions whose answers are shown. `default` is what is spoken to the microphone.";
      };
    };

    gui = {
      enable = mkEnableOption "the window of the assistant";
      showInTray = mkOption {
        type = types.bool;
        default = true;
        description = ''
          Keep the window's program running, with an icon in the tray, instead of starting it from
          the menu. Needs {option}`programs.ovos-client.gui.package`.
        '';
      };
      package = mkOption {
        type = types.nullOr types.package;
        default = null;
        description = ''
          The window's package, started as its `meta.mainProgram` says. Utter has no window yet: with
          `null` there is none, and a warning says so. `hotkey.action = "ask"` is what there is to
          write in.
        '';
      };
    };

    listener.enable = mkEnableOption "this user's microphone as an ear of the assistant (`utter service listener`)";
    speaker.enable = mkEnableOption "this user's loudspeaker as a mouth of the assistant (`utter service audio`)";

    assistant.enable = mkEnableOption ''
      the whole assistant as this user (`utter run`), with microphone and loudspeaker, for a machine
      that no server serves
    '';
  };

  config = mkIf cfg.enable (
    lib.mkMerge [
      {
        assertions = [
          {
            assertion = cfg.server.apiKey == null || cfg.server.apiKeyFile == null;
            message = "programs.ovos-client.server: set either apiKeyFile or apiKey, not both.";
          }
          {
            assertion = cfg.server.apiKeyFile == null || !lib.hasPrefix builtins.storeDir cfg.server.apiKeyFile;
            message = "programs.ovos-client.server.apiKeyFile lies in the Nix store, where every user can read it; write the path as a string, and put the file elsewhere.";
          }
          {
            assertion = !(cfg.assistant.enable && (cfg.listener.enable || cfg.speaker.enable));
            message = "programs.ovos-client: assistant.enable has microphone and loudspeaker already; leave out listener.enable and speaker.enable.";
          }
          {
            assertion = cfg.assistant.enable -> cfg.server.host == "localhost";
            message = "programs.ovos-client: assistant.enable is for a machine that no server serves; leave out server.host, or the assistant.";
          }
        ];

        warnings =
          lib.optional (cfg.server.apiKey != null)
            "programs.ovos-client.server.apiKey is written to the Nix store, where every user of this machine can read it. Put the key into a file and name that in apiKeyFile."
          ++
            lib.optional (cfg.gui.enable && cfg.gui.package == null)
              "programs.ovos-client.gui: Utter has no window yet, so none is installed. Leave gui.enable out, or set gui.package; `hotkey.action = \"ask\"` opens a line to write in."
          ++
            lib.optional
              (
                cfg.hotkey.enable
                && options.programs.ovos-client.hotkey.desktops.highestPrio == (lib.mkOptionDefault { }).priority
                && cfg.hotkey.desktops == [ "kde" ]
              )
              "programs.ovos-client.hotkey: home-manager runs neither Hyprland nor sway here, so the key is bound on KDE alone. Name your desktop in hotkey.desktops, such as [ \"gnome\" ].";

        programs.ovos-client.settings.bus = {
          url = mkIf (!cfg.assistant.enable) (lib.mkDefault "ws${scheme}://${authority}/core");
          port = mkIf cfg.assistant.enable (lib.mkDefault cfg.server.port);
          key_file = mkIf (keyFile != null) (lib.mkDefault "${keyFile}");
        };

        home.packages = [
          cfg.package
          cfg.finalPackage
        ];
        xdg.configFile."utter/utter.toml".source = configFile;

        systemd.user.services = {
          utter = mkIf cfg.assistant.enable (userService "Utter voice assistant" "run");
          ovos-listener = mkIf cfg.listener.enable (
            userService "Microphone of the assistant at ${authority}" "service listener"
          );
          ovos-audio = mkIf cfg.speaker.enable (
            userService "Loudspeaker of the assistant at ${authority}" "service audio"
          );

          ovos-client-notify = mkIf (cfg.notifications.enable && cfg.notifications.showResponses) {
            Unit = {
              Description = "Notifications of what the assistant says";
              PartOf = [ "graphical-session.target" ];
              After = [ "graphical-session.target" ];
              X-Restart-Triggers = [ "${configFile}" ];
            };
            # It ends when the bus goes away, and comes back with it.
            Service = {
              ExecStart = lib.getExe notifier;
              Restart = "always";
              RestartSec = 5;
            };
            Install.WantedBy = [ "graphical-session.target" ];
          };

          ovos-client-gui = mkIf (cfg.gui.enable && cfg.gui.showInTray && cfg.gui.package != null) {
            Unit = {
              Description = "Window of the assistant";
              PartOf = [ "graphical-session.target" ];
              After = [
                "graphical-session.target"
                "tray.target"
              ];
              Requires = [ "tray.target" ];
            };
            Service = {
              ExecStart = lib.getExe cfg.gui.package;
              Restart = "on-failure";
            };
            Install.WantedBy = [ "graphical-session.target" ];
          };
        };
      }

      (mkIf (cfg.gui.enable && cfg.gui.package != null) { home.packages = [ cfg.gui.package ]; })

      (keys.bind {
        inherit config;
        bindings = lib.optionalAttrs cfg.hotkey.enable {
          ovos-client = actions.${cfg.hotkey.action} // {
            inherit (cfg.hotkey) binding;
          };
        };
        inherit (cfg.hotkey) desktops;
      })
    ]
  );
}
