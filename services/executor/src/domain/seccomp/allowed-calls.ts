import type { Architecture } from './rule.ts'

/** `a b c` as a list; a group of calls reads better in lines than in quotes. */
const calls = (text: string) => text.trim().split(/\s+/)

/**
 * Calls that anybody's command may make, whatever their arguments, by what they are for. What is in the engine's default
 * profile and in no group here was left out on purpose: docs/decisions/seccomp-profile.md says why.
 */
const everywhere = {
  files:
    calls(`close close_range copy_file_range dup dup3 faccessat faccessat2 fadvise64 fcntl fdatasync flock
    fstat fstatfs fsync ftruncate lseek newfstatat pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readahead
    readlinkat readv sendfile splice statfs statx sync_file_range tee truncate write writev`),
  folders: calls(
    `chdir fchdir getcwd getdents64 linkat mkdirat renameat renameat2 symlinkat umask unlinkat utimensat`,
  ),
  owners: calls(`fchown fchownat`),
  attributes:
    calls(`fgetxattr flistxattr fremovexattr fsetxattr getxattr lgetxattr listxattr llistxattr lremovexattr
    lsetxattr removexattr setxattr`),
  memory:
    calls(`brk madvise membarrier memfd_create mlock mlock2 mlockall mmap mprotect mremap msync munlock munlockall
    munmap pkey_alloc pkey_free pkey_mprotect`),
  processes:
    calls(`execve execveat exit exit_group getpgid getpid getppid getpriority getrlimit getrusage getsid gettid
    ioprio_get ioprio_set pidfd_open pidfd_send_signal rseq set_tid_address setpgid setrlimit setsid
    times wait4 waitid`),
  threads: calls(`futex get_robust_list set_robust_list`),
  scheduling:
    calls(`getcpu sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam
    sched_getscheduler sched_rr_get_interval sched_setaffinity sched_yield`),
  signals: calls(`kill restart_syscall rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn
    rt_sigsuspend rt_sigtimedwait sigaltstack signalfd4 tgkill tkill`),
  waiting: calls(`epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 eventfd2 pipe2 ppoll pselect6`),
  time: calls(`clock_getres clock_gettime clock_nanosleep getitimer gettimeofday nanosleep setitimer
    timerfd_create timerfd_gettime timerfd_settime`),
  // What they can be called on is decided where sockets are made.
  sockets:
    calls(`accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendmmsg
    sendmsg sendto shutdown`),
  // Without capabilities they change nothing but between ids that the process has already.
  identity:
    calls(`capget getegid geteuid getgid getgroups getresgid getresuid getuid setgid setregid setresgid setresuid
    setreuid setuid`),
  machine: calls(`getrandom sysinfo uname`),
}

/** Older forms of the same, which arm64 never had. */
const onlyOnX64 = {
  files: calls(`access dup2 lstat readlink stat`),
  folders: calls(`futimesat getdents link mkdir rename rmdir symlink unlink utime utimes`),
  owners: calls(`chown lchown`),
  processes: calls(`arch_prctl fork getpgrp vfork`),
  signals: calls(`pause signalfd`),
  waiting: calls(`epoll_create epoll_wait eventfd pipe poll select`),
  time: calls(`alarm time`),
}

export function allowedCalls(architecture: Architecture): string[] {
  const groups = [everywhere, ...(architecture === 'x64' ? [onlyOnX64] : [])]
  return groups.flatMap((group) => Object.values<string[]>(group).flat()).sort()
}

/**
 * Programs try these and do without when the kernel does not know them; told that they may not, they give up.
 * `clone3`, `openat2` and `fchmodat2` keep their arguments, or enough of them, where a filter cannot look.
 */
export const unknownCalls =
  calls(`clone3 fchmodat2 io_uring_enter io_uring_register io_uring_setup landlock_add_rule
  landlock_create_ruleset landlock_restrict_self memfd_secret openat2 seccomp timer_create timer_delete
  timer_getoverrun timer_gettime timer_settime userfaultfd`)
