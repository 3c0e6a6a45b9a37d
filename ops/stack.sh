# shellcheck shell=bash
# Starting, watching and ending the composed stack that settings.sh has chosen.

readonly base_services=(migrate sandbox-image)

build_images() {
  local targets=("${base_services[@]}")
  [[ $project == aika ]] || targets+=(stand-ins)
  ensure_base_images
  step 'building the images' compose --progress plain build "${targets[@]}"
  # What the new ones replaced; small disks fill up with it. The engine prunes once at a time: then another is at it.
  docker image prune --force --filter label=aika.image >/dev/null 2>&1 || true
}

start_stack() {
  local flags=(--detach --no-build --remove-orphans) stamp
  stamp=$(secrets_stamp)
  # A mounted secret is the old file for ever. Down and up again, as services end well only while Redis is there.
  [[ $(cat "$state/secrets.stamp" 2>/dev/null) == "$stamp" ]] || stop_stack
  step 'starting the containers' start_containers "${flags[@]}" "$@"
  echo "$stamp" >"$state/secrets.stamp"
  restarts=$(restart_counts)
  printf '» waiting until every service is healthy … ' >&2
  wait_for 120 healthy_or_hopeless || true
  if all_healthy; then
    say done
  else
    say 'no:'
    tell_unhealthy
    die "not every service became healthy. ./aika logs shows more, ./aika doctor looks at the machine"
  fi
}

# Compose says only that a container ended; why, it says itself.
start_containers() {
  compose --progress quiet up "$@" && return 0
  tell_unhealthy
  return 1
}

# A container that came back five times since we began to wait does not get well by waiting on.
healthy_or_hopeless() {
  all_healthy && return 0
  awk 'NR == FNR { before[$1] = $2; next } $2 - before[$1] >= 5 { hopeless = 1 } END { exit !hopeless }' \
    <(echo "$restarts") <(restart_counts)
}

restart_counts() {
  local ids
  ids=$(compose ps -aq)
  # shellcheck disable=SC2086 # one id per word
  docker inspect -f '{{.Id}} {{.RestartCount}}' $ids
}

all_healthy() {
  local ids id
  ids=$(compose ps -q 2>/dev/null)
  [[ $ids ]] || return 1
  for id in $ids; do is_healthy "$id" || return 1; done
}

# Docker asks every half minute; so as not to wait for that, the container's own question is put right here.
is_healthy() {
  local status check
  read -r status check < <(docker inspect -f \
    '{{.State.Status}} {{with .Config.Healthcheck}}{{join (slice .Test 1) " "}}{{end}}' "$1" 2>/dev/null)
  [[ $status == running ]] || return 1
  # shellcheck disable=SC2086 # the words of the check are its arguments
  docker exec "$1" $check >/dev/null 2>&1
}

tell_unhealthy() {
  local id name status code
  for id in $(compose ps -aq); do
    read -r name status code < <(docker inspect -f \
      '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Status}} {{.State.ExitCode}}' "$id")
    [[ $status == created || $status$code == exited0 ]] && continue
    is_healthy "$id" && continue
    say "--- $name is $status (last exit code $code), its last words:"
    last_words "$id" | sed 's/^/    /' >&2
  done
}

# Why it ended, in its own words: the message of the newest fatal line, else the last lines of this start as they are.
last_words() {
  local lines why
  lines=$(docker logs --tail 15 --since "$(docker inspect -f '{{.State.StartedAt}}' "$1")" "$1" 2>&1)
  [[ $lines ]] || lines=$(docker logs --tail 15 "$1" 2>&1)
  why=$(sed -nE 's/.*"level":"fatal".*"message":"(([^"\\]|\\.)*)".*/\1/p' <<<"$lines" | tail -n1)
  if [[ $why ]]; then sed 's/\\n/\n/g; s/\\"/"/g' <<<"$why"; else cut -c-300 <<<"$lines"; fi
}

# Sandboxes a stack left behind: they are no Compose containers, the executor labels them with their owner.
remove_sandboxes() {
  local ids
  ids=$(docker ps -aq --filter "label=aika.owner=$project")
  # shellcheck disable=SC2086 # one id per word
  [[ -z $ids ]] || docker rm -f $ids >/dev/null
}

# The same project may have been started from another folder, perhaps one that is gone. A demo is taken over; the real
# installation is not, as its data lies there.
claim_project() {
  local other ids
  other=$(docker ps -a --filter "label=com.docker.compose.project=$project" \
    --format '{{.Label "com.docker.compose.project.working_dir"}}' | grep -vxF "$root" | head -n1) || true
  [[ $other ]] || return 0
  [[ $project != aika || ! -d $other ]] || die "Aika already runs from $other. End it there first: $other/aika down"
  ids=$(docker ps -aq --filter "label=com.docker.compose.project=$project")
  # shellcheck disable=SC2086 # one id per word
  step "ending the $project that was started from $other" docker rm -f $ids
}

# Containers of this stack that were started from this folder.
own_containers() {
  docker ps -q --filter "label=com.docker.compose.project=$project" \
    --filter "label=com.docker.compose.project.working_dir=$root" "$@" 2>/dev/null
}
stack_is_running() { [[ -e $state/compose.env && -n $(own_containers) ]]; }
stack_exists() { [[ -e $state/compose.env && -n $(own_containers -a) ]]; }

stop_stack() {
  stack_exists || return 0
  step "ending $project" end_containers "$@"
  remove_sandboxes
}

# After crashes the engine may miscount what hangs on a network and keep it until it restarts. It is found again at the
# next start, so only containers that stay are a failure.
end_containers() { compose down --remove-orphans "$@" || [[ -z $(compose ps -aq) ]]; }

# Every stack this checkout has started, as project names: the real one first.
known_stacks() {
  [[ ! -e $state_root/compose.env ]] || echo aika
  local file
  for file in "$state_root"/*/compose.env; do
    [[ ! -e $file ]] || basename "$(dirname "$file")"
  done
}

use_stack() {
  if [[ $1 == aika ]]; then use_real_stack; else AIKA_PROJECT=$1 use_demo_stack; fi
}

# status and logs speak of what runs: the real installation, else a demo.
use_running_stack() {
  local name
  for name in $(known_stacks); do
    use_stack "$name"
    ! stack_is_running || return 0
  done
  die 'nothing is running. Start with ./aika up, or ./aika demo to look around'
}
