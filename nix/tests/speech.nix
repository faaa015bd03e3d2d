# A WAV file in, the action out: Piper speaks the question, faster-whisper hears it, a timer is set. Both
# models were fetched when the machine was built; it has no network.
{ pkgs, ... }:
{
  name = "ovos-speech";

  nodes.machine = {
    imports = [ ../modules/ovos.nix ];
    virtualisation.memorySize = 3072;
    services.ovos = {
      enable = true;
      host = "127.0.0.1";
      plugins = {
        skills = {
          enable = true;
          skills = [ { package = pkgs.ovosSkills.timer; } ];
        };
        listener.enable = true;
        speech.enable = true;
      };
    };
  };

  testScript = ''
    machine.wait_for_unit("wyoming-piper-ovos")
    machine.wait_for_unit("wyoming-faster-whisper-ovos")
    machine.wait_for_open_port(10200)
    machine.wait_for_open_port(10300, timeout=300)
    machine.succeed("test -e /var/lib/ovos/models/piper-en_US-lessac-medium/en_US-lessac-medium.onnx")
    machine.succeed("test -e /var/lib/ovos/models/faster-whisper-base/model.bin")

    settings = "UTTER_CONFIG=/etc/ovos/utter.toml UTTER_BUS_URL=ws://127.0.0.1:8181/core"
    machine.succeed(f"{settings} utter say --output question.wav 'set a timer for five minutes'")
    answer = machine.succeed(f"{settings} ovos-client --audio question.wav --speak answer.wav")
    assert "5 minutes" in answer, answer
    machine.succeed("test $(stat -c %s answer.wav) -gt 20000")
    assert "minutes" in machine.succeed("ovos-client 'how much time is left on my timer'")
  '';
}
