import { distanceBetween } from '@aika/spelling'

export interface CommandLine {
  command: string
  /** For Telegram's menu, at most 256 characters. */
  description: string
  /** What follows the command: `<required>`, `[optional]`. */
  usage?: string
  /** What somebody would really write after the command. */
  example?: string
  isForAdmins?: true
}

const all = [
  { command: 'help', description: 'What I can do' },
  { command: 'status', description: 'How I am and what you use' },
  { command: 'files', description: 'Your recent files' },
  {
    command: 'save',
    description: 'Keep a file that came into your cache',
    usage: '<path in cache> <new path>',
    example: '"cache/my file.pdf" files/letters/file.pdf',
  },
  {
    command: 'download',
    description: 'Send me one of my files',
    usage: '<path>',
    example: 'files/report.pdf',
  },
  {
    command: 'shared',
    description: 'Copy a file to or from what everybody sees',
    usage: 'put <your path> <shared path>, or get <shared path> <your path>',
    example: 'put files/menu.pdf menu.pdf',
  },
  {
    command: 'remind',
    description: 'Remind me of something',
    usage: '<when> <text>',
    example: 'tomorrow 9am call the bank',
  },
  { command: 'reminders', description: 'Your reminders, to look at and to cancel' },
  {
    command: 'timezone',
    description: 'Your time zone, shown or set',
    usage: '[name]',
    example: 'Europe/Berlin',
  },
  { command: 'memory', description: 'What I remember, where it is from, and a way to forget' },
  {
    command: 'forget',
    description: 'Forget all that mentions some words',
    usage: '<words that all occur in it>',
    example: 'dentist "root canal"',
  },
  { command: 'usage', description: 'The tokens you used' },
  { command: 'new', description: 'Begin a fresh conversation; memory is kept' },
  { command: 'approvals', description: 'Open questions, and what you always allow' },
  { command: 'export', description: 'All your data as a zip' },
  { command: 'forget_me', description: 'Delete all that I have of you' },
  { command: 'cancel', description: 'Stop what I am doing (also /stop)' },
  {
    command: 'remind_user',
    description: 'Remind somebody else',
    usage: '<user id or name> <when> <text>',
    example: 'Alice in 2h send the report',
    isForAdmins: true,
  },
  {
    command: 'run',
    description: 'A shell command in the agent’s own container',
    usage: '<shell command>',
    example: 'df -h /data',
    isForAdmins: true,
  },
  { command: 'panic', description: 'Stop everything for everybody, now', isForAdmins: true },
  { command: 'resume', description: 'Go on after /panic', isForAdmins: true },
] as const satisfies CommandLine[]

export type CommandName = (typeof all)[number]['command']

/** The commands that a person may use. */
export function commandsFor(isAdmin: boolean): CommandLine[] {
  return all.filter((line: CommandLine) => isAdmin || !line.isForAdmins)
}

/** How a command is used, with an example, as Markdown. */
export function usageOf(name: CommandName): string {
  const { command, usage = '', example = '' }: CommandLine = all.find(({ command }) => command === name)!
  return `Usage: \`/${command} ${usage}\`\nFor example: \`/${command} ${example}\``
}

/** The command that somebody may have meant by an unknown one, if any comes near. */
export function closestCommand(word: string, isAdmin: boolean): string | undefined {
  const asked = word.toLowerCase().slice(0, 32)
  const known = [...commandsFor(isAdmin).map(({ command }) => command), 'start', 'stop']
  const completed = asked.length >= 3 ? known.filter((name) => name.startsWith(asked)) : []
  if (completed.length === 1) return completed[0]
  const limit = asked.length < 5 ? 1 : 2
  const near = known.map((name) => ({ name, away: distanceBetween(name, asked, limit) }))
  const nearest = near.reduce((best, next) => (next.away < best.away ? next : best))
  return nearest.away <= limit ? nearest.name : undefined
}
