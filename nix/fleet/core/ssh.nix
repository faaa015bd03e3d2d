# The only way in: SSH, by key, as somebody who has a name.
{ config, lib, ... }:
{
  services.openssh = {
    enable = true;
    openFirewall = true;
    settings = {
      PasswordAuthentication = false;
      KbdInteractiveAuthentication = false;
      PermitRootLogin = "no";
      AllowUsers = lib.attrNames config.fleet.admins;
      X11Forwarding = false;
      MaxAuthTries = 3;
    };
    # sops-nix decrypts with it, so there is one and it stays.
    hostKeys = [
      {
        type = "ed25519";
        path = "/etc/ssh/ssh_host_ed25519_key";
      }
    ];
  };

  users = {
    mutableUsers = false;
    users = lib.mapAttrs (_: admin: {
      isNormalUser = true;
      extraGroups = [
        "wheel"
        "systemd-journal"
      ];
      openssh.authorizedKeys.keys = admin.keys;
    }) config.fleet.admins;
  };

  # Nobody has a password, so there is none to ask for: the key is the proof.
  security.sudo = {
    wheelNeedsPassword = false;
    execWheelOnly = true;
  };

  # Guessing costs the guesser time and us nothing.
  services.openssh.settings.MaxStartups = "10:30:60";
}
