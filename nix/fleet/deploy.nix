# The command `deploy`.
{
  coreutils,
  jq,
  nixos-anywhere,
  nixos-rebuild-ng,
  openssh,
  sops,
  ssh-to-age,
  writeShellApplication,
}:
writeShellApplication {
  name = "deploy";
  meta.description = "Install, update and return machines of the fleet";
  runtimeInputs = [
    coreutils
    jq
    nixos-anywhere
    nixos-rebuild-ng
    openssh
    sops
    ssh-to-age
  ];
  text = builtins.readFile ./deploy.sh;
}
