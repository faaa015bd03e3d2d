# What is yours: people, addresses, keys. Every machine of `hosts` is named here.
{
  fleet = {
    # Who logs in, by which key (~/.ssh/id_ed25519.pub).
    admins.me.keys = [
      "ssh-ed25519 AAAA... me@laptop"
    ];

    hosts.voice = {
      # Where it is reached from outside.
      address = "192.0.2.10";
      # Its place in the fleet's own network, and its public key there:
      #   wg genkey | tee mesh-key | wg pubkey      (mesh-key goes into secrets/voice.yaml)
      meshAddress = "10.77.0.1";
      meshKey = "REPLACE";
    };
    hosts.spare = {
      address = "192.0.2.20";
      meshAddress = "10.77.0.2";
      meshKey = "REPLACE";
    };

    # Where backups go, as restic writes it.
    backup.repository = "s3:https://s3.example.org/my-backup";
  };
}
