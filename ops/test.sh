# shellcheck shell=bash
# ./aika test: everything the tests need, then the tests, then everything that was started ends again.

readonly tools=$state_root/tools
readonly pnpm_version=10.34.9

run_tests() {
  trap clean_up_after_tests EXIT
  trap 'end_jest; exit 130' INT
  trap 'end_jest; exit 143' TERM
  daemon_was_down=
  engine_answers || daemon_was_down=yes
  trust_system_certificates
  [[ -z $daemon_was_down ]] || try_other_runtimes
  ensure_engine
  ensure_base_images
  ensure_tools
  ensure_redis_server
  ensure_chromium
  export PATH=$tools/bin:$PATH
  step 'installing dependencies' pnpm install --frozen-lockfile --prefer-offline
  step 'generating the database client' pnpm generate
  step 'checking format, lint, types, arrows and unused code' pnpm verify
  AIKA_PROJECT=aika-test use_demo_stack
  prepare_demo_settings
  build_images
  run_jest "$@"
}

# Sandboxes are tried with every runtime that the engine knows; one that is ours to start can know more than runc.
try_other_runtimes() {
  have apt-get || return 0
  apt_update_once
  have crun || (step 'installing crun' apt_install crun) || say 'crun was not installed: not tested'
  { have runsc && working_runsc; } || (step "installing gVisor (Debian 13's package)" install_from_trixie runsc) ||
    say 'gVisor was not installed: not tested'
  ! have crun || ! hybrid_cgroups || say 'crun refuses the mixture of cgroup v1 and v2 of this machine: not tested'
}

# End-to-end tests come after the others, as both are work for the processor. They mostly wait, so two lanes go side by
# side, each with a stack of its own. The attacks on the sandbox come last and alone: how far past its quota a flood gets
# before it is stopped depends on who else wants the processor. Jest writes its own summary after each; the last line of all
# adds them up.
run_jest() {
  local status=0 lane results=$state_root/test-results
  rm -rf "$results" && mkdir -p "$results"
  jest 20 --selectProjects unit integration browser --passWithNoTests --json --outputFile "$results/1.json" "$@" || status=$?
  AIKA_E2E_PROJECT=aika-test-e2e-waiting AIKA_E2E_PORT=18194 start_jest 45 --selectProjects e2e-waiting --runInBand \
    --passWithNoTests --json --outputFile "$results/2.json" "$@" >"$results/waiting.log" 2>&1
  lane=$jest_pid
  jest 45 --selectProjects e2e --runInBand --passWithNoTests --json --outputFile "$results/3.json" "$@" || status=$?
  finish_jest "$lane" 45 || status=$?
  cat "$results/waiting.log" >&2
  jest 20 --selectProjects attacks --runInBand --passWithNoTests --json --outputFile "$results/4.json" "$@" || status=$?
  node -e '
    const { existsSync, readFileSync } = require("fs")
    const stopped = { numPassedTests: 0, numFailedTests: 1, numRuntimeErrorTestSuites: 0 }
    const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : stopped)
    const runs = process.argv.slice(1).map(read)
    const sum = (key) => runs.reduce((total, run) => total + run[key], 0)
    console.log(`${sum("numPassedTests")} passed, ${sum("numFailedTests") + sum("numRuntimeErrorTestSuites")} failed`)
  ' "$results"/{1,2,3,4}.json
  return "$status"
}

jest() { start_jest "$@" && finish_jest "$jest_pid" "$1"; }

# In the background, since bash would hear of a signal only after the foreground command has ended; in a process group
# of its own, so that the servers the tests started end with it. Takes the minutes after which one that hangs is ended:
# a test that blocks its process is beyond Jest's own limits, and a run that never ends says nothing at all.
jest_pids=()
start_jest() {
  local minutes=$1
  shift
  setsid timeout --foreground --kill-after=30 "${minutes}m" "$root/node_modules/.bin/jest" "$@" &
  jest_pid=$!
  jest_pids+=("$jest_pid")
}

finish_jest() {
  local status=0
  wait "$1" || status=$?
  ((status != 124)) || say "The tests did not end within $2 minutes and were stopped."
  end_group "$1"
  return "$status"
}

end_jest() {
  local pid
  for pid in "${jest_pids[@]}"; do end_group "$pid"; done
}
end_group() { kill -- "-$1" 2>/dev/null || true; }

# Node and pnpm for this checkout alone: the machine's own Node when it is new enough, else the one in the base image.
ensure_tools() {
  local container
  mkdir -p "$tools/bin"
  [[ -x $tools/bin/pnpm && $("$tools/bin/node" -v 2>/dev/null) == v24.* ]] && return 0
  if [[ $(node -v 2>/dev/null) == v24.* ]]; then
    ln -sf "$(command -v node)" "$tools/bin/node"
  else
    container=$(docker create "$node_image" true)
    docker cp "$container:/usr/local/bin/node" "$tools/bin/node" >/dev/null
    docker cp "$container:/usr/local/lib/node_modules/npm" "$tools/npm" >/dev/null
    docker rm "$container" >/dev/null
  fi
  step "fetching pnpm $pnpm_version" install_pnpm
}

install_pnpm() {
  local npm=(npm)
  [[ ! -d $tools/npm ]] || npm=("$tools/bin/node" "$tools/npm/bin/npm-cli.js")
  PATH=$tools/bin:$PATH "${npm[@]}" install --prefix "$tools" --no-save --loglevel=error "pnpm@$pnpm_version"
  ln -sf ../node_modules/.bin/pnpm "$tools/bin/pnpm"
}

# Integration tests start a Redis of their own. Debian's redis-tools carries the server under another name, without
# the system service that the package redis-server would start.
ensure_redis_server() {
  have redis-server && return 0
  need_package redis-check-rdb redis-tools
  ln -sf "$(command -v redis-check-rdb)" "$tools/bin/redis-server"
}

# Browser tests use Debian's Chromium, or the one that CHROMIUM names.
ensure_chromium() {
  [[ -z ${CHROMIUM:-} ]] || return 0
  need_package chromium chromium
  CHROMIUM=$(command -v chromium)
  export CHROMIUM
}

clean_up_after_tests() {
  local name
  trap '' INT TERM
  for name in $(known_stacks); do
    [[ $name == aika-test* ]] || continue
    use_stack "$name"
    stop_stack --volumes || true
    as_root rm -rf "$state"
  done
  [[ -z ${daemon_was_down:-} ]] || stop_own_daemon || true
}
