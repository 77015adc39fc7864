"""Scripts of a machine in a folder: what stands for systemctl, and what lets the updater or dpkg suffer a fault."""

from __future__ import annotations

from typing import Final

from tests.faults.update.stand_ins import APP, SETUP

SYSTEMCTL: Final = f"""#!/bin/sh
# Stands in for systemd: a unit runs while its file is there, and requires that kiosk-update.service has run.
whole() {{
  [ -z "$(dpkg --verify {APP})$(dpkg --verify {SETUP})" ] \\
    && [ "$(dpkg-query -Wf '${{Version}}' {APP})" = "$(dpkg-query -Wf '${{Version}}' {SETUP})" ]
}}
[ "$1" != --quiet ] || shift
verb=$1; shift
for unit; do
  case $verb in
    is-active) [ -e "/run/units/$unit" ] || exit 3 ;;
    is-enabled) ;;
    stop) rm -f "/run/units/$unit" ;;
    start)
      if [ "$unit" = kiosk-updating.service ]; then
        /usr/lib/kiosk/update run; /usr/lib/kiosk/update resume --start
      elif [ ! -e /run/kiosk-update ] && ! /usr/lib/kiosk/update resume; then
        exit 1
      else
        : > /run/kiosk-update
        [ ! -e "/etc/hindered-$unit" ] || exit 1
        whole || echo "$unit" >> /outside/started-in-pieces
        : > "/run/units/$unit"
      fi ;;
  esac
done
"""

HOOK: Final = """
_here() {
  local where="$1 $2"
  [ -z "${STEPS:-}" ] || printf '%s\\n' "$where" >> /outside/steps
  if [ "${CUT_AT:-}" = "$where" ] && [ ! -e /outside/was-cut ]; then
    : > /outside/was-cut
    . /outside/fault
  fi
}
if [ "${0##*/}" = update ]; then set -o functrace; trap '_here "$LINENO" "${BASH_LINENO[*]}"' DEBUG; fi
"""

# Lets so many bytes of a package through, then suffers the fault.
DPKG_DEB: Final = """#!/bin/bash
if [ -n "${CUT_AFTER:-}" ] && [ "$1" = --fsys-tarfile ] && [ ! -e /outside/was-cut ] \\
  && [ "$(cat /proc/$PPID/comm)" = dpkg ]; then
  : > /outside/was-cut
  /usr/bin/dpkg-deb "$@" | { head -c "$CUT_AFTER"; sleep 0.05; . /outside/fault; cat; }
else
  exec /usr/bin/dpkg-deb "$@"
fi
"""
