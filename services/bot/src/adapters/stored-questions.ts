import { Card } from '@aika/contracts'
import type { Store } from '@aika/store'
import type { Questions } from '../domain/cards.ts'

/** The port `Questions` over the store's approvals. */
export function createQuestions(approvals: Pick<Store['approvals'], 'find'>): Questions {
  return {
    async find(approvalId) {
      const approval = await approvals.find(approvalId)
      return approval && { card: Card.parse(JSON.parse(approval.card)), isOpen: approval.state === 'asked' }
    },
  }
}
