# An example site, from the addresses that RFC 5737 keeps for documentation: it shows that the fleet
# evaluates, and `deploy` refuses it. Your own site is a copy of nix/fleet/template (docs/fleet.md).
{
  fleet = {
    example = true;

    # Nobody has the private half of this key.
    admins.operator.keys = [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJyLWxR5oex4W+/qyfn3PpkXdy0Ol9ap8asFqbqWW/ty example"
    ];

    hosts = {
      ovh-cloud = {
        address = "192.0.2.10";
        meshAddress = "10.77.0.1";
        meshKey = "1shftZAtdZmzFnoPNUGM+a576YLZgmvH1YyhGp61Aes=";
      };
      hetzner-cloud = {
        address = "192.0.2.20";
        meshAddress = "10.77.0.2";
        meshKey = "VxbthZvwE2+P+D4E1h6isDgq39Fi8yJnLOaMsoMZQsU=";
      };
      kitchen = {
        meshAddress = "10.77.0.10";
        meshKey = "jopgPV1eDfUcc9rG+AgyMF6qGNtLvXYj0Y3HgMW5o0k=";
      };
    };

    backup.repository = "s3:https://s3.example.org/utter-backup";
  };
}
