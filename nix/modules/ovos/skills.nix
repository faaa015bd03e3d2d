# The orchestrator, the skill host, and Python skills as services of their own.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib)
    literalExpression
    mkDefault
    mkEnableOption
    mkIf
    mkOption
    types
    ;
  cfg = config.services.ovos;
  parts = import ./parts.nix { inherit config lib pkgs; };
  plugin = cfg.plugins.skills;
  auth = cfg.authentication;
  json = pkgs.formats.json { };
  inherit ((import ../../lib { inherit lib; }).systemd) skillName;

  # What buildOvosSkill says of a package; null for one that is no skill.
  aboutSkill = skill: skill.package.ovosSkill or null;
  declared = lib.filter (skill: aboutSkill skill != null) plugin.skills;
  idOf = skill: (aboutSkill skill).id;
  ofKind = kind: lib.filter (skill: (aboutSkill skill).kind == kind) declared;
  native = ofKind "native";
  python = ofKind "python";

  ids = map idOf declared;
  repeated = lib.unique (lib.filter (id: lib.count (other: other == id) ids > 1) ids);
  foreign = lib.filter (skill: aboutSkill skill == null) plugin.skills;
  isSecret = name: builtins.match ".*(key|token|secret|password).*" (lib.toLower name) != null;
  telling = lib.filter (skill: lib.any isSecret (lib.attrNames skill.settings)) declared;
  nativeWithFile = lib.filter (skill: skill.settingsFile != null) native;

  # A Python skill reaches the bus over TCP, where it has to show a key when there are keys: the first of
  # the bus's own, or the one for another machine's bus.
  keySource =
    if cfg.bus.url != null then
      cfg.bus.keyFile
    else if !auth.enable then
      null
    else if auth.apiKeyFile != null then
      auth.apiKeyFile
    else
      pkgs.writeText "ovos-api-keys" (lib.concatLines auth.apiKeys);
  busUrl = "${if bus.ssl then "wss" else "ws"}://${bus.host}:${toString bus.port}${bus.route}";
  bus =
    let
      remote = builtins.match "(wss?)://([^/:]+):?([0-9]*)(/.*)?" cfg.bus.url;
      port = lib.elemAt remote 2;
    in
    if cfg.bus.url == null then
      {
        host = if cfg.host == "0.0.0.0" || cfg.host == "::" then "127.0.0.1" else cfg.host;
        inherit (cfg) port;
        route = "/core";
        ssl = false;
      }
    else
      {
        host = lib.elemAt remote 1;
        port = if port == "" then 8181 else lib.toInt port;
        route = if lib.elemAt remote 3 == null then "/core" else lib.elemAt remote 3;
        ssl = lib.head remote == "wss";
      };

  pythonService =
    skill:
    let
      id = idOf skill;
      home = "/var/lib/ovos/python/${id}";
    in
    lib.nameValuePair (skillName id) (
      (parts.service {
        description = "OpenVoiceOS skill ${id}";
        environment = {
          HOME = home;
          XDG_CONFIG_HOME = "${home}/config";
          XDG_CACHE_HOME = "${home}/cache";
          XDG_DATA_HOME = "${home}/data";
          XDG_STATE_HOME = "${home}/state";
        }
        // lib.optionalAttrs (keySource != null) {
          UTTER_BUS_URL = busUrl;
          UTTER_BUS_KEY_FILE = "%d/bus-key";
        };
        serviceConfig = {
          ExecStartPre = pkgs.writeShellScript "${skillName id}-settings" ''
            umask 077
            ${pkgs.coreutils}/bin/mkdir -p "$XDG_CONFIG_HOME/mycroft/skills/${id}"
            ${pkgs.coreutils}/bin/cp --no-preserve=mode /etc/ovos/mycroft.conf "$XDG_CONFIG_HOME/mycroft/mycroft.conf"
            # What is declared wins over what the skill has written there.
            settings="$XDG_CONFIG_HOME/mycroft/skills/${id}/settings.json"
            [ -s "$settings" ] || echo '{}' > "$settings"
            ${pkgs.jq}/bin/jq --slurp 'add' "$settings" /etc/ovos/skills/${id}/settings.json \
              ${lib.optionalString (skill.settingsFile != null) ''"$CREDENTIALS_DIRECTORY/settings"''} \
              > "$settings.new"
            ${pkgs.coreutils}/bin/mv "$settings.new" "$settings"
          '';
          ExecStart = "${skill.package}/bin/ovos-skill-launcher ${lib.escapeShellArg id}";
          # Libraries of Python's make code as they run (cffi).
          MemoryDenyWriteExecute = false;
          LoadCredential =
            lib.optional (keySource != null) "bus-key:${toString keySource}"
            ++ lib.optional (skill.settingsFile != null) "settings:${toString skill.settingsFile}";
        };
      })
      // parts.afterBus
    );
in
{
  options.services.ovos.plugins.skills = {
    extraNative = mkOption {
      type = types.listOf types.package;
      internal = true;
      default = [ ];
      description = "The declared C++ skills that the program does not have of itself.";
    };

    enable = mkEnableOption ''
      skills: the orchestrator (`ovos-core`), which decides what was meant, and the skill host
      (`ovos-skills`)'';

    skills = mkOption {
      type = types.listOf (
        types.submodule {
          options = {
            package = mkOption {
              type = types.package;
              example = literalExpression "pkgs.ovosSkills.timer";
              description = "The skill: one of `pkgs.ovosSkills`, or what `pkgs.buildOvosSkill` made.";
            };
            settings = mkOption {
              inherit (json) type;
              default = { };
              example = {
                units = "metric";
              };
              description = ''
                The skill's settings, as its own documentation has them. Everybody on the machine can read
                them, so they are no place for a key.
              '';
            };
            settingsFile = mkOption {
              type = types.nullOr types.path;
              default = null;
              example = "/run/secrets/weather-settings.json";
              description = ''
                JSON file whose settings are put over {option}`settings`, for what nobody else may read, such as
                a key. systemd reads it when the skill starts. For Python skills alone.
              '';
            };
          };
        }
      );
      default = [ ];
      example = literalExpression ''
        [
          { package = pkgs.ovosSkills.timer; }
          {
            package = pkgs.ovosSkills.weather;
            settings.units = "metric";
          }
        ]
      '';
      description = ''
        The skills there are: these are loaded and no others. Skills of the program itself run in
        `ovos-skills`; each Python skill is a service of its own, `ovos-skill-NAME`, which can fail without
        the others.
      '';
    };
  };

  config = mkIf (cfg.enable && plugin.enable) {
    assertions =
      map (id: {
        assertion = false;
        message = ''
          services.ovos.plugins.skills.skills names the skill ${id} more than once, and one would answer for
          the other. Keep one of them.
        '';
      }) repeated
      ++ map (skill: {
        assertion = false;
        message = ''
          services.ovos.plugins.skills.skills has the package ${
            skill.package.name or "without a name"
          }, which is no
          skill. Take one of pkgs.ovosSkills, or make one with pkgs.buildOvosSkill.
        '';
      }) foreign
      ++ map (skill: {
        assertion = false;
        message = ''
          services.ovos.plugins.skills.skills gives ${idOf skill} a settingsFile. The program's own skills have no
          secrets and read `settings` alone.
        '';
      }) nativeWithFile;

    warnings = map (skill: ''
      The settings of the skill ${idOf skill} hold what looks like a secret (${lib.concatStringsSep ", " (lib.filter isSecret (lib.attrNames skill.settings))}). It ends up in the Nix store, where everybody on this machine can read it. Put it into a JSON file that
      the skill's settingsFile names.
    '') telling;

    services.ovos.plugins.skills.extraNative = map (skill: skill.package) (
      lib.filter (skill: !(aboutSkill skill).builtIn) native
    );

    services.ovos.settings.skills = {
      enabled = mkDefault (map idOf native);
      settings = lib.listToAttrs (
        map (skill: lib.nameValuePair (idOf skill) skill.settings) (
          lib.filter (skill: skill.settings != { }) native
        )
      );
    };

    environment.etc = {
      # What the framework of Python skills reads.
      "ovos/mycroft.conf".source = json.generate "mycroft.conf" {
        lang = cfg.settings.locale.lang or "en-US";
        log_level = cfg.logLevel;
        websocket = bus;
      };
      "ovos/skills.json".source = json.generate "skills.json" {
        skills = map (skill: {
          inherit (aboutSkill skill) id kind;
          package = skill.package.name;
        }) declared;
      };
    }
    // lib.listToAttrs (
      map (
        skill:
        lib.nameValuePair "ovos/skills/${idOf skill}/settings.json" {
          source = json.generate "settings.json" skill.settings;
        }
      ) declared
    );

    systemd.services = {
      ovos-core =
        parts.service {
          description = "OpenVoiceOS orchestrator";
          arguments = [
            "service"
            "core"
          ];
        }
        // parts.afterBus;
      ovos-skills =
        parts.service {
          description = "OpenVoiceOS skills";
          arguments = [
            "service"
            "skills"
          ];
        }
        // parts.afterBus;
    }
    // lib.listToAttrs (map pythonService python);
  };
}
