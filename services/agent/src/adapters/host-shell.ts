import { redact } from '@aika/service-kit'
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import type { HostShell, ShellEnd } from '../domain/admin-run.ts'
import { PrintedText } from './printed-text.ts'

export interface HostShellOptions {
  /** Values that are never shown, whatever prints them. */
  secrets: readonly (string | undefined)[]
  timeoutMs?: number
  /** Shown of each output. */
  maxBytes?: number
}

const shells = ['/bin/bash', '/bin/sh']
/** All that a command finds in its environment. */
const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/tmp', LANG: 'C.UTF-8' } // prettier-ignore
/** The command itself is an argument, so nothing of it is read twice. Should memory run out, it goes first, not we. */
const wrapper = 'echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec "$0" -c "$1"'
/** How long output may come after the shell has ended. */
const lateMs = 500

/** Runs commands in this container, as this service's own user. */
export function hostShell({ secrets, timeoutMs = 20_000, maxBytes = 16_384 }: HostShellOptions): HostShell {
  const scrub = scrubber(secrets)
  return {
    async run(command, signal) {
      const startedMs = performance.now()
      const child = await begin(command)
      const [stdout, stderr] = [new PrintedText(maxBytes), new PrintedText(maxBytes)]
      child.stdout.on('data', (bytes: Buffer) => stdout.add(bytes))
      child.stderr.on('data', (bytes: Buffer) => stderr.add(bytes))
      let timedOut = false
      const timer = setTimeout(() => ((timedOut = true), killGroup(child.pid)), timeoutMs)
      const kill = () => killGroup(child.pid)
      signal.addEventListener('abort', kill, { once: true })
      if (signal.aborted) kill()
      try {
        const ended = await endOf(child)
        const durationMs = Math.round(performance.now() - startedMs)
        return { ...ended, timedOut, durationMs, stdout: stdout.result(scrub), stderr: stderr.result(scrub) }
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', kill)
      }
    },
  }
}

type Child = ChildProcessByStdio<null, Readable, Readable>

async function begin(command: string): Promise<Child> {
  for (const shell of shells) {
    const child = spawn(shell, ['-c', wrapper, shell, command], {
      cwd: '/tmp',
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const begun = await once(child, 'spawn').then(
      () => true,
      (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? false : Promise.reject(error)),
    )
    if (begun) return child
  }
  throw new Error(`this container has no shell: neither ${shells.join(' nor ')}`)
}

/** When the shell ends, so does all it left running in its group, and with that the output. */
async function endOf(child: Child): Promise<Pick<ShellEnd, 'exitCode' | 'signal'>> {
  const closed = once(child, 'close')
  const [exitCode, signal] = (await once(child, 'exit')) as [number | null, string | null]
  killGroup(child.pid)
  const late = setTimeout(() => (child.stdout.destroy(), child.stderr.destroy()), lateMs)
  await closed
  clearTimeout(late)
  return { ...(exitCode !== null && { exitCode }), ...(signal !== null && { signal }) }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left in it.
  }
}

function scrubber(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret) => secret !== undefined && secret.length >= 8)
  return (text) =>
    redact(known.reduce<string>((clean, secret) => clean.replaceAll(secret!, '[secret]'), text))
}
