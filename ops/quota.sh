# shellcheck shell=bash
# Project quotas: where the file system of people's folders keeps them, the kernel itself holds each folder to its quota,
# files without a name included. Elsewhere the executor's watch is all there is, and nothing fails for that:
# docs/decisions/disk-quota.md.

# Beyond the quota: the room in which the executor lets a full folder be tidied up, so that its own, kinder limit is met first.
readonly quota_slack_percent=110 quota_slack_kib=1024

# What the file system of a folder can do: `ext4`, `xfs`, or nothing. Then quota_lack says what is missing.
quota_kind() {
  case $(mount_field FSTYPE),,$(mount_field OPTIONS), in
    ext4,*,prjquota,*) echo ext4 ;;
    xfs,*,prjquota,* | xfs,*,pquota,*) echo xfs ;;
  esac
}

# Of the folder of all data, as people's is closed to others; before the first start of what it will be made in.
mount_field() {
  local folder=$data
  [[ -d $folder ]] || folder=$root
  findmnt -no "$1" -T "$folder" 2>/dev/null || true
}

quota_lack() {
  local device
  device=$(mount_field SOURCE)
  case $(mount_field FSTYPE) in
    xfs) echo "mount $(mount_field TARGET) with the option prjquota" ;;
    ext4)
      if as_root tune2fs -l "$device" 2>/dev/null | grep -E '^Filesystem features:.*\bproject\b' >/dev/null; then
        echo "mount $(mount_field TARGET) with the option prjquota"
      else
        echo "sudo tune2fs -O project,quota $device while it is not mounted, then mount it with the option prjquota"
      fi
      ;;
    *) echo 'only ext4 and XFS keep them' ;;
  esac
}

# For each person's folder a project and its limits. Never a reason not to start.
set_project_quotas() {
  local kind folder
  kind=$(quota_kind)
  [[ $kind ]] || return 0
  if ! have "$(quota_tool "$kind")" || ! have lsattr; then
    say "» project quotas are possible here, but $(quota_tool "$kind") is missing: sudo apt-get install $(quota_package "$kind")"
    return 0
  fi
  while IFS= read -r -d '' folder; do
    hold_folder "$kind" "$folder" || say "» the project quota of ${folder##*/} could not be set; the executor watches it"
  done < <(as_root find "$data/users" -mindepth 1 -maxdepth 1 -type d -regex '.*/[1-9][0-9]*' -print0)
}

quota_tool() { if [[ $1 == xfs ]]; then echo xfs_quota; else echo setquota; fi; }
quota_package() { if [[ $1 == xfs ]]; then echo xfsprogs; else echo quota; fi; }

# A tree is gone through by path, so only while no command could put links in the way; else the next start does it.
hold_folder() {
  local kind=$1 folder=$2 id
  id=$(project_id "$folder")
  if [[ $(project_of "$folder") != "$id" ]]; then
    [[ -z $(docker ps -q --filter "label=aika.owner=$project") ]] || return 1
    "mark_$kind" "$folder" "$id" || return 1
  fi
  "limit_$kind" "$id" "$(quota_kib)" "$(quota_files)" "$(mount_field TARGET)"
}

# From the path, so that nothing has to be remembered; far from the ids that people give by hand.
project_id() { echo $((0x40000000 + $(printf '%s' "$1" | cksum | cut -d' ' -f1) % 0x3fffffff)); }
project_of() { as_root lsattr -pd "$1" 2>/dev/null | awk '{ print $1 }'; }

mark_ext4() {
  as_root find "$1" -xdev -type f -exec chattr -p "$2" {} + || return 1
  as_root find "$1" -xdev -type d -exec chattr -p "$2" +P {} +
}
limit_ext4() { as_root setquota -P "$1" 0 "$2" 0 "$3" "$4"; }

# Its commands are one string each, split at spaces.
mark_xfs() { [[ $1 != *[[:space:]]* ]] && as_root xfs_quota -x -c "project -s -p $1 $2" "$(mount_field TARGET)"; }
limit_xfs() { as_root xfs_quota -x -c "limit -p bhard=${2}k ihard=$3 $1" "$4"; }

quota_kib() {
  echo $(($(or_else "$(setting USER_QUOTA_MB)" 1024) * 1024 * quota_slack_percent / 100 + quota_slack_kib))
}
quota_files() { echo $(($(or_else "$(setting USER_MAX_FILES)" 20000) * quota_slack_percent / 100 + 16)); }

# For ./aika doctor.
check_quota() {
  if [[ $(quota_kind) ]]; then
    good "project quotas of the file system ($(quota_kind))"
  else
    note "no project quotas: the executor watches people's folders instead. For them: $(quota_lack)"
  fi
}
