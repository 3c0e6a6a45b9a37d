import type { Press } from '../attacker.ts'
import { presses, type AttackClass } from '../salvo.ts'
import type { Victim } from '../victim.ts'

type Data = (victim: Victim) => string

/** Every button of another's that is or was on their screen. */
const theirs: [name: string, data: Data][] = [
  ['Approve', ({ approvalId }) => `ok:${approvalId}`],
  ['Always', ({ approvalId }) => `always:${approvalId}`],
  ['Deny', ({ approvalId }) => `no:${approvalId}`],
  ['Stop of the turn that waits for a yes', ({ parkedTurn }) => `stop:${parkedTurn}`],
  ['Stop of a turn that is over', ({ answeredTurn }) => `stop:${answeredTurn}`],
  ['Stop of whatever runs', () => 'stop:'],
  ['Continue', ({ endlessTurn }) => `go:${endlessTurn}`],
  ['Continue of a turn that was answered', ({ answeredTurn }) => `go:${answeredTurn}`],
  ['Retry', ({ brokenTurn }) => `retry:${brokenTurn}:0`],
  ['Retry of the next attempt', ({ brokenTurn }) => `retry:${brokenTurn}:1`],
  ['Undo of a reminder', ({ reminderId }) => `undo:${reminderId}`],
  ['Change of a reminder', ({ reminderId }) => `chg:${reminderId}`],
  ['Cancel of a reminder', ({ reminderId }) => `del:${reminderId}`],
  ['Cancel of a task', ({ taskId }) => `del:${taskId}`],
  ['Take back of an “always”', ({ grantId }) => `revoke:${grantId}`],
  ['Where a note is from', ({ noteId }) => `note:${noteId}`],
  ['Forget of a note', ({ noteId }) => `fnote:${noteId}`],
  ['Back to all that is remembered', () => 'memory:'],
]

const mutated: [name: string, data: Data][] = [
  ['in capitals', ({ approvalId }) => `OK:${approvalId}`],
  ['an id in other case', ({ approvalId }) => `ok:${approvalId.toLowerCase()}`],
  ['an id with a space behind it', ({ approvalId }) => `ok:${approvalId} `],
  ['an id with a NUL behind it', ({ approvalId }) => `ok:${approvalId}\0`],
  ['an id twice', ({ approvalId }) => `ok:${approvalId}:${approvalId}`],
  ['an id cut short', ({ approvalId }) => `ok:${approvalId.slice(0, 12)}`],
  ['a pattern', () => 'ok:%%%%%%%%%%%%'],
  ['SQL', () => `ok:' OR 1=1 --`],
  ['no id', () => 'ok:'],
  ['no kind', ({ approvalId }) => `:${approvalId}`],
  ['an unknown kind', ({ approvalId }) => `approve:${approvalId}`],
  ['JSON', ({ approvalId }) => JSON.stringify({ ok: approvalId })],
  ['two buttons at once', ({ approvalId }) => `no:x;ok:${approvalId}`],
  ['a property every object has', () => '__proto__:constructor'],
  ['a reminder as an approval', ({ reminderId }) => `ok:${reminderId}`],
  ['a turn as a reminder', ({ parkedTurn }) => `del:${parkedTurn}`],
  ['an approval as a note', ({ approvalId }) => `note:${approvalId}`],
  ['a note that is a pattern', () => 'note:tg-'],
  ['an attempt that is no number', ({ brokenTurn }) => `retry:${brokenTurn}:x`],
  ['an attempt below nothing', ({ brokenTurn }) => `retry:${brokenTurn}:-1`],
  ['as long as Telegram allows', () => `ok:${'A'.repeat(61)}`],
  ['beyond what Telegram allows', () => `ok:${'A'.repeat(600)}`],
]

type Case = [title: string, press: (victim: Victim) => Press]

const inOwnChat = theirs.map(([name, data]): Case => [name, (victim) => ({ data: data(victim) })])
const replayed = theirs.map(([name, data]): Case => [
  `${name}, once more`,
  (victim) => ({ data: data(victim) }),
])
/** No app can: it stands for a server of Telegram's that errs, and for whatever we may have overlooked. */
const inTheirChat = theirs.map(([name, data]): Case => [
  `${name}, as if in the other’s chat`,
  (victim) => ({ data: data(victim), chatId: victim.id }),
])

export const buttons: AttackClass = {
  name: 'forged buttons',
  salvos: [
    presses([...inOwnChat, ...replayed]),
    presses(inTheirChat),
    presses(mutated.map(([name, data]): Case => [name, (victim) => ({ data: data(victim) })])),
  ],
}
