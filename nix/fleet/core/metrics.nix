# What every machine tells the one that watches.
{ config, ... }:
let
  exporter = config.services.prometheus.exporters.node;
  folder = "/var/lib/fleet-metrics";
in
{
  services.prometheus.exporters.node = {
    enable = true;
    enabledCollectors = [ "systemd" ];
    # Figures that services of ours leave in files, such as the restore drill.
    extraFlags = [ "--collector.textfile.directory=${folder}" ];
    # Everywhere, because the mesh may come up later; the firewall opens it to the mesh alone.
    listenAddress = "0.0.0.0";
  };
  systemd.tmpfiles.settings."10-fleet".${folder}.d = {
    user = "root";
    group = "root";
    mode = "0755";
  };
  networking.firewall.interfaces.fleet.allowedTCPPorts = [ exporter.port ];
}
