import { duration, size } from './words.ts'

/** What /status tells; `undefined` where it could not be found out. */
export interface Status {
  services: { service: string; startedAt: Date; healthy: boolean; about?: string | undefined }[] | undefined
  queues: Record<string, { waiting: number; active: number; delayed: number; failed: number }> | undefined
  disk: { bytes: number; entries: number; complete: boolean } | undefined
  /** Bytes that the person may have on disk. */
  quota: number
  /** The person's own sandboxes. */
  sandboxes: { state: 'ready' | 'running' | 'ended' }[] | undefined
  tokensToday: number | undefined
  /** Since when an admin has paused everything. */
  pausedSince: Date | undefined
}

const expected = ['agent', 'bot', 'console', 'executor', 'gateway', 'scheduler', 'summarizer']

/** The answer to /status, as Markdown. */
export function statusText(
  { services, queues, disk, quota, sandboxes, tokensToday, pausedSince }: Status,
  now: Date,
): string {
  return [
    ...(pausedSince ? [pausedLine(pausedSince, now), ''] : []),
    '**Services**',
    services ? serviceLines(services, now).join('\n') : 'unknown',
    '',
    '**Queues**',
    queues ? queueLines(queues).join('\n') : 'unknown',
    '',
    `**Your files:** ${disk ? diskLine(disk, quota) : 'unknown'}`,
    `**Your commands:** ${sandboxes ? sandboxLine(sandboxes) : 'unknown'}`,
    `**Your tokens today:** ${tokensToday?.toLocaleString('en-US') ?? 'unknown'}`,
  ].join('\n')
}

function pausedLine(since: Date, now: Date): string {
  const ago = duration((now.getTime() - since.getTime()) / 1_000)
  return `🛑 **PAUSED by an admin ${ago} ago: nobody is answered until /resume.**`
}

function sandboxLine(sandboxes: NonNullable<Status['sandboxes']>): string {
  const count = (state: string) => sandboxes.filter((sandbox) => sandbox.state === state).length
  const [running, ready] = [count('running'), count('ready')]
  const waiting = ready > 0 ? `, ${ready} ${ready === 1 ? 'sandbox' : 'sandboxes'} ready` : ''
  return `${running || 'none'} running${waiting}`
}

function diskLine({ bytes, entries, complete }: NonNullable<Status['disk']>, quota: number): string {
  const used = `${complete ? '' : 'more than '}${size(bytes)} of ${size(quota)}`
  return `${used} (${Math.round((bytes / quota) * 100)} %), ${entries} files and folders`
}

function serviceLines(services: NonNullable<Status['services']>, now: Date): string[] {
  const names = [...new Set([...expected, ...services.map(({ service }) => service)])].sort()
  return names.map((name) => {
    const instances = services.filter(({ service }) => service === name)
    const oldest = Math.min(...instances.map(({ startedAt }) => startedAt.getTime()))
    if (instances.length === 0) return `🔴 ${name}: not running`
    const ill = instances.some(({ healthy }) => !healthy)
    const times = instances.length > 1 ? ` ×${instances.length}` : ''
    const about = [...new Set(instances.flatMap(({ about }) => about ?? []))]
      .map((note) => `, ${note}`)
      .join('')
    const up = duration((now.getTime() - oldest) / 1_000)
    return `${ill ? '🟠' : '🟢'} ${name}${times}: up ${up}${about}${ill ? ', unwell' : ''}`
  })
}

/** What is to run later is not late. */
const stateNames: Record<string, string> = { delayed: 'for later' }

function queueLines(queues: NonNullable<Status['queues']>): string[] {
  const entries = Object.entries(queues)
  const busy = entries.filter(([, depth]) => Object.values(depth).some((count) => count > 0))
  if (busy.length === 0) return ['all empty']
  return busy.map(([name, depth]) => {
    const counts = Object.entries(depth).filter(([, count]) => count > 0)
    return `${name}: ${counts.map(([state, count]) => `${count} ${stateNames[state] ?? state}`).join(', ')}`
  })
}
