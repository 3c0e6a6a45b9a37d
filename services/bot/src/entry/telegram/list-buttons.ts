import type { ButtonWish } from '../../domain/callback-data.ts'
import { words } from '../../domain/words.ts'
import type { ButtonPress, Pressed } from './buttons.ts'

export interface ListButtonPorts {
  approvals: { revoke(id: string, userId: number): Promise<boolean> }
  notes: { remove(userId: number, id: string): Promise<boolean> }
}

/** [Take back] in /approvals and [Forget] in /memory. */
export async function listPressed(
  { approvals, notes }: ListButtonPorts,
  wish: Extract<ButtonWish, { grantId: string } | { noteId: string }>,
  { userId }: ButtonPress,
): Promise<Pressed> {
  const isRevoke = wish.kind === 'revoke'
  const wasThere = isRevoke
    ? await approvals.revoke(wish.grantId, userId)
    : await notes.remove(userId, wish.noteId)
  if (!wasThere) return { said: words.goneAlready, refused: 'over' }
  return { said: isRevoke ? words.revoked : words.noteForgotten }
}
