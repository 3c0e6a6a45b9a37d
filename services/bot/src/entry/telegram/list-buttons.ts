import type { ButtonWish } from '../../domain/callback-data.ts'
import { words } from '../../domain/words.ts'
import type { ButtonPress, Pressed } from './pressed.ts'

export interface ListButtonPorts {
  approvals: { revoke(id: string, userId: number): Promise<boolean> }
}

/** [Take back] in /approvals. */
export async function listPressed(
  { approvals }: ListButtonPorts,
  { grantId }: Extract<ButtonWish, { grantId: string }>,
  { userId }: ButtonPress,
): Promise<Pressed> {
  if (await approvals.revoke(grantId, userId)) return { said: words.revoked }
  return { said: words.goneAlready, refused: 'over' }
}
