import type { AgentPorts } from '../domain/ports.ts'
import type { FakeWorld } from './fake-ports.ts'

/** Questions and answers in memory. */
export function fakeApprovals(world: FakeWorld): AgentPorts['approvals'] {
  return {
    ask: async (approval) => {
      world.onEffect('ask')
      const key = `${approval.subject} ${approval.step}`
      const turn = world.turnsById.get(approval.subject)
      if (!world.approvals.has(key)) world.approvals.set(key, { ...approval, state: 'asked' })
      if (turn) world.turnsById.set(turn.id, { ...turn, status: 'parked' })
      world.onEffect('asked')
      return world.approvals.get(key)!
    },
    ofStep: async (subject, step) => world.approvals.get(`${subject} ${step}`),
    isGranted: async (_chatId, _userId, pattern) => world.grants.has(pattern),
  }
}

/** A judge that knows the two words it was told, and `> file`. */
export function fakeJudgement(
  { asksFor, blocks }: FakeWorld,
  script: string,
): ReturnType<AgentPorts['judgeCommand']> {
  const finding = (kind: 'ask' | 'block') => ({
    rule: 'test',
    class: kind,
    reason: 'it is a test',
    at: script,
  })
  const found = blocks.test(script) ? 'block' : asksFor.test(script) ? 'ask' : undefined
  const overwrites = [...script.matchAll(/> (\S+)/g)].map(([, path]) => path!)
  return { class: found ?? 'allow', findings: found ? [finding(found)] : [], overwrites, files: new Map() }
}
