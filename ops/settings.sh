# shellcheck shell=bash
# Folders and secret files of one installation: the real one (project `aika`, ./data, .env) or a demo, which has
# its own of everything under .aika/<project>/ and never reads .env.

# Services and sandboxes run as this user; what they may read or write belongs to it.
readonly service_uid=10001

use_real_stack() {
  project=aika state=$state_root env_file=$root/.env
  data=$(or_else "${AIKA_DATA:-}" "$(or_else "$(setting AIKA_DATA)" "$root/data")")
  [[ $data == /* ]] || data=$root/$data
  files=(-f "$root/docker-compose.yml")
}

use_demo_stack() {
  project=${AIKA_PROJECT:-aika-demo}
  state=$state_root/$project data=$state_root/$project/data env_file=/dev/null
  files=(-f "$root/docker-compose.yml" -f "$root/docker-compose.demo.yml")
}

compose() {
  docker compose -p "$project" --project-directory "$root" "${files[@]}" \
    --env-file "$env_file" --env-file "$state/compose.env" "$@"
}

# The value of one variable in .env, as Compose would read a plain line of it.
setting() {
  [[ -f $env_file ]] || return 0
  sed -nE "s/^[[:space:]]*(export +)?$1=//p" "$env_file" | tail -n1 |
    sed -E "s/[[:space:]]+(#.*)?$//; s/^\"(.*)\"$/\1/; s/^'(.*)'$/\1/"
}

prepare_folders() {
  mkdir -p "$state/secrets"
  chmod 0700 "$state/secrets"
  as_root install -d -o "$service_uid" -g "$service_uid" -m 0700 \
    "$data"/{db,users,shared,redis,admin,admin/error_reports,admin/job_logs}
  # The socket proxy looks at a person's folder, not into it, before that is mounted: docs/decisions/socket-proxy.md.
  as_root chmod 0710 "$data/users"
}

# secret <name> <value>: a file only the services' user can read. Replaced by rename, never half written.
secret() {
  local file=$state/secrets/$1
  as_root rm -f "$file.new"
  (umask 077 && printf '%s' "$2" >"$file.new")
  as_root chown "$service_uid:$service_uid" "$file.new"
  as_root chmod 0400 "$file.new"
  as_root mv -f "$file.new" "$file"
}

has_secret() { as_root test -s "$state/secrets/$1"; }

write_generated_secrets() {
  local password
  if ! has_secret redis_auth || ! has_secret redis_password; then
    password=$(random_secret)
    secret redis_auth "requirepass $password
"
    secret redis_password "$password"
  fi
  has_secret gateway_token || secret gateway_token "$(random_secret)"
  has_secret console_password || secret console_password "$(random_secret)"
  # One that was kept may have been restored from a backup as somebody else's.
  as_root chown "$service_uid:$service_uid" "$state"/secrets/*
  as_root chmod 0400 "$state"/secrets/*
}

write_secrets_from_env() {
  local name
  for name in TELEGRAM_BOT_TOKEN GEMINI_API_KEY GEMINI_API_KEY_FALLBACK GEMINI_API_KEY_FALLBACKS GROQ_API_KEY; do
    secret "${name,,}" "$(setting "$name")"
  done
  [[ -z $(setting CONSOLE_PASSWORD) ]] || secret console_password "$(setting CONSOLE_PASSWORD)"
}

write_demo_secrets() {
  secret telegram_bot_token '7000000001:AIKA-demo-token-0000000000000000000000'
  secret gemini_api_key demo-gemini-key-1
  secret gemini_api_key_fallback demo-gemini-key-2
  secret gemini_api_key_fallbacks ''
  secret groq_api_key demo-groq-key
}

# A hash over all secrets, kept beside them: when it changed, running containers hold the old files.
secrets_stamp() { as_root cat "$state"/secrets/* | sha256sum | cut -d' ' -f1; }

# What Compose needs to know about this machine, beside .env. More lines may be given as arguments.
write_compose_env() {
  {
    echo "AIKA_DATA=$data"
    echo "AIKA_SECRETS=$state/secrets"
    if (($#)); then printf '%s\n' "$@"; fi
  } >"$state/compose.env"
}

# Asks for what .env lacks; without a terminal it names every missing variable.
complete_env_file() {
  [[ -f $env_file ]] || (umask 077 && cp "$root/.env.example" "$env_file")
  local name missing=()
  for name in TELEGRAM_BOT_TOKEN ALLOWED_USER_IDS GEMINI_API_KEY GROQ_API_KEY; do
    [[ -n $(setting "$name") ]] || ask_setting "$name" || missing+=("$name")
  done
  ((${#missing[@]} == 0)) || die ".env lacks ${missing[*]}. Fill them in (each has a sentence in .env.example), then: ./aika up"
}

ask_setting() {
  local value
  [[ ! $assume_yes && -t 0 ]] || return 1
  read -r -p "$1 ($(describe_setting "$1")): " value
  [[ -n $value ]] && put_setting "$1" "$value"
}

describe_setting() { grep -B1 -E "^#? ?$1=" "$root/.env.example" | head -n1 | sed 's/^# *//'; }

put_setting() {
  local kept
  kept=$(grep -vE "^[[:space:]]*$1=" "$env_file" || true)
  (umask 077 && printf '%s\n%s=%s\n' "$kept" "$1" "$2" >"$env_file.new") && mv "$env_file.new" "$env_file"
}

# The demo's answers to what .env would say. A demo that is not running starts afresh, as the stand-ins' Telegram
# forgets everything too; ports move on when somebody else has them.
prepare_demo_settings() {
  claim_project
  if stack_is_running; then return 0; fi
  stop_stack
  as_root rm -rf "$data"
  prepare_folders
  write_demo_secrets
  write_generated_secrets
  write_compose_env \
    "DEMO_PORT=$(free_port "${DEMO_PORT:-8090}")" "CONSOLE_PORT=$(free_port "${CONSOLE_PORT:-8089}")" \
    ALLOWED_USER_IDS=1001,1002 ADMIN_USER_IDS=1001 'TELEGRAM_USER_ALIASES=1001:Ray;1002:Alice' \
    TIMEZONE=UTC
}

setting_of_demo() { sed -n "s/^$1=//p" "$state/compose.env"; }

or_else() { if [[ $1 ]]; then echo "$1"; else echo "$2"; fi; }
