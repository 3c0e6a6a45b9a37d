import { hasOption, operandsOf, valuesOf } from '../options.ts'
import type { Call, Rule } from './rule.ts'

const endless = /^\/dev\/(?:zero|urandom|random|full)$/

/** Ways out of the sandbox, and ways to make it useless for everybody. */
export const dangerRules: Rule[] = [
  {
    id: 'escape-namespaces',
    class: 'block',
    reason: 'it tries to get out of the sandbox',
    programs: [
      'unshare',
      'nsenter',
      'chroot',
      'pivot_root',
      'switch_root',
      'setns',
      'bwrap',
      'firejail',
      'capsh',
      'setcap',
      'runuser',
      'pkexec',
      'systemd-run',
      'systemd-nspawn',
      'machinectl',
    ],
  },
  {
    id: 'escape-containers',
    class: 'block',
    reason: 'it reaches for the machine’s containers',
    programs: [
      'docker',
      'docker-compose',
      'dockerd',
      'podman',
      'buildah',
      'nerdctl',
      'ctr',
      'crictl',
      'runc',
      'crun',
      'containerd',
      'kubectl',
      'lxc',
      'lxc-attach',
      'virsh',
      'qemu-nbd',
    ],
    when: ({ args }) =>
      args.length === 0 || !args.every((arg) => /^(?:--version|-v|--help|version)$/.test(arg)),
  },
  {
    id: 'escape-mount',
    class: 'block',
    reason: 'it mounts or unmounts disks',
    programs: [
      'mount',
      'umount',
      'losetup',
      'swapon',
      'swapoff',
      'cryptsetup',
      'fusermount',
      'fusermount3',
      'sshfs',
      'dmsetup',
      'pvcreate',
      'lvremove',
      'vgremove',
    ],
    when: ({ name, args }) => name !== 'mount' || args.length > 0,
  },
  {
    id: 'escape-kernel',
    class: 'block',
    reason: 'it changes the kernel of the machine',
    programs: [
      'insmod',
      'modprobe',
      'rmmod',
      'kexec',
      'bpftool',
      'bpftrace',
      'iptables',
      'ip6tables',
      'nft',
      'debugfs',
      'setenforce',
      'aa-disable',
      'ebtables',
      'tc',
    ],
  },
  {
    id: 'escape-sysctl',
    class: 'block',
    reason: 'it changes settings of the kernel',
    programs: ['sysctl'],
    when: ({ args }) =>
      hasOption(args, '-w', '--write', '-p', '--load', '--system') || args.some((arg) => arg.includes('=')),
  },
  {
    id: 'escape-trace',
    class: 'block',
    reason: 'it looks into processes that run already',
    programs: ['gdb', 'strace', 'ltrace', 'gcore', 'reptyr', 'perf', 'lldb', 'process_vm_readv'],
    when: ({ name, args }) =>
      name === 'gcore' || name === 'reptyr' || hasOption(args, '-p', '--pid', '--attach'),
  },
  {
    id: 'disk-format',
    class: 'block',
    reason: 'it formats or partitions disks',
    programs: [
      'mkfs',
      'mke2fs',
      'mkswap',
      'fdisk',
      'sfdisk',
      'cfdisk',
      'gdisk',
      'sgdisk',
      'parted',
      'wipefs',
      'blkdiscard',
      'hdparm',
      'badblocks',
      'mkfs.ext2',
      'mkfs.ext3',
      'mkfs.ext4',
      'mkfs.xfs',
      'mkfs.btrfs',
      'mkfs.vfat',
      'mkfs.fat',
      'mkfs.ntfs',
    ],
  },
  {
    id: 'device-node',
    class: 'block',
    reason: 'it makes a device',
    programs: ['mknod'],
    when: ({ args }) => operandsOf(args)[1] !== 'p',
  },
  {
    id: 'machine-power',
    class: 'block',
    reason: 'it switches the machine off',
    programs: ['shutdown', 'reboot', 'halt', 'poweroff', 'telinit'],
  },
  {
    id: 'endless-data',
    class: 'block',
    reason: 'it writes without an end',
    programs: ['cat', 'dd', 'cp', 'tee', 'pv', 'base64', 'gzip', 'xxd', 'od', 'yes'],
    when: readsEndlessly,
  },
  {
    id: 'stress-machine',
    class: 'block',
    reason: 'it wears the machine out on purpose',
    programs: ['stress', 'stress-ng', 'hping3', 'slowloris', 'ab', 'siege', 'forkbomb'],
  },
]

function readsEndlessly({ name, args, isToFile }: Call): boolean {
  if (name === 'yes') return isToFile
  if (name === 'dd') {
    return (
      args.some((arg) => endless.test(arg.replace(/^if=/, ''))) &&
      !args.some((arg) => arg.startsWith('count='))
    )
  }
  if (name === 'xxd' || name === 'od') {
    const limited = valuesOf(args, '-l', '-N', '--len', '--read-bytes').length > 0
    return !limited && args.some((arg) => endless.test(arg))
  }
  return name !== 'tee' && args.some((arg) => endless.test(arg))
}
