# What all parts share: the program, the configuration file, the user and the directories.
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
  cfg = config.services.ovos;
  toml = pkgs.formats.toml { };
in
{
  options.services.ovos = {
    enable = mkEnableOption "OpenVoiceOS server, as Utter implements it";

    package = mkOption {
      type = types.package;
      default = pkgs.utter;
      defaultText = literalExpression "pkgs.utter";
      example = literalExpression "pkgs.utter.override { withEspeak = false; }";
      description = "The program that every part is run from.";
    };

    host = mkOption {
      type = types.str;
      default = "0.0.0.0";
      example = "127.0.0.1";
      description = ''
        Address that the message bus listens on. With the default other machines reach it once the firewall
        lets them, so {option}`services.ovos.openFirewall` demands
        {option}`services.ovos.authentication`.
      '';
    };

    port = mkOption {
      type = types.port;
      default = 8181;
      example = 8182;
      description = "TCP port of the message bus.";
    };

    openFirewall = mkOption {
      type = types.bool;
      default = false;
      example = true;
      description = ''
        Whether to open the message bus's port in the firewall. Refused without
        {option}`services.ovos.authentication`, because whoever reaches the bus controls everything. The
        port of {option}`services.ovos.plugins.wyoming` has a switch of its own.
      '';
    };

    logLevel = mkOption {
      type = types.enum [
        "DEBUG"
        "INFO"
        "WARNING"
        "ERROR"
      ];
      default = "INFO";
      example = "DEBUG";
      description = "The least important lines that the parts write to the journal.";
    };

    bus = {
      url = mkOption {
        type = types.nullOr (types.strMatching "wss?://.+");
        default = null;
        example = "wss://voice.example.org:8181/core";
        description = ''
          A message bus on another machine, which the parts enabled here then belong to. `null`: the bus
          runs here.
        '';
      };
      keyFile = mkOption {
        type = types.nullOr types.path;
        default = null;
        example = "/run/secrets/ovos-satellite-key";
        description = ''
          File whose first word is the key for {option}`services.ovos.bus.url`. It is read by systemd when a
          part starts, so root alone has to be able to read it.
        '';
      };
    };

    settings = mkOption {
      type = types.submodule { freeformType = toml.type; };
      default = { };
      example = literalExpression ''
        {
          locale.lang = "de-DE";
          persona.nova = {
            provider = "local";
            model = "llama3.2";
          };
          llm.local.url = "http://127.0.0.1:11434/v1";
        }
      '';
      description = ''
        Settings of the program, as its configuration file has them: see `docs/configuration.md`. They
        become `/etc/ovos/utter.toml`, which `utter config check` has to find sound for the system to be
        built. What other options here decide is set with `mkDefault` and can be overridden. Everybody can
        read the file: a key belongs into a file of its own, named by a setting such as
        `llm.NAME.key_file`.
      '';
    };

    finalPackage = mkOption {
      type = types.package;
      readOnly = true;
      internal = true;
      description = "The program with the declared C++ skills of other authors built in.";
    };

    configFile = mkOption {
      type = types.path;
      readOnly = true;
      internal = true;
      description = "The checked configuration file.";
    };

    models = mkOption {
      type = types.listOf types.attrs;
      default = [ ];
      internal = true;
      description = "Models of the registry that are linked into the state directory.";
    };
  };

  config = mkIf cfg.enable {
    services.ovos = {
      configFile = import ../../lib/checked-settings.nix {
        inherit pkgs;
        package = cfg.finalPackage;
        inherit (cfg) settings;
      };
      finalPackage =
        if cfg.plugins.skills.extraNative == [ ] then
          cfg.package
        else
          cfg.package.override { extraSkills = cfg.plugins.skills.extraNative; };

      settings = lib.mapAttrsRecursive (_: lib.mkDefault) {
        log.level = cfg.logLevel;
        models.dir = "/var/lib/ovos/models";
        scheduler.database = "/var/lib/ovos/scheduler.db";
        skills.state_dir = "/var/lib/ovos";
        skills.locale_dir = "/var/lib/ovos/locale";
      };
    };

    systemd.tmpfiles.settings."10-ovos" =
      lib.optionalAttrs (cfg.models != [ ]) {
        "/var/lib/ovos/models".d = {
          user = "ovos";
          group = "ovos";
          mode = "0750";
        };
      }
      // lib.listToAttrs (
        map (
          model:
          lib.nameValuePair "/var/lib/ovos/models/${model.name}" {
            "L+".argument = "${pkgs.ovosModels.all.${model.name}}";
          }
        ) cfg.models
      );

    environment.etc."ovos/utter.toml".source = cfg.configFile;
    environment.systemPackages = [
      cfg.finalPackage
      pkgs.ovos-client
    ];

    users.users.ovos = {
      isSystemUser = true;
      group = "ovos";
      home = "/var/lib/ovos";
      createHome = true;
      homeMode = "750";
      description = "Voice assistant";
    };
    users.groups.ovos = { };
  };
}
