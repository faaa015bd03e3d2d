# Stands in for disko's module where it cannot be had.
{ lib, ... }:
{
  options.disko.devices.disk = lib.mkOption {
    type = lib.types.attrsOf lib.types.anything;
    default = { };
  };
}
