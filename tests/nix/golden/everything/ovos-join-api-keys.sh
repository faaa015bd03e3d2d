#!/bin/sh
umask 077
/nix/store/00000000000000000000000000000000-coreutils/bin/cat "$CREDENTIALS_DIRECTORY"/*api-keys > /run/ovos/api-keys
