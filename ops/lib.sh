# shellcheck shell=bash
# What every part of ./aika says, asks and waits with.

say() { printf '%s\n' "$*" >&2; }
die() {
  printf 'aika: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# step "what is done" command…: quiet while all goes well; a failure shows everything the command printed.
# The command runs in a subshell of its own, so that `set -e` holds inside functions too.
step() {
  local what=$1 log started=$SECONDS status
  shift
  log=$(mktemp)
  printf '» %s … ' "$what" >&2
  set +e
  (
    set -e
    "$@"
  ) >"$log" 2>&1
  status=$?
  set -e
  if ((status == 0)); then
    say "done ($((SECONDS - started)) s)"
  else
    say 'failed:'
    cat "$log" >&2
  fi
  rm -f "$log"
  ((status == 0)) || die "$what failed"
}

# ask "question": yes with --yes; without a terminal to ask on, the answer is no.
ask() {
  local answer
  [[ $assume_yes ]] && return 0
  [[ -t 0 ]] || return 1
  read -r -p "$1 [y/N] " answer
  [[ $answer == [yY]* ]]
}

# wait_for <seconds> command…: true as soon as the command is, false when the time is up.
wait_for() {
  local until=$((SECONDS + $1))
  shift
  while ! "$@"; do
    ((SECONDS < until)) || return 1
    sleep 0.3
  done
}

# need_package <command> <package>: installs the distribution's package where the command is missing.
need_package() {
  local command=$1 package=$2
  have "$command" && return 0
  have apt-get || die "$command is missing: install it with your distribution's package manager, then try again"
  ask "$command is missing. Install the package $package?" || die "$command is missing: sudo apt-get install $package"
  apt_update_once
  step "installing $package" apt_install "$package"
  hash -r
}

apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }

apt_is_fresh=
apt_update_once() {
  [[ $apt_is_fresh ]] && return 0
  step 'reading the package lists' as_root apt-get update
  apt_is_fresh=yes
}

# npm and pnpm trust what the system trusts: a company proxy's own certificate authority, say.
trust_system_certificates() {
  [[ ! -e /etc/ssl/certs/ca-certificates.crt ]] || export npm_config_cafile=/etc/ssl/certs/ca-certificates.crt
}

free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

random_secret() { head -c 24 /dev/urandom | base64 | tr -d '+/=\n'; }
