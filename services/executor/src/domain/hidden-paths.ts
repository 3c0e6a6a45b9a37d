/**
 * What a sandbox finds empty: the engine's own list, which ours replaces and so must repeat, and whatever else tells of
 * the machine rather than of the sandbox. `/proc/self/mountinfo` cannot be hidden, being each process's own: it shows
 * where on the host the person's folder lies, and the folder's number there is the person's own.
 */
export const hiddenPaths = [
  // The engine's.
  '/proc/acpi',
  '/proc/asound',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  // All of it: firmware and product names, disks, modules, control groups, the kernel's own switches.
  '/sys',
  // How the host was started and what its kernel holds.
  '/proc/cmdline',
  '/proc/config.gz',
  '/proc/kallsyms',
  '/proc/modules',
  '/proc/key-users',
  '/proc/iomem',
  '/proc/ioports',
  '/proc/sysrq-trigger',
  // What its memory, disks and other processes are doing.
  '/proc/buddyinfo',
  '/proc/zoneinfo',
  '/proc/diskstats',
  '/proc/locks',
  '/proc/partitions',
  '/proc/pressure',
  '/proc/schedstat',
  '/proc/softirqs',
  '/proc/swaps',
  '/proc/cgroups',
  // What it is made of.
  '/proc/bus',
  '/proc/consoles',
  '/proc/crypto',
  '/proc/fs',
  '/proc/misc',
]

/** As the engine has them. */
export const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys']
