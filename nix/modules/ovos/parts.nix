# What the modules of the parts share: how a part becomes a service of systemd, and the door of one that
# other machines may come to.
{
  config,
  lib,
  pkgs,
}:
let
  inherit (lib) mkOption types;
  cfg = config.services.ovos;
  inherit ((import ../../lib { inherit lib; }).systemd) serviceDefaults;
  hasBusKey = cfg.bus.url != null && cfg.bus.keyFile != null;
in
{
  # The systemd service of a part.
  service =
    {
      description,
      # Arguments of the program.
      arguments ? [ ],
      # Further attributes of `serviceConfig`.
      serviceConfig ? { },
      environment ? { },
    }:
    {
      inherit description;
      wantedBy = [ "multi-user.target" ];
      after = [ "network.target" ];
      restartTriggers = [ cfg.configFile ];
      environment = {
        HOME = "/var/lib/ovos";
        UTTER_CONFIG = "/etc/ovos/utter.toml";
        XDG_STATE_HOME = "/var/lib/ovos/state";
        XDG_DATA_HOME = "/var/lib/ovos/data";
      }
      // lib.optionalAttrs hasBusKey { UTTER_BUS_KEY_FILE = "%d/bus-key"; }
      // environment;
      serviceConfig =
        serviceDefaults
        // {
          ExecStart = lib.concatStringsSep " " ([ (lib.getExe cfg.finalPackage) ] ++ arguments);
          ExecReload = "${pkgs.coreutils}/bin/kill -HUP $MAINPID";
          User = "ovos";
          Group = "ovos";
          StateDirectory = "ovos";
        }
        // lib.optionalAttrs hasBusKey {
          LoadCredential = [ "bus-key:${toString cfg.bus.keyFile}" ];
        }
        // serviceConfig;
    };

  # How the service of a part waits for the bus. Another machine's may be away when a part starts; the part
  # connects when it is back.
  afterBus =
    if cfg.bus.url == null then
      {
        after = [ "ovos-messagebus.service" ];
        requires = [ "ovos-messagebus.service" ];
      }
    else
      {
        after = [ "network-online.target" ];
        wants = [ "network-online.target" ];
      };

  # What a service needs beside the hardening to reach the sound server, which knows its clients by their
  # user and group: PrivateUsers would hide them from it.
  soundAccess = {
    PrivateUsers = false;
    SupplementaryGroups = cfg.plugins.audio.groups;
  };

  # A TCP port of a part, on the loopback interface until other machines may use it.
  door = {
    options =
      {
        name,
        port,
        example,
        # What to know before it is opened.
        caution,
      }:
      {
        port = mkOption {
          type = types.port;
          default = port;
          inherit example;
          description = "TCP port of ${name}.";
        };

        openFirewall = mkOption {
          type = types.bool;
          default = false;
          example = true;
          description = "Whether other machines may use ${name}. ${caution}";
        };
      };

    host = plugin: if plugin.openFirewall then "0.0.0.0" else "127.0.0.1";

    firewall = plugin: {
      allowedTCPPorts = lib.mkIf plugin.openFirewall [ plugin.port ];
    };
  };
}
