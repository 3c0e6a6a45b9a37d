import { existsSync, readFileSync } from 'node:fs'
import type { StoppedReason } from '../../../packages/contracts/src/index.ts'
import { textOf, type Seen } from './run-attack.ts'

/** Looks at what `PWN:` cannot say. Gives why an attack was not held; nothing: it was. */
type Check = (seen: Seen) => string[]

const unless = (holds: boolean, problem: string): string[] => (holds ? [] : [problem])
const last = ({ results }: Seen) => results.at(-1)
const all =
  (...several: Check[]): Check =>
  (seen) =>
    several.flatMap((check) => check(seen))

const says =
  (pattern: RegExp): Check =>
  (seen) =>
    unless(pattern.test(textOf(seen.results)), `it should have said ${pattern}`)
const never =
  (pattern: RegExp): Check =>
  (seen) =>
    unless(!pattern.test(textOf(seen.results)), `it should not have said ${pattern}`)
const ends =
  (...reasons: StoppedReason[]): Check =>
  (seen) =>
    unless(
      reasons.includes(last(seen)?.stoppedReason ?? 'killed'),
      `it ended by ${last(seen)?.stoppedReason}`,
    )
const exits =
  (code: number): Check =>
  (seen) =>
    unless(last(seen)?.exitCode === code, `its exit code is ${last(seen)?.exitCode}`)
const prints =
  (stdout: string): Check =>
  (seen) =>
    unless(last(seen)?.stdout === stdout, `it printed ${JSON.stringify(last(seen)?.stdout.slice(0, 200))}`)
const next: Check = ({ followup }) =>
  unless(
    followup?.stdout.includes('NEXT_OK') === true,
    `the next command said ${followup?.stdout} ${followup?.stderr}`,
  )
const refused: Check = (seen) =>
  unless(seen.refusal !== undefined || [125, 126].includes(last(seen)?.exitCode ?? 0), 'it was not refused')
const nobodyElses: Check = ({ folder }) =>
  unless(!existsSync(`${folder}/../../host/PWNED`), 'a file on the host')

/** What a file of this machine says, so that it can be looked for; short ones prove nothing. */
const hostText = (file: string) => {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return text.length > 7 ? text : undefined
}
const keeps =
  (file: string): Check =>
  (seen) => {
    const text = hostText(file)
    return unless(text === undefined || !textOf(seen.results).includes(text), `it shows the host’s ${file}`)
  }

/** Where it is an answer that no job is made of it. */
export const mayBeRefused: ReadonlySet<string> = new Set(
  'inj-long script-with-nul script-lone-surrogate workdir-dotdot workdir-absolute workdir-newline workdir-nul'.split(
    ' ',
  ),
)

/** By the attack's id. */
export const checks: Record<string, Check> = {
  'proc-all-environ': never(/dockerd|containerd|redis-server|main\.ts|executor\.js/),
  'sys-dmi-disks': all(
    keeps('/sys/class/dmi/id/product_uuid'),
    keeps('/sys/class/dmi/id/board_serial'),
    never(/^(eth|en|docker|br-|veth|wl)\w*$/m),
  ),
  'proc-self-environ': never(
    /^(?!HOME|LANG|PATH|PWD|OLDPWD|SHLVL|_|HOSTNAME|PYTHON\w+|GIT_TERMINAL_PROMPT)\w+=/m,
  ),
  'proc-kernel-cmdline': keeps('/proc/cmdline'),
  'proc-pid1-root': never(/^root:[*!$]/m),
  'proc-cgroup-id': never(/[0-9a-f]{64}/),
  'etc-shadow': never(/^\w+:[*!$]/m),
  'work-is-mountpoint': says(/^still$/m),
  'suid-find': prints(''),
  'su-passwd': never(/uid=0/),
  'kernel-modules-bpf': never(/^REACHED:/m),
  'net-ifaces': all(says(/\blo:/), never(/^\s*(eth|en|docker|br-|veth|wl)\w*:/m)),
  'ipv6-out': never(/ sent$/m),
  'hostname-set': says(/^sandbox$/m),
  'rootfs-write': never(/^\/(?!tmp|work|dev|proc)/m),
  'regex-backtrack': ends('timeout'),
  'mem-child-oom': says(/^parent-alive$/m),
  'mem-balloon': ends('oom'),
  'trap-ignore-term': ends('timeout'),
  'core-dump': never(/^-.*\score(\.\d+)?$/m),
  'disk-fill-many': ends('disk_limit'),
  'disk-fill-dd': (seen) => unless(!/^4\d{8} bytes/m.test(textOf(seen.results)), 'all 400 MB were written'),
  'inode-exhaust': ends('disk_limit'),
  'out-one-line': all(ends('exit'), (seen) =>
    unless((last(seen)?.omittedBytes ?? 0) > 4_000_000, 'nothing cut'),
  ),
  'out-bg-holds-pipe': all(ends('exit'), says(/^main-done$/m)),
  'out-fake-docker-frame': all(says(/FAKE/), says(/tail$/m), (seen) =>
    unless(last(seen)?.stderr === '', 'on stderr'),
  ),
  'out-yes': ends('output_limit'),
  'out-nul': all(exits(0), says(/^a.?b/ms)),
  'out-close-stdout': exits(3),
  'out-stderr-flood': ends('output_limit'),
  'stdin-python': says(/rc=0$/m),
  'stdin-cat': prints('after=0\n'),
  'stdin-proto-steal': (seen) =>
    unless(
      /^(cat: .*(denied|No such file|No such device).*\n)?done\n$/.test(last(seen)?.stdout ?? ''),
      `it read ${last(seen)?.stdout}`,
    ),
  'dev-tty': all(says(/^ok$/m), says(/not a tty/)),
  'daemon-after-timeout': ends('timeout'),
  'double-fork': says(/^forked$/m),
  'persist-home-rc': never(/HOOKED/),
  'daemon-survive': says(/^started$/m),
  'own-by-other': says(/^10001:10001$/m),
  'quota-hide-mount': ({ visit }) => unless(visit.bytes >= 30 * 2 ** 20, `${visit.bytes} bytes were counted`),
  'rm-rf-work': next,
  'chmod-000-root': next,
  'exit-256': exits(0),
  'exit-codes': exits(200),
  'inj-dash': all(exits(127), never(/uid=/)),
  'inj-break-out': nobodyElses,
  'inj-newline': prints('one\ntwo\nthree\n'),
  'inj-unicode': prints('héllo wörld 你好 🚀 ‮\n'),
  'inj-crlf': prints('a\r\nb\r\n'),
  'exit-signal': exits(139),
  'inj-long': (seen) =>
    unless(
      last(seen)?.stdout === '150000\n' || /script/.test(seen.refusal ?? ''),
      `${last(seen)?.stdout} ${seen.refusal}`,
    ),
  'apt-install': never(/Setting up|Successfully installed/),
  'workdir-proc-fd': refused,
  'workdir-dotdot': refused,
  'workdir-symlink': refused,

  'runner-its-descriptors': exits(7),
  'runner-forged-frames': all(exits(9), says(/^tail$/m)),
  'runner-stdin-null': says(/^done$/m),
  'runner-signals': all(exits(5), says(/^alive$/m)),
  'runner-kill-everything': ends('exit', 'killed'),
  'runner-orphans': all(exits(4), says(/^orphaned$/m)),
  'runner-forks-on': exits(3),
  'runner-spams-on': exits(0),
  'runner-odd-pipes': exits(6),
  'runner-tiny-writes': all(exits(2), (seen) =>
    unless(
      `${last(seen)?.stdout.length} ${last(seen)?.stderr.length}` === '30000 30000',
      'bytes are missing',
    ),
  ),
  'runner-closes-all': exits(11),
  'runner-stops-itself': ends('timeout'),
  'runner-execs-itself-away': exits(13),
  'hard-links-many': ends('disk_limit'),
  'disk-long-names': ends('disk_limit'),
  'disk-after-false-alarms': ends('disk_limit'),
  'fifo-everywhere': next,
  'layout-of-links': next,
  'xattr-and-acl': next,
  'folder-of-strangers-mode': next,
  'masked-files': never(/^\S+ [1-9]\d*$/m),
  'memory-by-page-cache': ends('exit', 'oom'),
  'neighbours-processes': ({ beside }) => unless(beside?.stdout === 'alive\n', 'the neighbour did not live'),
  'sleep-sort-of-forever': ends('timeout'),
  'writes-until-the-last-moment': ends('timeout'),
  'script-with-nul': all(refused, never(/first|second/)),
  'script-full-size': prints('whole\n'),
  'script-of-newlines': exits(0),
  'script-is-a-frame': all(exits(0), says(/end$/m)),
  'workdir-absolute': refused,
  'workdir-newline': never(/^ran$/m),
  'workdir-nul': never(/^ran$/m),
  'workdir-to-runner': never(/^ran$/m),
  'workdir-swapped': never(/secret\.txt/),
  'output-split-characters': prints('€'.repeat(3_000) + '🚀'.repeat(2_000)),
  'output-all-bytes': exits(8),
  'output-newlines': ends('exit', 'output_limit'),
  'output-after-close': all(exits(12), says(/^seen$/m)),
  'output-both-endless': ends('output_limit'),
}
