# services.ovos: the assistant as services of the system, one for each part.
{
  imports = [
    ./ovos/common.nix
    ./ovos/messagebus.nix
    ./ovos/skills.nix
    ./ovos/audio.nix
    ./ovos/listener.nix
    ./ovos/speech.nix
    ./ovos/platform.nix
    ./ovos/wyoming.nix
  ];
}
