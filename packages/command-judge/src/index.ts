export { judgeCommand } from './judge-command.ts'
export type { CommandClass, CommandFinding, CommandJudgement } from './judgement.ts'
