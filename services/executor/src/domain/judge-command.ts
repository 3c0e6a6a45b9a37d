import type { Run } from '@aika/contracts'

export interface CommandRules {
  mode: 'shell' | 'argv'
  allowedPrograms: string[]
}

export type Verdict = { allowed: true; argv: string[] } | { allowed: false; reason: string }

/** One argument is 128 KiB to the kernel, its final NUL included. */
const LONGEST_ARGUMENT = 131_071

/** What a job's command becomes, or why it does not run here; the reason is for the model. */
export function judgeCommand(command: Run['command'], { mode, allowedPrograms }: CommandRules): Verdict {
  // A script may begin with a dash: without `--` bash would take it for options of its own.
  const argv = command.kind === 'shell' ? ['/bin/bash', '-c', '--', command.script] : command.argv
  if (argv.some((argument) => argument.includes('\0')))
    return refused('a command cannot hold a NUL character')
  if (argv.some((argument) => Buffer.byteLength(argument) > LONGEST_ARGUMENT)) {
    return refused('the command is longer than 128 KiB; write it to a file and run that')
  }
  const program = argv[0] ?? ''
  if (program === '' || program.startsWith('-')) return refused('the command names no program')
  if (mode === 'shell') return { allowed: true, argv }
  if (command.kind === 'shell') return refused('there is no shell here: give one program with its arguments')
  // A path would reach programs that the person has put into their own folder.
  if (!allowedPrograms.includes(program)) {
    return refused(`"${program}" is not among the programs that may run here: ${allowedPrograms.join(' ')}`)
  }
  return { allowed: true, argv }
}

function refused(reason: string): Verdict {
  return { allowed: false, reason }
}
