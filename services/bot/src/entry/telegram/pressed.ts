import type { Telegram } from '../../domain/telegram.ts'

/** One press of a button. */
export interface ButtonPress {
  chatId: number
  userId: number
  messageId: number
  updateKey: string
  /** The message has that button: nobody made up what it carries. */
  isItsOwn: boolean
}

/** What the person is told for a moment, and whether the press was refused. */
export interface Pressed {
  said: string
  refused?: PressRefusal
}

/** Why a press was refused. `forged`: no button of ours asks for that; `over`: what it asks for has passed. */
export type PressRefusal = 'forged' | 'foreign' | 'over'

/** Calls that nothing waits for, and whose failures harm nothing. */
export interface Courtesies {
  answerCallback: (...args: Parameters<Telegram['answerCallback']>) => void
  clearButtons: (...args: Parameters<Telegram['clearButtons']>) => void
}
