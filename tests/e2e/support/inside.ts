import { compose } from './project.ts'

/** Runs a command inside a service that no test kills without waiting for it. */
export const inside = (...command: string[]) => compose(['exec', '-T', 'scheduler', ...command])
