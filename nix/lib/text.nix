# Sentences for what a configuration gets wrong.
{ lib }:
{
  # unknownName "a voice of the registry" "en_US-lesac-medium" [ "en_US-lessac-medium" ... ]
  # says what is wrong, what was probably meant, and what there is.
  unknownName =
    what: name: known:
    let
      # Not levenshteinAtMost, which misses a doubled letter between a common beginning and end.
      near = lib.filter (candidate: lib.strings.levenshtein name candidate <= 3) known;
      meant = lib.optionalString (near != [ ]) " Did you mean \"${lib.head near}\"?";
    in
    "\"${name}\" is not ${what}.${meant} There is: ${lib.concatStringsSep ", " known}.";
}
