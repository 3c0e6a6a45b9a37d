import type { Approval } from '@aika/store'
import { stopTurn, type StopTurnPorts } from './stop-turn.ts'

const question = { id: 'question00000001', chatId: 5, tool: 'run_shell', traceId: 'trace-0001' } as Approval

/** A turn that parks itself right after it was looked for. */
function parking() {
  const cancelled: string[] = []
  const sent: string[] = []
  const woken: number[] = []
  let status: 'running' | 'parked' = 'running'
  const ports: StopTurnPorts = {
    turns: {
      async unfinished() {
        status = 'parked'
        return { id: 'tg-1-1' }
      },
      find: async () => ({ status }),
      requestCancel: async () => (status === 'running' ? ['tg-1-1'] : []),
    },
    approvals: {
      async voidOpen() {
        status = 'running'
        return [question]
      },
    },
    control: { cancel: async (_chatId, turnId) => void cancelled.push(turnId) },
    wakes: { note: (chatId) => void woken.push(chatId) },
    answers: { send: async ({ replyId }) => void sent.push(replyId) },
    now: () => new Date('2026-11-21T10:00:00Z'),
  }
  return { ports, cancelled, sent, woken }
}

describe('Stop in the moment in which a turn asks', () => {
  test.each([undefined, 'tg-1-1'])(
    'the question is withdrawn and the turn ends (button of %s)',
    async (turnId) => {
      const { ports, cancelled, sent, woken } = parking()

      expect(await stopTurn(ports, 5, turnId)).toEqual({ stopped: true })

      expect(sent).toEqual(['approval-question00000001-closed'])
      expect(cancelled).toEqual(['tg-1-1'])
      expect(woken).toEqual([5])
    },
  )
})
