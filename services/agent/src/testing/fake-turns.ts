import { AppError } from '@aika/errors'
import type { AgentPorts } from '../domain/ports.ts'
import { aTurn } from './a-turn.ts'
import type { FakeWorld } from './fake-ports.ts'

/** Turns and their steps, as the store keeps them: a step's key is taken once. */
export function fakeTurns(world: FakeWorld): AgentPorts['turns'] {
  return {
    unfinished: async (chatId) =>
      [...world.turnsById.values()].find((turn) => turn.chatId === chatId && turn.status === 'running'),
    start: async (turn, ids) => {
      world.onEffect('start')
      const started = aTurn({ ...turn, number: world.turnsById.size + 1 })
      world.turnsById.set(turn.id, started)
      for (const row of world.inbox) if (ids.includes(row.id)) row.turnId = turn.id
      return started
    },
    steps: async (turnId) => structuredClone(world.steps.get(turnId) ?? []),
    addStep: async (turnId, ...added) => {
      const kinds = added.map(({ kind }) => kind).join(' and ')
      world.onEffect(`store ${kinds}`)
      const steps = world.steps.get(turnId) ?? []
      if (steps.some(({ seq }) => added.some((step) => step.seq === seq))) {
        throw new AppError('step_taken', 'taken', { retryable: true })
      }
      world.steps.set(turnId, [...steps, ...added])
      world.onEffect(`stored ${kinds}`)
    },
    finish: async (turnId, { status }) => {
      world.onEffect('finish')
      const turn = world.turnsById.get(turnId)
      if (turn) world.turnsById.set(turnId, { ...turn, status })
    },
    cancelRequested: async (turnId) => world.cancelled.has(turnId),
    beginCall: async (turnId, step) => {
      const key = `${turnId} ${step}`
      const isFirst = !world.begun.has(key)
      world.begun.add(key)
      return isFirst
    },
    hasBegun: async (turnId, step) => world.begun.has(`${turnId} ${step}`),
  }
}
