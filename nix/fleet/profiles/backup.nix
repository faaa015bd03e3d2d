# The assistant's state, encrypted and elsewhere, and proof that it can be had back.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.fleet.backup;
  snapshot = "/var/.backup";

  # restic's settings for a service of our own; the same files that the backup uses.
  repository = {
    RESTIC_REPOSITORY = cfg.repository;
    RESTIC_PASSWORD_FILE = config.fleet.secrets.path "restic-password";
    RESTIC_CACHE_DIR = "/var/cache/fleet-restore-drill";
  };

  drill = pkgs.writeShellApplication {
    name = "fleet-restore-drill";
    runtimeInputs = [
      pkgs.coreutils
      pkgs.findutils
      pkgs.jq
      pkgs.restic
      pkgs.sqlite
    ];
    text = builtins.readFile ./restore-drill.sh;
  };

  restore = pkgs.writeShellApplication {
    name = "fleet-restore";
    runtimeInputs = [
      config.systemd.package
      pkgs.coreutils
      pkgs.restic
    ];
    text = builtins.readFile ./restore.sh;
    runtimeEnv = repository // {
      SNAPSHOT_FOLDER = snapshot;
      ENVIRONMENT_FILE = config.fleet.secrets.path "restic-environment";
    };
  };
in
{
  options.fleet.backup = {
    paths = mkOption {
      type = types.listOf (types.strMatching "/var/.+");
      default = [ "/var/lib/ovos" ];
      example = [
        "/var/lib/ovos"
        "/var/lib/grafana"
      ];
      description = "What is kept; all of it lies under `/var`, whose snapshot is read.";
    };
    at = mkOption {
      type = types.str;
      default = "03:30";
      description = "When, every day, as in {manpage}`systemd.time(7)`.";
    };
    drillAt = mkOption {
      type = types.str;
      default = "Sun 05:00";
      description = "When the newest backup is restored into an empty folder and looked at.";
    };
  };

  config = {
    assertions = [
      {
        assertion = cfg.repository != null;
        message = "fleet.backup.repository: the profile backup needs a place for backups, such as \"s3:https://s3.example.org/my-backup\".";
      }
      {
        assertion = config.fleet.disk.layout == "server";
        message = "fleet.backup: reads a Btrfs snapshot of /var, so it needs fleet.disk.layout = \"server\".";
      }
    ];

    fleet.secrets.needed = {
      restic-password = { };
      restic-environment = { };
    };

    # The database is its owner's alone while it runs, and cannot be copied; a snapshot has it as a power
    # cut would leave it, which SQLite is made for. So nothing has to stop.
    services.restic.backups.utter = {
      initialize = true;
      inherit (cfg) repository;
      passwordFile = repository.RESTIC_PASSWORD_FILE;
      environmentFile = config.fleet.secrets.path "restic-environment";
      paths = map (path: snapshot + lib.removePrefix "/var" path) cfg.paths;
      exclude = [ "${snapshot}/lib/ovos/models" ];
      extraBackupArgs = [ "--tag utter" ];
      backupPrepareCommand = ''
        if [ -e ${snapshot} ]; then ${pkgs.btrfs-progs}/bin/btrfs subvolume delete ${snapshot}; fi
        ${pkgs.btrfs-progs}/bin/btrfs subvolume snapshot -r /var ${snapshot}
      '';
      backupCleanupCommand = ''
        ${pkgs.btrfs-progs}/bin/btrfs subvolume delete ${snapshot}
      '';
      timerConfig = {
        OnCalendar = cfg.at;
        RandomizedDelaySec = "20m";
        Persistent = true;
      };
      pruneOpts = [
        "--keep-daily 7"
        "--keep-weekly 5"
        "--keep-monthly 12"
      ];
      checkOpts = [ "--read-data-subset=5%" ];
    };

    environment.systemPackages = [ restore ];

    systemd.services.fleet-restore-drill = {
      description = "Whether the newest backup can be restored";
      startAt = cfg.drillAt;
      after = [ "network-online.target" ];
      wants = [ "network-online.target" ];
      environment = repository // {
        METRICS = "/var/lib/fleet-metrics/restore-drill.prom";
      };
      serviceConfig = {
        Type = "oneshot";
        EnvironmentFile = config.fleet.secrets.path "restic-environment";
        ExecStart = lib.concatStringsSep " " (
          [
            (lib.getExe drill)
            config.networking.hostName
          ]
          ++ map (path: snapshot + lib.removePrefix "/var" path) cfg.paths
        );
        CacheDirectory = "fleet-restore-drill";
        PrivateTmp = true;
        ProtectHome = true;
        ProtectSystem = "strict";
        ReadWritePaths = [ "/var/lib/fleet-metrics" ];
        Nice = 19;
        IOSchedulingClass = "idle";
      };
    };
  };
}
