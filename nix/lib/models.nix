# The models that can be declared: the program's own registry, share/models.json, under the names that
# the options use. A Whisper model is named by its size ("base"), a Piper voice as its authors name it
# ("en_US-lessac-medium").
{ lib }:
let
  registry = builtins.fromJSON (builtins.readFile ../../share/models.json);

  # { "base" = <model>; ... } of one engine.
  ofEngine =
    engine: prefix:
    lib.listToAttrs (
      map (model: lib.nameValuePair (lib.removePrefix prefix model.name) model) (
        lib.filter (model: model.engine == engine) registry.models
      )
    );
in
{
  all = lib.listToAttrs (map (model: lib.nameValuePair model.name model) registry.models);
  piperVoices = ofEngine "piper" "piper-";
  whisperModels = ofEngine "faster-whisper" "faster-whisper-";

  # One folder with the files of a model as the program keeps it: each file is fetched by its URL and
  # has the registry's SHA-256, or the build fails.
  fetch =
    { fetchurl, linkFarm }:
    model:
    linkFarm model.name (
      map (file: {
        name = file.path;
        path = fetchurl {
          name = builtins.baseNameOf file.path;
          inherit (file) url sha256;
        };
      }) model.files
    );
}
