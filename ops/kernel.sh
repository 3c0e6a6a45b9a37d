# shellcheck shell=bash
# Settings of the kernel that all sandboxes and services share, as they have one uid: docs/decisions/one-uid.md.

# A sandbox's memory limit also limits its epoll watches (some 200 bytes each); the kernel's own limit, counted for the uid,
# must lie above what all of them together can make, or the services get none.
needed_watches() {
  echo $(($(or_else "$(setting EXECUTOR_CONCURRENCY)" 8) * $(in_bytes "$(or_else "$(setting SANDBOX_MEMORY)" 512m)") / 150))
}
watches_file=/proc/sys/fs/epoll/max_user_watches
has_watches() { [[ ! -e $watches_file ]] || (($(<"$watches_file") >= $(needed_watches))); }

in_bytes() {
  local number=${1%[bkmgBKMG]}
  case $1 in
    *[kK]) echo $((number << 10)) ;;
    *[mM]) echo $((number << 20)) ;;
    *[gG]) echo $((number << 30)) ;;
    *) echo "$number" ;;
  esac
}

# Kept over a restart of the machine where it has a place for that.
raise_watches() {
  has_watches && return 0
  needed_watches | as_root tee "$watches_file" >/dev/null
  [[ ! -d /etc/sysctl.d ]] ||
    echo "fs.epoll.max_user_watches = $(needed_watches)" | as_root tee /etc/sysctl.d/60-aika.conf >/dev/null
}

# For ./aika doctor.
check_watches() {
  if has_watches; then good 'epoll watches for sandboxes and services'; else
    bad 'one sandbox could use up the epoll watches of all services' "sudo sysctl -w fs.epoll.max_user_watches=$(needed_watches) (./aika up does it)"
  fi
}
