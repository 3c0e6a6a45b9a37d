import { judgeCommand } from '../../../packages/command-judge/src/index.ts'
import type { Attack } from './attack.ts'

/** What the judge of commands says of an attack's main command. `ask` is sent after a yes. */
export const judged = ({ command }: Attack) => judgeCommand(command).class
