import { admitMessage, type AdmitPorts } from '../../domain/admit-message.ts'
import type { ButtonWish } from '../../domain/callback-data.ts'
import { mayWrite, type MayWritePorts } from '../../domain/may-write.ts'
import { retryTurn, type RetryTurnPorts } from '../../domain/retry-turn.ts'
import { stopTurn, type StopTurnPorts } from '../../domain/stop-turn.ts'
import { words } from '../../domain/words.ts'
import type { ButtonPress, Courtesies, Pressed } from './pressed.ts'
import type { Answers } from './context.ts'

export interface TurnButtonPorts extends StopTurnPorts, AdmitPorts, RetryTurnPorts, MayWritePorts {
  answers: Answers
  turns: StopTurnPorts['turns'] & RetryTurnPorts['turns']
  drafts: AdmitPorts['drafts'] & RetryTurnPorts['drafts']
  courtesies: Courtesies
}

type TurnWish = Extract<ButtonWish, { kind: 'stop' | 'continue' | 'retry' }>

/** [Stop] ends the turn it belongs to, [Continue] goes on where a breaker ended one, [Retry] where one failed. */
export function turnPressed(ports: TurnButtonPorts, wish: TurnWish, press: ButtonPress): Promise<Pressed> {
  switch (wish.kind) {
    case 'stop':
      return stopPressed(ports, press, wish.turnId)
    case 'continue':
      return continuePressed(ports, press, wish.turnId)
    case 'retry':
      return retryPressed(ports, press, wish)
    default:
      return wish satisfies never
  }
}

async function stopPressed(
  ports: TurnButtonPorts,
  { chatId, messageId }: ButtonPress,
  turnId: string | undefined,
): Promise<Pressed> {
  const outcome = await stopTurn(ports, chatId, turnId)
  if (outcome.stopped) return { said: words.stopping }
  ports.courtesies.clearButtons(chatId, messageId)
  return outcome.reason === 'nothing_runs'
    ? { said: words.nothingRuns }
    : { said: words.tooOld, refused: 'over' }
}

async function continuePressed(
  ports: TurnButtonPorts,
  press: ButtonPress,
  turnId: string | undefined,
): Promise<Pressed> {
  // It becomes a message, and nothing says that there was such an answer.
  if (!(await mayWrite(ports, press))) return { said: words.tooMuch, refused: 'over' }
  // One answer is continued once: its buttons' second press finds the first one's row.
  const updateKey = turnId ? `${turnId.replace(/-go\d+$/, '')}-go${press.messageId}` : press.updateKey
  const isNew = await admitMessage(ports, {
    ...press,
    updateKey,
    kind: 'continue',
    text: 'Continue.',
    sentAt: ports.now(),
  })
  ports.courtesies.clearButtons(press.chatId, press.messageId)
  return isNew ? { said: words.goingOn } : { said: words.tooOld, refused: 'over' }
}

async function retryPressed(
  ports: TurnButtonPorts,
  { chatId, userId, messageId }: ButtonPress,
  { turnId, attempt }: { turnId: string; attempt: number },
): Promise<Pressed> {
  const outcome = await retryTurn(ports, { turnId, attempt, chatId, userId })
  if (outcome === 'foreign') return { said: words.tooOld, refused: 'foreign' }
  ports.courtesies.clearButtons(chatId, messageId)
  return outcome === 'retried' ? { said: words.tryingAgain } : { said: words.tooOld, refused: 'over' }
}
