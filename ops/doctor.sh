# shellcheck shell=bash
# ./aika doctor: one line a check, each failing one followed by the command that mends it. Changes nothing.

doctor() {
  troubles=0
  use_real_stack
  check_machine
  if check_engine; then
    check_limits
    check_watches
    check_sandbox
  fi
  check_env_file
  check_data_folder
  check_quota
  check_secrets
  check_outside
  if ((troubles)); then die "$troubles thing(s) to mend"; fi
  say 'all is well'
}

good() { printf '  ok    %s\n' "$1" >&2; }
note() { printf '  note  %s\n' "$1" >&2; }
bad() {
  printf '  BAD   %s\n        → %s\n' "$1" "$2" >&2
  troubles=$((troubles + 1))
}

check_machine() {
  local free_mib memory_mib
  case $(uname -m) in
    x86_64 | aarch64) good "$(uname -m), kernel $(uname -r)" ;;
    *) bad "$(uname -m) is not supported" 'use a 64-bit system: x86-64 or arm64' ;;
  esac
  memory_mib=$(($(sed -nE 's/^MemTotal: +([0-9]+).*/\1/p' /proc/meminfo) / 1024))
  if ((memory_mib >= 900)); then good "$memory_mib MiB of memory"; else note "$memory_mib MiB of memory is little: 1 GiB is comfortable"; fi
  free_mib=$(df -Pm "$root" | awk 'NR == 2 { print $4 }')
  if ((free_mib >= 2048)); then
    good "$free_mib MiB free on disk"
  else
    bad "only $free_mib MiB free on disk" 'docker system prune (removes unused images), or a larger disk'
  fi
  check_clock
}

# A clock that is off breaks TLS, reminders and Telegram's timestamps alike; boards without a battery start in 1970.
check_clock() {
  local newest
  newest=$(git -C "$root" log -1 --format=%ct 2>/dev/null || stat -c %Y "$root/aika")
  if (($(date +%s) < newest - 86400)); then
    bad "the clock says $(date -u +%F), which is before this version was made" 'sudo timedatectl set-ntp true'
  elif have timedatectl && [[ $(timedatectl show -p NTPSynchronized --value 2>/dev/null) == no ]]; then
    note 'the clock is not synchronised yet: sudo timedatectl set-ntp true'
  else
    good "clock: $(date -u '+%F %R') UTC"
  fi
}

check_engine() {
  local compose_version
  if ! engine_answers; then
    bad 'the Docker engine does not answer' './aika up --yes installs and starts it (or: sudo systemctl start docker)'
    return 1
  fi
  good "Docker engine $(docker version --format '{{.Server.Version}}')"
  if compose_version=$(docker compose version --short 2>/dev/null); then
    good "Compose $compose_version"
  else
    bad 'the Compose plugin is missing' './aika up --yes installs it'
  fi
}

# The engine silently ignores limits the kernel lacks; without them one person's command could starve everybody.
check_limits() {
  local limits memory cpu pids seccomp
  limits=$(docker info --format '{{.MemoryLimit}} {{.CPUCfsQuota}} {{.PidsLimit}} {{.SecurityOptions}}')
  read -r memory cpu pids seccomp <<<"$limits"
  if [[ $memory == true ]]; then good 'memory limits'; else
    bad 'the kernel does not limit memory (Raspberry Pi OS ships with it off)' \
      "sudo sed -i 's/\$/ cgroup_enable=memory cgroup_memory=1/' $(boot_line_file) && sudo reboot"
  fi
  if [[ $cpu == true ]]; then good 'CPU limits'; else bad 'the kernel lacks CFS bandwidth control' 'use a kernel with CONFIG_CFS_BANDWIDTH'; fi
  if [[ $pids == true ]]; then good 'process limits'; else bad 'the kernel lacks the pids controller' 'use a kernel with CONFIG_CGROUP_PIDS'; fi
  if [[ $seccomp == *seccomp* ]]; then good 'seccomp'; else bad 'the engine runs without seccomp' 'use a kernel with CONFIG_SECCOMP_FILTER'; fi
}

boot_line_file() {
  if [[ -e /boot/firmware/cmdline.txt ]]; then echo /boot/firmware/cmdline.txt; else echo /boot/cmdline.txt; fi
}

check_sandbox() {
  local image report
  image=$(or_else "$(setting SANDBOX_IMAGE)" agent-sandbox-runner:latest)
  if ! have_image "$image"; then
    bad "the sandbox image $image is not there" "docker build -t $image images/sandbox"
    return
  fi
  good "sandbox image $image"
  if executor_runs; then check_live_sandboxes; else check_plain_sandbox "$image"; fi
}

executor_runs() { [[ -f $state/compose.env && -n $(compose ps -q --status running executor 2>/dev/null) ]]; }

# The executor compares the sandboxes that run now, and a fresh one from inside, with what it asks of the engine.
check_live_sandboxes() {
  local report executor
  executor=$(compose ps -q executor | head -n1)
  # As the executor's own user, who may use the proxy's socket.
  if report=$(timeout 90 docker exec --user "$service_uid:$service_uid" "$executor" node dist/executor-check.js 2>&1); then
    good "live sandboxes: $report"
  else
    bad "sandboxes are not held as they should be: $report" './aika down && ./aika up (ends them all), then ./aika doctor again'
  fi
}

# Without an executor: whether this engine holds what such limits promise, as far as its command line can ask for them.
check_plain_sandbox() {
  local report
  report=$(plain_sandbox_report "$1" 2>&1) || true
  if [[ $report == 'mem=67108864 swap=none pids=32 caps=0 nnp=1 seccomp=2 net=lo root=ro uid=10001 suid=none core=0 files=1024 shm=none ' ]]; then
    good 'a sandbox is held by every limit (nothing runs that could be compared)'
  else
    bad "a sandbox is not held as it should be: $report" 'docker info (look at its warnings), then ./aika doctor again'
  fi
}

# What a sandbox sees of its own limits, asked from inside, on cgroup v1 and v2 alike.
plain_sandbox_report() {
  # shellcheck disable=SC2016 # expanded inside the sandbox
  docker run --rm --network none --ipc none --read-only --cap-drop ALL --security-opt no-new-privileges \
    --memory 64m --memory-swap 64m --pids-limit 32 --cpus 0.5 --ulimit core=0 --ulimit nofile=1024 \
    --entrypoint bash "$1" -c '
    first() { cat "$@" 2>/dev/null | head -n1; }
    own() { sed -nE "s/^$1:\s*//p" /proc/self/status; }
    memory=$(first /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes)
    swap=$(first /sys/fs/cgroup/memory.swap.max /sys/fs/cgroup/memory/memory.memsw.limit_in_bytes)
    [[ $swap != 0 && $swap != "$memory" ]] || swap=none
    printf "mem=%s swap=%s " "$memory" "$swap"
    printf "pids=%s " "$(first /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max)"
    printf "caps=%x nnp=%s seccomp=%s " "0x$(own CapEff)$(own CapBnd)" "$(own NoNewPrivs)" "$(own Seccomp)"
    printf "net=%s " "$(ls /sys/class/net | grep -vE "^(tunl|sit|ip6|gre|erspan|bonding)" | xargs)"
    printf "root=%s uid=%s " "$(grep -q " / [^ ]* ro," /proc/mounts && echo ro || echo rw)" "$(id -u)"
    suid=$(find / -xdev -type f -perm /6000 2>/dev/null | head -n1)
    printf "suid=%s core=%s files=%s " "${suid:-none}" "$(ulimit -c)" "$(ulimit -n)"
    printf "shm=%s " "$([[ -e /dev/shm ]] && echo there || echo none)"'
}

check_env_file() {
  local name missing=()
  if [[ ! -f $env_file ]]; then
    note '.env is not there yet: ./aika up makes it and asks (the demo needs none)'
    return
  fi
  for name in TELEGRAM_BOT_TOKEN ALLOWED_USER_IDS GEMINI_API_KEY GROQ_API_KEY; do
    [[ -n $(setting "$name") ]] || missing+=("$name")
  done
  if ((${#missing[@]})); then bad ".env lacks ${missing[*]}" "nano $env_file"; else good '.env has what it needs'; fi
  if [[ $(stat -c %a "$env_file") == ?00 ]]; then good '.env is yours alone'; else
    bad '.env can be read by others' "chmod 600 $env_file"
  fi
}

check_data_folder() {
  local folder
  [[ -d $data ]] || { note "$data is not there yet: ./aika up makes it"; return; }
  for folder in "$data"/{db,users,shared,redis,admin}; do
    if [[ ! $(as_root stat -c '%u %g %a' "$folder" 2>/dev/null) =~ ^$service_uid\ $service_uid\ 7[01]0$ ]]; then
      bad "$folder does not belong to the services alone" \
        "sudo chown -R $service_uid:$service_uid $folder && sudo chmod 700 $folder"
      return
    fi
  done
  good "rights on $data"
}

check_secrets() {
  local wrong
  [[ -e $state/secrets.stamp ]] || return 0
  wrong=$(as_root find "$state/secrets" -type f ! \( -uid "$service_uid" -perm 0400 \))
  if [[ $wrong ]]; then bad "the services cannot read, or not they alone: $wrong" './aika up puts it right'; else
    good 'secrets belong to the services alone'
  fi
}

check_outside() {
  local name url
  while read -r name url; do
    url=$(or_else "$(setting "$name")" "$url")
    if timeout 5 bash -c "exec 3<>/dev/tcp/$(host_and_port "$url")" 2>/dev/null; then good "$url can be reached"; else
      bad "$url cannot be reached" "check the network: getent hosts $(host_and_port "$url" | cut -d/ -f1)"
    fi
  done <<'END'
TELEGRAM_API_ROOT https://api.telegram.org
GEMINI_BASE_URL https://generativelanguage.googleapis.com
GROQ_BASE_URL https://api.groq.com
END
}

# https://host[:port]/… → host/port
host_and_port() {
  local rest=${1#*://} port=443
  [[ $1 == https://* ]] || port=80
  rest=${rest%%/*}
  [[ $rest != *:* ]] || port=${rest##*:}
  echo "${rest%%:*}/$port"
}
