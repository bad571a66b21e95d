# Programs that tests need and Maven cannot bring.

# Installs Debian packages as root or through sudo, or says what to install: install_packages NAME...
install_packages() {
  root=""
  if [ "$(id -u)" != 0 ]; then
    root="sudo -n"
  fi
  if command -v apt-get >/dev/null && $root true 2>/dev/null; then
    echo "verify: installing $*" >&2
    # Package lists may be missing or old.
    $root apt-get install -y -q --no-install-recommends "$@" >&2 && return 0
    $root apt-get update -q >&2 && $root apt-get install -y -q --no-install-recommends "$@" >&2 && return 0
  fi
  echo "verify: missing: $*; install with: sudo apt-get install $*" >&2
  return 1
}

# Whether there is a browser that the studio's tests find.
has_chromium() {
  for candidate in "${HARK_CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    if [ -x "$candidate" ]; then
      return 0
    fi
  done
  return 1
}

# Sees to all of them.
find_programs() {
  missing=""
  command -v espeak-ng >/dev/null || missing="$missing espeak-ng"
  has_chromium || missing="$missing chromium"
  if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # a list of words
    install_packages $missing
  fi
}
