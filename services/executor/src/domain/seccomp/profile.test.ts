import { seccompProfile } from './profile.ts'

interface Entry {
  names: string[]
  action: string
  args?: { index: number; op: string; value: number; valueTwo?: number }[]
  errnoRet?: number
}
interface Profile {
  defaultAction: string
  architectures: string[]
  syscalls: Entry[]
}

const profileOf = (arch: string) => JSON.parse(seccompProfile(arch)) as Profile
const allowed = ({ syscalls }: Profile) => syscalls.filter(({ action }) => action === 'SCMP_ACT_ALLOW')
const namesOf = (entries: Entry[]) => entries.flatMap(({ names }) => names)

const neverNeeded =
  `keyctl add_key request_key userfaultfd io_uring_setup io_uring_enter io_uring_register bpf
  perf_event_open mount umount2 pivot_root chroot fsopen fsmount fsconfig fspick move_mount open_tree mount_setattr
  unshare setns clone3 ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp kexec_load init_module finit_module
  delete_module swapon swapoff reboot acct quotactl name_to_handle_at open_by_handle_at lookup_dcookie fanotify_init
  syslog vhangup iopl ioperm modify_ldt vm86 openat2 fchmodat2 inotify_init inotify_init1 mq_open shmget msgget semget
  io_setup seccomp sync timer_create rt_sigqueueinfo rt_tgsigqueueinfo`.split(/\s+/)

describe.each(['x64', 'arm64'])('the filter of system calls on %s', (arch) => {
  const profile = profileOf(arch)

  test('what it does not name is refused, and it holds for this architecture alone', () => {
    const machine = { x64: 'SCMP_ARCH_X86_64', arm64: 'SCMP_ARCH_AARCH64' }[arch]

    expect(profile).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', architectures: [machine] })
  })

  test('without loopback: no socket but a local one, and nothing else changes', () => {
    const socketsOf = ({ syscalls }: Profile) => syscalls.filter(({ names }) => names.includes('socket'))
    const bare = JSON.parse(seccompProfile(arch, { loopback: false })) as Profile

    expect(socketsOf(bare).map(({ args }) => args?.[0]?.value)).toEqual([1])
    expect(bare.syscalls).toEqual(
      profile.syscalls.filter((entry) => !socketsOf(profile).includes(entry) || entry.args?.[0]?.value === 1),
    )
  })

  test('the same text every time, so that it can be compared with what the engine has', () => {
    expect(seccompProfile(arch)).toBe(seccompProfile(arch))
  })

  test('calls that no command needs are not among those it allows', () => {
    expect(namesOf(allowed(profile)).filter((name) => neverNeeded.includes(name))).toEqual([])
  })

  test('no call is allowed twice: once freely, or with the same condition', () => {
    const rules = allowed(profile).flatMap(({ names, args }) => names.map((name) => ({ name, args })))
    const free = rules.filter(({ args }) => !args).map(({ name }) => name)
    const bounded = rules.filter(({ args }) => args)

    expect(new Set(free).size).toBe(free.length)
    expect(bounded.filter(({ name }) => free.includes(name))).toEqual([])
    expect(new Set(bounded.map((rule) => JSON.stringify(rule))).size).toBe(bounded.length)
  })

  test('calls that programs try first are unknown here instead of forbidden', () => {
    const unknown = profile.syscalls.filter(({ errnoRet }) => errnoRet === 38)

    expect(namesOf(unknown)).toEqual(expect.arrayContaining(['clone3', 'openat2', 'io_uring_setup']))
    expect(namesOf(unknown).filter((name) => namesOf(allowed(profile)).includes(name))).toEqual([])
  })

  test('every way to give a file a mode refuses setuid and setgid', () => {
    const setters = ['chmod', 'fchmod', 'fchmodat', 'open', 'openat', 'creat', 'mknod', 'mknodat']
    const rules = allowed(profile).filter(({ names }) => names.some((name) => setters.includes(name)))
    const lets = rules.filter(({ args }) => {
      const [mode] = args!
      return (
        mode!.op !== 'SCMP_CMP_MASKED_EQ' || (mode!.value & 0o6000) !== 0o6000 || mode!.valueTwo! & 0o6000
      )
    })

    expect(rules.length).toBeGreaterThanOrEqual(6)
    expect(lets).toEqual([])
  })
})

test('the filter of arm64 has none of the calls that only x64 knows', () => {
  const names = namesOf(profileOf('arm64').syscalls)

  expect(
    names.filter((name) => /^(open|stat|fork|pipe|poll|select|mkdir|chmod|arch_prctl)$/.test(name)),
  ).toEqual([])
})

test('another architecture: refused, with its name', () => {
  expect(() => seccompProfile('riscv64')).toThrow(/riscv64/)
})
