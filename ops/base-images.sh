# shellcheck shell=bash
# Base images under the tags everybody uses. Normally they are pulled; on a machine that reaches no image
# registry they are made here from the distribution's own packages (and Node from npm), so that the
# Dockerfiles need to know nothing about it.

readonly debian_image=debian:bookworm-slim
readonly node_image=node:24-bookworm-slim
readonly redis_image=redis:7-bookworm
readonly node_version=24.21.0

have_image() { docker image inspect "$1" >/dev/null 2>&1; }

ensure_base_images() {
  local image missing=()
  for image in "$debian_image" "$node_image" "$redis_image"; do
    have_image "$image" || missing+=("$image")
  done
  ((${#missing[@]})) || return 0
  if registry_answers; then
    for image in "${missing[@]}"; do step "pulling $image" docker pull -q "$image"; done
    return 0
  fi
  ((EUID == 0)) || die 'no image registry can be reached, and making the base images here needs root: sudo ./aika …'
  say "no image registry can be reached: making ${missing[*]} from packages"
  need_package debootstrap debootstrap
  need_package npm npm
  have_image "$debian_image" || step "making $debian_image (debootstrap, about a minute)" make_debian_image
  have_image "$node_image" || step "making $node_image (Node $node_version from npm)" make_node_image
  have_image "$redis_image" || step "making $redis_image (Debian's redis-server)" make_redis_image
}

# A registry that only hangs must not hold anybody up: eight seconds, then we go without.
registry_answers() { timeout 8 docker manifest inspect "$debian_image" >/dev/null 2>&1; }

make_debian_image() (
  work=$(mktemp -d /var/tmp/aika-base.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  root=$work/root
  mirror=$(debian_mirror)
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" ${mirror:+"$mirror"}
  slim_down "$root"
  tar -C "$root" --numeric-owner -cf - . | docker import -c 'CMD ["bash"]' - "$debian_image"
)

slim_down() {
  local root=$1 line
  rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* \
    "$root"/var/log/*.log "$root"/usr/share/{doc,man,info,locale} "$root"/etc/{hostname,resolv.conf}
  printf '%s\n' 'path-exclude /usr/share/doc/*' 'path-exclude /usr/share/man/*' 'path-exclude /usr/share/locale/*' \
    >"$root/etc/dpkg/dpkg.cfg.d/docker"
  printf '%s\n' 'Acquire::Languages "none";' 'Apt::AutoRemove::SuggestsImportant "false";' \
    'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };' \
    >"$root/etc/apt/apt.conf.d/docker"
  # Whatever this machine had to tell apt about its mirror (a proxy, a frozen snapshot) holds inside too.
  apt-config dump | grep -E '^Acquire::(Check-|https?::Proxy)' >"$root/etc/apt/apt.conf.d/host" || true
  line=$(head -n1 "$root/etc/apt/sources.list")
  printf '%s\n' "$line" "${line/bookworm/bookworm-updates}" \
    "$(sed -E 's#/debian/? bookworm#/debian-security bookworm-security#' <<<"$line")" >"$root/etc/apt/sources.list"
  # A company proxy with its own certificate authority: the host's bundle knows it, ours has to as well.
  [[ ! -e /etc/ssl/certs/ca-certificates.crt ]] ||
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
}

# Debian's own archive as this machine reaches it (Raspberry Pi OS lists another one beside it).
debian_mirror() {
  # shellcheck disable=SC2016 # apt expands these itself
  apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 2>/dev/null | sed -nE 's#^Debian (.*/debian)/$#\1#p' | head -n1
}

make_node_image() (
  work=$(mktemp -d /var/tmp/aika-node.XXXXXX)
  container=
  trap 'rm -rf "$work"; [[ -z $container ]] || docker rm -f "$container" >/dev/null' EXIT
  cd "$work" || exit
  trust_system_certificates
  npm pack --loglevel=error "node-linux-$(node_arch)@$node_version" npm@11
  mkdir -p local/lib/node_modules/npm local/etc
  tar -xzf node-linux-*.tgz -C local --strip-components=1
  tar -xzf npm-11*.tgz -C local/lib/node_modules/npm --strip-components=1
  rm -f local/{CHANGELOG.md,README.md,package.json}
  ln -s ../lib/node_modules/npm/bin/npm-cli.js local/bin/npm
  ln -s ../lib/node_modules/npm/bin/npx-cli.js local/bin/npx
  # Node's headers are in the image, so native addons build without fetching them; npm trusts what the system trusts.
  printf '%s\n' 'cafile=/etc/ssl/certs/ca-certificates.crt' 'nodedir=/usr/local' >local/etc/npmrc
  chown -R root:root local
  container=$(docker create "$debian_image" true)
  docker cp local/. "$container:/usr/local" >/dev/null
  docker commit -c 'CMD ["node"]' -c "ENV NODE_VERSION=$node_version" "$container" "$node_image"
)

make_redis_image() (
  container=aika-redis-image-$$
  trap 'docker rm -f "$container" >/dev/null 2>&1' EXIT
  docker run --name "$container" "$debian_image" sh -c '
    groupadd -r -g 999 redis && useradd -r -g redis -u 999 -d /data redis && mkdir /data && chown redis: /data &&
    apt-get update && apt-get install -y --no-install-recommends redis-server &&
    rm -rf /var/lib/apt/lists/* /etc/redis'
  docker commit -c 'CMD ["redis-server"]' -c 'WORKDIR /data' -c 'EXPOSE 6379' "$container" "$redis_image"
)

node_arch() {
  case $(uname -m) in
    x86_64) echo x64 ;;
    aarch64) echo arm64 ;;
    *) die "no Node build for $(uname -m): Aika runs on x86-64 and arm64" ;;
  esac
}
