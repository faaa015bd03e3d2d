# The fleet's own network: WireGuard between all machines. The bus, Wyoming and metrics are spoken there
# and nowhere else, so that the Internet sees SSH and WireGuard alone.
{ config, lib, ... }:
let
  cfg = config.fleet;
  me = cfg.hosts.${cfg.host};
  others = lib.filterAttrs (name: _: name != cfg.host) cfg.hosts;
  port = 51820;
in
{
  networking = {
    wireguard.interfaces.fleet = {
      ips = [ "${me.meshAddress}/24" ];
      listenPort = port;
      privateKeyFile = cfg.secrets.path "mesh-key";
      peers = lib.mapAttrsToList (
        name: host:
        {
          inherit name;
          publicKey = host.meshKey;
          allowedIPs = [ "${host.meshAddress}/32" ];
        }
        // lib.optionalAttrs (host.address != null) {
          endpoint = "${host.address}:${toString port}";
          # Whoever has no fixed address keeps the way back open.
          persistentKeepalive = 25;
        }
      ) others;
    };
    firewall.allowedUDPPorts = lib.mkIf (me.address != null) [ port ];

    # Machines call each other by name.
    hosts = lib.mapAttrs' (
      name: host: lib.nameValuePair host.meshAddress [ "${name}.fleet" ]
    ) cfg.hosts;
  };

  fleet.secrets.needed.mesh-key = { };
}
