# The options of NixOS that our modules set, declared with the types that NixOS gives them, so that the
# modules can be evaluated where there is no more of nixpkgs than its `lib`.
{ lib, ... }:
let
  inherit (lib) mkOption types;
  anything = mkOption {
    type = types.anything;
    default = { };
  };
  of =
    type: default:
    mkOption {
      inherit type default;
    };
  strings = of (types.listOf types.str) [ ];
  units = of (types.listOf (
    types.strMatching "[a-zA-Z0-9@%:_.\\-]+[.](service|socket|device|mount|automount|swap|target|path|timer|scope|slice)"
  )) [ ];

  unitOption = types.oneOf [
    types.bool
    types.int
    types.str
    types.path
    types.package
  ];
  section = of (types.attrsOf (types.either unitOption (types.listOf unitOption))) { };

  service = types.submodule {
    options = {
      enable = of types.bool true;
      description = of types.str "";
      documentation = strings;
      wantedBy = units;
      requiredBy = units;
      after = units;
      before = units;
      requires = units;
      wants = units;
      bindsTo = units;
      partOf = units;
      conflicts = units;
      path = of (types.listOf (types.either types.package types.str)) [ ];
      environment = of (types.attrsOf (
        types.nullOr (
          types.oneOf [
            types.str
            types.path
            types.package
          ]
        )
      )) { };
      preStart = of types.lines "";
      script = of types.lines "";
      postStart = of types.lines "";
      startAt = of (types.coercedTo types.str lib.singleton (types.listOf types.str)) [ ];
      restartTriggers = of (types.listOf types.unspecified) [ ];
      restartIfChanged = of types.bool true;
      startLimitIntervalSec = of (types.nullOr types.int) null;
      startLimitBurst = of (types.nullOr types.int) null;
      onFailure = units;
      unitConfig = section;
      serviceConfig = section;
    };
  };

  user = types.submodule {
    options = {
      isSystemUser = of types.bool false;
      isNormalUser = of types.bool false;
      group = of types.str "";
      extraGroups = strings;
      home = of types.path "/var/empty";
      homeMode = of (types.strMatching "[0-7]{1,5}") "700";
      createHome = of types.bool false;
      description = of types.str "";
      linger = of types.bool false;
    };
  };

  etcFile = types.submodule {
    options = {
      enable = of types.bool true;
      source = of (types.nullOr (types.either types.path types.package)) null;
      text = of (types.nullOr types.lines) null;
      mode = of types.str "symlink";
    };
  };

  wyomingServer =
    options:
    types.submodule {
      options = {
        enable = of types.bool false;
        uri = mkOption { type = types.strMatching "^(tcp|unix)://.*$"; };
        extraArgs = strings;
      }
      // options;
    };
in
{
  options = {
    assertions = of (types.listOf types.unspecified) [ ];
    warnings = strings;
    nixpkgs.overlays = of (types.listOf types.unspecified) [ ];

    environment.etc = of (types.attrsOf etcFile) { };
    environment.systemPackages = of (types.listOf types.package) [ ];
    networking.firewall.enable = of types.bool true;
    networking.firewall.allowedTCPPorts = of (types.listOf types.port) [ ];
    systemd.services = of (types.attrsOf service) { };
    systemd.tmpfiles.settings = anything;
    users.users = of (types.attrsOf user) { };
    users.groups = of (types.attrsOf (types.submodule { options.members = strings; })) { };

    specialisation = anything;
    virtualisation.memorySize = of types.ints.positive 1024;

    services.wyoming = {
      faster-whisper.servers = of (types.attrsOf (wyomingServer {
        model = of types.str "tiny-int8";
        language = mkOption { type = types.str; };
        device = of (types.enum [
          "cpu"
          "cuda"
          "auto"
        ]) "cpu";
      })) { };
      piper.servers = of (types.attrsOf (wyomingServer {
        voice = mkOption { type = types.str; };
        speaker = of types.ints.unsigned 0;
      })) { };
      openwakeword = {
        enable = of types.bool false;
        uri = of (types.strMatching "^(tcp|unix)://.*$") "tcp://0.0.0.0:10400";
      };
    };
  };
}
