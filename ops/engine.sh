# shellcheck shell=bash
# The Docker engine and Compose: found, or installed from the distribution's packages, and running.

readonly own_daemon=$state_root/dockerd.pid

ensure_engine() {
  engine_answers || install_engine
  engine_answers || start_engine
  ensure_compose
}

engine_answers() { timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

install_engine() {
  if [[ -S $socket && ! -w $socket ]] && ((EUID != 0)); then
    die "your user may not talk to the Docker engine: sudo usermod -aG docker $USER, then sign in again"
  fi
  need_package dockerd docker.io
  # Debian 12 has the engine's client inside docker.io, later ones in a package of their own.
  need_package docker docker-cli
  # Where the kernel has AppArmor the engine starts no container without its parser, which is only recommended.
  [[ $(cat /sys/module/apparmor/parameters/enabled 2>/dev/null) != Y ]] || need_package apparmor_parser apparmor
}

start_engine() {
  if [[ -d /run/systemd/system ]]; then
    step 'starting the Docker engine' as_root systemctl enable --now docker
  else
    clear_after_killed_daemon
    # Installing the package may have started it by the machine's own init script.
    daemon_runs && wait_for 30 engine_answers || launch_daemon
  fi
  wait_for 30 engine_answers || die "the Docker engine does not answer: see ${own_daemon%.pid}.log"
}

# A killed dockerd leaves its pid file and socket behind, and a later one refuses to start, all the more
# when the number belongs to some other process by now.
clear_after_killed_daemon() {
  forget_stale_pid /var/run/docker.pid dockerd
  forget_stale_pid /var/run/docker/containerd/containerd.pid containerd
  [[ -e /var/run/docker.pid ]] || as_root rm -f "$socket"
}

forget_stale_pid() {
  local file=$1 name=$2
  [[ -e $file ]] || return 0
  is_process "$(<"$file")" "$name" || as_root rm -f "$file"
}

# is_process <pid> <name>: it runs and is that program. One that is dead and only not yet reaped does not count.
is_process() {
  [[ -n $1 && $(cat "/proc/$1/comm" 2>/dev/null) == "$2" ]] && ! grep -q '^State:.Z' "/proc/$1/status"
}

daemon_runs() {
  local file pid
  for file in $(grep -slx dockerd /proc/[0-9]*/comm); do
    pid=${file#/proc/}
    ! is_process "${pid%/comm}" dockerd || return 0
  done
  return 1
}

launch_daemon() {
  if ! grep -q ' /sys/fs/cgroup' /proc/mounts; then
    need_package cgroupfs-mount cgroupfs-mount
    as_root cgroupfs-mount
  fi
  say '» starting the Docker engine (this machine has no systemd)'
  mkdir -p "$state_root"
  # shellcheck disable=SC2046 # one argument a word
  as_root setsid nohup dockerd $(runtime_flags) </dev/null >"${own_daemon%.pid}.log" 2>&1 &
  launched=$!
  wait_for 60 engine_answers_or_ended || true
  engine_answers || die "the Docker engine did not start; its last words:
$(tail -n 5 "${own_daemon%.pid}.log")"
  cp /var/run/docker.pid "$own_daemon"
}

# SANDBOX_RUNTIME's other choices, as far as they are installed and can work here. A machine that has settings for its
# engine names them there: docs/decisions/sandbox-runtimes.md.
runtime_flags() {
  [[ ! -e /etc/docker/daemon.json ]] || return 0
  if have crun && ! hybrid_cgroups; then echo "--add-runtime crun=$(command -v crun)"; fi
  if have runsc && working_runsc; then
    # The engine knows no arguments of a runtime on its command line. Sandboxes have no network; gVisor wants to be told.
    printf '#!/bin/sh\nexec %s --network=none "$@"\n' "$(command -v runsc)" >"$state_root/runsc"
    chmod 755 "$state_root/runsc"
    echo "--add-runtime runsc=$state_root/runsc"
  fi
}

# crun refuses the mixture of cgroup v1 and v2.
hybrid_cgroups() { grep -q ' /sys/fs/cgroup/unified cgroup2 ' /proc/mounts; }

# Debian 12's is of 2022.
working_runsc() { (($(runsc --version | sed -nE '1s/.*[^0-9](20[0-9]{2})[0-9]{4}.*/\1/p') >= 2023)); }

engine_answers_or_ended() { engine_answers || [[ ! -d /proc/$launched ]]; }

# Ends the daemon only if ./aika started it and nobody else's containers would die with it.
stop_own_daemon() {
  [[ -e $own_daemon ]] || return 0
  local pid
  pid=$(<"$own_daemon")
  if is_process "$pid" dockerd; then
    if [[ -n $(docker ps -q) ]]; then
      say "the Docker engine stays: other containers run on it (docker ps)"
      return 0
    fi
    as_root kill "$pid"
    wait_for 20 daemon_gone "$pid" || say "dockerd ($pid) is slow to end"
  fi
  rm -f "$own_daemon"
}

daemon_gone() { ! is_process "$1" dockerd; }

ensure_compose() {
  docker compose version >/dev/null 2>&1 && return 0
  have apt-get || die 'the Compose plugin is missing: install "docker compose" for your distribution'
  ask 'Docker Compose is missing. Install it?' || die 'Docker Compose is missing: ./aika doctor says how to get it'
  apt_update_once
  local package
  for package in docker-compose-v2 docker-compose; do
    if [[ $(candidate_version "$package") == 2.* ]]; then
      step "installing Compose ($package)" apt_install "$package"
      return 0
    fi
  done
  step "installing Compose (Debian 13's package)" install_from_trixie docker-compose
  docker compose version >/dev/null 2>&1 || die 'Compose was installed, yet "docker compose version" fails'
}

candidate_version() { apt-cache policy "$1" 2>/dev/null | sed -nE 's/^ *Candidate: ([0-9]+:)?//p'; }

# Debian 12 stops at Compose 1, and its gVisor starts nothing on newer kernels. Debian 13's packages of both need nothing
# newer than Debian 12 has; they are taken through apt (signatures checked) with lists of its own, so that no foreign
# source stays enabled for anything else.
install_from_trixie() (
  work=$(mktemp -d /var/tmp/aika-trixie.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/lists/partial" "$work/cache"
  cat >"$work/trixie.sources" <<END
Types: deb
URIs: $(debian_mirror)
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
  apt=(apt-get -o "Dir::Etc::sourcelist=$work/trixie.sources" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o "APT::Sandbox::User=root")
  cd "$work" || exit
  as_root "${apt[@]}" update
  as_root "${apt[@]}" download "$1"
  apt_install "./$1"_*.deb
)
