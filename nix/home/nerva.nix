# `programs.nerva`: a user's agent. Its keys, what it watches, and where its secrets and notes are.
{
  config,
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

  cfg = config.programs.nerva;
  keys = import ./key-bindings.nix { inherit lib; };
  utter = config.programs.ovos-client.package;

  agentWaits = "The agent's programs come with a later release of Utter; until then this has no effect.";

  # What a rule does is a message on the bus, which `utter` can send today.
  message =
    watcher:
    if watcher.say != null then
      {
        topic = "ovos.utterance.speak";
        data.utterance = watcher.say;
      }
    else if watcher.ask != null then
      {
        topic = "ovos.utterance.handle";
        data.utterances = [ watcher.ask ];
      }
    else
      { inherit (watcher.send) topic data; };

  exactlyOne = values: lib.count (value: value != null) values == 1;

  watcherType = types.submodule {
    options = {
      path = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "%h/Downloads";
        description = ''
          Fires when this file or folder changes, as `PathChanged=` of {manpage}`systemd.path(5)` has it
          (`%h` is the home directory).
        '';
      };
      calendar = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "Mon..Fri 08:30";
        description = "Fires at these times, written as in {manpage}`systemd.time(7)`.";
      };
      say = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "A download is complete.";
        description = "Say this.";
      };
      ask = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "what is the weather";
        description = "Ask the assistant this, as if the user had said it; the answer is spoken.";
      };
      send = mkOption {
        type = types.nullOr (
          types.submodule {
            options = {
              topic = mkOption {
                type = types.strMatching "[A-Za-z0-9_-]+([.:][A-Za-z0-9_-]+)*";
                example = "ovos.mic.listen";
                description = "The message's type.";
              };
              data = mkOption {
                type = types.attrsOf types.anything;
                default = { };
                example = {
                  source = "watcher";
                };
                description = "The message's data.";
              };
            };
          }
        );
        default = null;
        description = "Publish this message on the bus.";
      };
    };
  };
in
{
  imports = [ ./ovos-client.nix ];

  options.programs.nerva = {
    enable = mkEnableOption "the desktop agent of this user: its keys, its watchers and, once it exists, its daemon";

    package = mkOption {
      type = types.nullOr types.package;
      default = pkgs.nervad or null;
      defaultText = literalExpression "pkgs.nervad or null";
      description = ''
        The package with the agent's programs `nervad` and `nerva`. They come with a later release of
        Utter: `null` while they are missing, and then no daemon runs. Keys and watchers do not need it.
      '';
    };

    uiPackage = mkOption {
      type = types.nullOr types.package;
      default = pkgs.nerva-ui or null;
      defaultText = literalExpression "pkgs.nerva-ui or null";
      description = ''
        The package with the launcher `nerva-ui`. It comes with a later release of Utter; with `null`
        the launcher's key opens the line of `ovos-client --prompt` instead.
      '';
    };

    keybindings = mkOption {
      type = types.attrsOf (
        types.submodule (
          { name, ... }:
          {
            options = {
              binding = mkOption {
                type = keys.type;
                example = "<Super>space";
                description = "The key, in GNOME's way of writing, on whichever desktop.";
              };
              command = mkOption {
                type = types.str;
                example = "utter bus send ovos.mic.listen";
                description = "What the key runs.";
              };
              description = mkOption {
                type = types.str;
                default = "Agent: ${name}";
                defaultText = literalExpression ''"Agent: ''${name}"'';
                description = "What the desktop's settings call it.";
              };
            };
          }
        )
      );
      default = { };
      example = literalExpression ''
        {
          launcher.binding = "<Alt>space";
          listen = {
            binding = "<Super>a";
            command = "ovos-client --listen";
          };
        }
      '';
      description = ''
        Keys that reach the agent from everywhere. `launcher` is there unless it is changed: Super and
        the space bar.
      '';
    };

    desktops = mkOption {
      type = types.listOf (types.enum keys.desktops);
      default = keys.declaredDesktops config;
      defaultText = literalExpression ''Hyprland and sway where home-manager has them enabled, and "kde"'';
      example = [ "gnome" ];
      description = "Desktops to bind the keys on. GNOME has to be named, as its settings need dconf.";
    };

    watchers = mkOption {
      type = types.attrsOf watcherType;
      default = { };
      example = literalExpression ''
        {
          downloads = {
            path = "%h/Downloads";
            say = "Something new is in your downloads.";
          };
          morning = {
            calendar = "Mon..Fri 08:30";
            ask = "what time is it";
          };
        }
      '';
      description = ''
        Rules: when something happens, say, ask or send something. Each is a `nerva-watch-NAME` unit
        of the user's systemd, which watches for it, and needs a running assistant but no agent.
      '';
    };

    secretsPath = mkOption {
      type = types.str;
      default = "${config.xdg.configHome}/nerva/secrets";
      defaultText = literalExpression ''"''${config.xdg.configHome}/nerva/secrets"'';
      example = "/run/user/1000/secrets";
      description = ''
        Folder of this user's secrets, outside the Nix store; sops-nix' home-manager module can fill it.
        It is made, readable by the user alone, when the agent starts. ${agentWaits}
      '';
    };

    apiKeyFile = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = literalExpression ''"''${config.programs.nerva.secretsPath}/openai"'';
      description = ''
        File with the key of the language model's service, given to the daemon as the systemd
        credential `api-key`. ${agentWaits}
      '';
    };

    notesPath = mkOption {
      type = types.str;
      default = "${config.home.homeDirectory}/Notes";
      defaultText = literalExpression ''"''${config.home.homeDirectory}/Notes"'';
      description = "Folder of notes that the agent may read and write. ${agentWaits}";
    };
  };

  config = mkIf cfg.enable (
    lib.mkMerge [
      {
        assertions = [
          {
            assertion =
              !lib.any (lib.hasPrefix builtins.storeDir) (
                [ cfg.secretsPath ] ++ lib.optional (cfg.apiKeyFile != null) cfg.apiKeyFile
              );
            message = "programs.nerva: secretsPath and apiKeyFile have to lie outside the Nix store, where every user could read them; write the paths as strings.";
          }
        ]
        ++ lib.concatLists (
          lib.mapAttrsToList (name: it: [
            {
              assertion = exactlyOne [
                it.path
                it.calendar
              ];
              message = "programs.nerva.watchers.${name}: set exactly one of path and calendar.";
            }
            {
              assertion = exactlyOne [
                it.say
                it.ask
                it.send
              ];
              message = "programs.nerva.watchers.${name}: set exactly one of say, ask and send.";
            }
          ]) cfg.watchers
        );

        warnings =
          lib.optional (cfg.package == null && cfg.apiKeyFile != null)
            "programs.nerva.apiKeyFile has no effect yet: the agent's daemon comes with a later release. A persona with a key (docs/personas.md) answers today.";

        programs.ovos-client.enable = lib.mkDefault true;

        programs.nerva.keybindings.launcher = {
          binding = lib.mkDefault "<Super>space";
          command = lib.mkDefault (
            if cfg.uiPackage != null then
              lib.getExe' cfg.uiPackage "nerva-ui"
            else
              "${lib.getExe config.programs.ovos-client.finalPackage} --prompt"
          );
          description = lib.mkDefault "Agent: ask";
        };

        home.packages = lib.filter (package: package != null) [
          cfg.package
          cfg.uiPackage
        ];

        systemd.user.services = {
          nervad = mkIf (cfg.package != null) {
            Unit = {
              Description = "Nerva desktop agent";
              PartOf = [ "graphical-session.target" ];
              After = [ "graphical-session.target" ];
            };
            Service = {
              ExecStartPre = "${lib.getExe' pkgs.coreutils "mkdir"} -p -m 0700 ${lib.escapeShellArg cfg.secretsPath}";
              ExecStart = lib.getExe' cfg.package "nervad";
              Environment = [
                "NERVA_SECRETS=${cfg.secretsPath}"
                "NERVA_NOTES=${cfg.notesPath}"
              ];
              LoadCredential = lib.optional (cfg.apiKeyFile != null) "api-key:${cfg.apiKeyFile}";
              Restart = "always";
              RestartSec = 3;
            };
            Install.WantedBy = [ "graphical-session.target" ];
          };
        }
        // lib.mapAttrs' (
          name: watcher:
          lib.nameValuePair "nerva-watch-${name}" {
            Unit.Description = "Rule \"${name}\" of the agent";
            Service = {
              Type = "oneshot";
              # A percent sign would be a specifier to systemd.
              ExecStart =
                let
                  it = message watcher;
                  data = lib.replaceStrings [ "%" "$" ] [ "%%" "$$" ] (builtins.toJSON it.data);
                in
                "${lib.getExe utter} bus send ${it.topic} ${builtins.toJSON data}";
            };
          }
        ) cfg.watchers;

        systemd.user.paths = lib.mapAttrs' (
          name: watcher:
          lib.nameValuePair "nerva-watch-${name}" {
            Unit.Description = "Rule \"${name}\" of the agent watches a file";
            Path = {
              PathChanged = watcher.path;
              # A folder that fills up is one event a while, not a hundred.
              TriggerLimitIntervalSec = "10s";
              TriggerLimitBurst = 5;
            };
            Install.WantedBy = [ "default.target" ];
          }
        ) (lib.filterAttrs (_: it: it.path != null) cfg.watchers);

        systemd.user.timers = lib.mapAttrs' (
          name: watcher:
          lib.nameValuePair "nerva-watch-${name}" {
            Unit.Description = "Rule \"${name}\" of the agent looks at the clock";
            Timer.OnCalendar = watcher.calendar;
            Install.WantedBy = [ "timers.target" ];
          }
        ) (lib.filterAttrs (_: it: it.calendar != null) cfg.watchers);
      }

      (keys.bind {
        inherit config;
        bindings = lib.mapAttrs' (name: it: lib.nameValuePair "nerva-${name}" it) cfg.keybindings;
        inherit (cfg) desktops;
      })
    ]
  );
}
