export interface CommandLine {
  command: string
  description: string
  isForAdmins: boolean
}

const all: CommandLine[] = [
  { command: 'help', description: 'What I can do', isForAdmins: false },
  { command: 'status', description: 'How I am and what you use', isForAdmins: false },
  { command: 'cancel', description: 'Stop what I am doing', isForAdmins: false },
]

/** The commands that a person may use. */
export function commandsFor(isAdmin: boolean): CommandLine[] {
  return all.filter(({ isForAdmins }) => isAdmin || !isForAdmins)
}
