import type { AdminRun, Reply } from '@aika/contracts'
import { AppError } from '@aika/errors'

/** One output of a command: its beginning, without secrets. */
export interface Printed {
  text: string
  /** Bytes that were printed and are not in `text`. */
  omittedBytes: number
}

export interface ShellEnd {
  /** Absent when a signal ended it. */
  exitCode?: number
  /** What ended it: `SIGKILL` when its time was over. */
  signal?: string
  timedOut: boolean
  durationMs: number
  stdout: Printed
  stderr: Printed
}

/** The shell of the very container that this service runs in. */
export interface HostShell {
  /**
   * Runs a command with an empty environment, until its time is over or `signal` aborts; whatever it left running in its
   * process group is ended with it. A command that fails is a result.
   */
  run(command: string, signal: AbortSignal): Promise<ShellEnd>
}

/** What answering `/run` needs from the world. */
export interface AdminRunPorts {
  /** The installation's switch. */
  isOn: boolean
  isAdmin(userId: number): boolean
  /** Notes that a request is begun. @returns false when it was before. */
  begin(requestId: string): Promise<boolean>
  shell: HostShell
  replies: { send(reply: Reply): Promise<void> }
}

/**
 * Runs an admin's command once and says what came of it. A request that was begun before, by an agent that died, is not
 * run again: nobody knows how far it came, and that is the answer.
 * @throws AppError `not_an_admin`, not retryable: the queue holds a job that the bot does not make.
 */
export async function adminRun(
  ports: AdminRunPorts,
  { requestId, traceId, chatId, userId, command }: AdminRun,
  signal: AbortSignal,
): Promise<{ exitCode: number | null }> {
  if (!ports.isAdmin(userId)) {
    throw new AppError('not_an_admin', 'a command of somebody who is no admin was not run', {
      retryable: false,
    })
  }
  const answer = (markdown: string) =>
    ports.replies.send({ replyId: `ran-${requestId}`, traceId, chatId, body: { kind: 'notice', markdown } })
  if (!ports.isOn) {
    await answer('`/run` is switched off here: `ADMIN_RUN=false` in `.env`.')
    return { exitCode: null }
  }
  if (!(await ports.begin(requestId))) {
    await answer(unknownEnd)
    return { exitCode: null }
  }
  const end = await ports.shell.run(command, signal)
  signal.throwIfAborted()
  await answer(wordsFor(end))
  return { exitCode: end.exitCode ?? null }
}

const unknownEnd =
  'I was interrupted while this command ran. It is not known whether it ran to its end, and it is not run again by itself.'

function wordsFor({ exitCode, signal, timedOut, durationMs, stdout, stderr }: ShellEnd): string {
  const seconds = `${(durationMs / 1_000).toFixed(1)} s`
  const how = timedOut
    ? `Its time was over: ended after ${seconds}.`
    : exitCode === undefined
      ? `Ended by ${signal ?? 'a signal'} after ${seconds}.`
      : `Exit code ${exitCode}, ${seconds}.`
  const outputs = [section('stdout', stdout), section('stderr', stderr)].filter(Boolean)
  return [how, ...(outputs.length > 0 ? outputs : ['No output.'])].join('\n\n')
}

function section(name: string, { text, omittedBytes }: Printed): string {
  if (!text && omittedBytes === 0) return ''
  const cut = omittedBytes > 0 ? ` (cut: ${omittedBytes.toLocaleString('en')} more bytes)` : ''
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `**${name}**${cut}\n${fence}\n${text.replace(/\n+$/, '')}\n${fence}`
}
