# What packaging/start and packaging/check share: everything the program needs on a bare Debian 12 or on a desktop.
# Sourced, with `set -euo pipefail` on and `root` set to the top of the checkout.
# shellcheck shell=bash disable=SC2034,SC2154

readonly NO_RIGHTS=77   # EX_NOPERM of sysexits.h: somebody with rights must run the printed line
readonly UNAVAILABLE=69 # EX_UNAVAILABLE: something needed is not to be had here

# What Qt loads at run time (the wheels carry Qt itself), and what it needs to draw without an X server.
readonly QT_PACKAGES=(libegl1 libgl1 libopengl0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0
  libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
  libxcb-render-util0 libxcb-shape0 libxcb-xkb1)
# How receipt printers on USB are reached.
readonly PRINTER_PACKAGES=(libusb-1.0-0)

say() { printf '%s\n' "$*" >&2; }
give_up() { # exit code, sentence
  say "$2"
  exit "$1"
}

# Print the first Python that is recent enough and can make a virtual environment; fail when there is none.
find_python() {
  local python
  for python in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys, ensurepip, sqlite3, ssl, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
      command -v "$python"
      return
    fi
  done
  return 1
}

is_debian() { command -v apt-get > /dev/null && command -v dpkg-query > /dev/null; }

# Debian 13 and Ubuntu 24.04 renamed some libraries to ...t64, so that one of the two names is always unknown.
is_installed() {
  case $(dpkg-query --show --showformat='${Status}\n' "$1" "$1t64" 2> /dev/null || true) in
    *'install ok installed'*) ;;
    *) return 1 ;;
  esac
}

# Install those Debian packages of the arguments that are missing. `command:package` asks for a command, however
# it came here; a plain name asks for the package. `python` asks for a usable Python.
need() {
  local item missing=()
  for item in "$@"; do
    case $item in
      python) find_python > /dev/null || missing+=(python3 python3-venv) ;;
      *:*) command -v "${item%%:*}" > /dev/null || missing+=("${item#*:}") ;;
      *) ! is_debian || is_installed "$item" || missing+=("$item") ;;
    esac
  done
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

install_packages() {
  local as_root=() install=(apt-get install -y --no-install-recommends "$@")
  if ! is_debian; then
    say "Not a Debian system: please provide what these Debian packages hold: $*"
    return
  fi
  if [ "$(id -u)" -ne 0 ]; then
    can_sudo || give_up $NO_RIGHTS "Debian packages are missing, and installing them needs rights. Please run this as root, then start again:

  apt-get update && ${install[*]}
"
    as_root=(sudo)
  fi
  say "Installing Debian packages: $*"
  # `env`, not export: sudo drops the environment. The timeout outwaits an update that runs by itself.
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  "${as_root[@]}" apt-get update -qq < /dev/null || say 'apt-get update failed; trying with the lists that are here.'
  "${as_root[@]}" "${install[@]}" -qq -o DPkg::Lock::Timeout=300 < /dev/null > /dev/null \
    || give_up $UNAVAILABLE "Could not install: $*"
}

# With a terminal sudo may ask for a password; without one it must not wait for ever.
can_sudo() {
  command -v sudo > /dev/null || return 1
  if [ -t 0 ]; then sudo -v; else sudo -n true 2> /dev/null; fi
}

# Make .venv hold exactly what the lock file says, and the program itself. A stamp makes the second time instant.
# It also names the folder: a virtual environment holds absolute paths and does not survive a move.
prepare_venv() {
  local lock=$root/packaging/$1 venv=$root/.venv wanted python
  wanted=$(cat "$lock" "$root/pyproject.toml" <(printf '%s' "$root") | sha256sum)
  if [ "$(cat "$venv/$1.stamp" 2> /dev/null)" = "$wanted" ] && "$venv/bin/python" -c '' 2> /dev/null; then
    return
  fi
  if ! "$venv/bin/python" -m pip --version > /dev/null 2>&1; then
    python=$(find_python) || give_up $UNAVAILABLE 'Needs Python 3.11 or newer that can make a virtual environment
(on Debian and Ubuntu: apt-get install python3 python3-venv).'
    "$python" -m venv --clear "$venv"
  fi
  rm -f "$venv/$1.stamp"
  say 'Installing Python packages into .venv (the first time takes a few minutes) ...'
  install_into_venv --require-hashes -r "$lock"
  # Editable: the checkout is the program, so an update of the checkout needs nothing else.
  # The build backend then lectures about folders of the same name; there is nothing to be done about it.
  PYTHONWARNINGS=ignore install_into_venv --no-deps --no-build-isolation --editable "$root"
  printf '%s\n' "$wanted" > "$venv/$1.stamp"
}

install_into_venv() {
  "$root/.venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check "$@" < /dev/null \
    || give_up $UNAVAILABLE 'Could not install the Python packages; the lines above say why.'
}
