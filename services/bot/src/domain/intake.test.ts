import { setTimeout as sleep } from 'node:timers/promises'
import { Intake, type IntakePorts } from './intake.ts'

interface Update {
  update_id: number
  chat: string
}
const update = (update_id: number, chat: string): Update => ({ update_id, chat })

/** Handles everything except what it is told to fail. */
function openIntake(failing: (id: number) => boolean, ports: Partial<IntakePorts<Update>> = {}) {
  const seen: number[] = []
  const passedOver: number[] = []
  const settled: (string | number)[] = []
  const intake = new Intake<Update>({
    lineOf: ({ chat }) => chat,
    async handle({ update_id: id }) {
      if (failing(id)) throw new Error('no')
      seen.push(id)
    },
    settle: async (line) => void settled.push(line),
    assertStoreWorks: async () => undefined,
    passOver: async ({ update_id: id }) => void passedOver.push(id),
    onTaken: () => undefined,
    onFailure: () => undefined,
    sleep: (ms, signal) => sleep(ms / 10, undefined, { signal }).catch(() => undefined),
    ...ports,
  })
  return { intake, seen, passedOver, settled }
}

/** One whose line `a` stays under way with its first update until it is let go. */
function openSlowIntake() {
  const begun: number[] = []
  const slow = Promise.withResolvers<void>()
  const handle = async ({ update_id: id, chat }: Update) => {
    begun.push(id)
    if (chat === 'a') await slow.promise
  }
  return { ...openIntake(() => false, { handle }), begun, letGo: () => slow.resolve() }
}

describe('intake tells how far Telegram may forget', () => {
  test('all handled: past the last; nothing came: nothing to tell', async () => {
    const { intake, settled } = openIntake(() => false)

    await expect(intake.take([update(7, 'a'), update(8, 'b'), update(9, 'a')])).resolves.toEqual({
      offset: 10,
      failed: 0,
    })
    await expect(intake.take([])).resolves.toEqual({ offset: undefined, failed: 0 })
    expect(new Set(settled)).toEqual(new Set(['a', 'b']))
  })

  test('one failed: up to it; its chat stops there, other chats go on', async () => {
    const { intake, seen } = openIntake((id) => id === 8)

    const taken = await intake.take([update(7, 'a'), update(8, 'a'), update(9, 'a'), update(10, 'b')])

    expect(taken).toEqual({ offset: 8, failed: 2 })
    expect(seen).toEqual([7, 10])
  })

  test('what failed comes again: only that is handled again, in its chat’s order', async () => {
    let isDown = true
    const { intake, seen } = openIntake((id) => isDown && id === 8)
    await intake.take([update(8, 'a'), update(9, 'a'), update(10, 'b')])
    isDown = false

    const taken = await intake.take([update(8, 'a'), update(9, 'a'), update(10, 'b')])

    expect(taken).toEqual({ offset: 11, failed: 0 })
    expect(seen).toEqual([10, 8, 9])
  })

  test('the chat could not be woken: its updates are not confirmed', async () => {
    const { intake } = openIntake(() => false, { settle: () => Promise.reject(new Error('no Redis')) })

    await expect(intake.take([update(7, 'a')])).resolves.toEqual({ offset: 7, failed: 1 })
  })

  test('an update that always fails while the store works is passed over, and intake goes on', async () => {
    const { intake, passedOver } = openIntake((id) => id === 7)

    const offsets: unknown[] = []
    for (let time = 0; time < 6; time++)
      offsets.push((await intake.take([update(7, 'a'), update(8, 'a')])).offset)

    expect(offsets).toEqual([7, 7, 7, 7, 7, 9])
    expect(passedOver).toEqual([7])
  })

  test('one line takes long: other chats go on, and it is neither confirmed nor begun again', async () => {
    const { intake, begun } = openSlowIntake()

    await expect(intake.take([update(7, 'a'), update(8, 'b')])).resolves.toEqual({ offset: 7, failed: 0 })
    const again = [update(7, 'a'), update(8, 'b'), update(9, 'b'), update(10, 'a')]
    await expect(intake.take(again)).resolves.toEqual({ offset: 7, failed: 0 })

    expect(begun).toEqual([7, 8, 9])
  })

  test('it is done: what was said behind it in its chat is handled then, and all is confirmed', async () => {
    const { intake, begun, letGo } = openSlowIntake()
    const both = [update(7, 'a'), update(8, 'b'), update(9, 'a')]
    await intake.take(both.slice(0, 2))
    letGo()

    await expect(intake.take(both)).resolves.toEqual({ offset: 9, failed: 0 })
    await expect(intake.take(both.slice(2))).resolves.toEqual({ offset: 10, failed: 0 })

    expect(begun).toEqual([7, 8, 9])
  })

  test('stopping: what is under way is waited for, and confirmed', async () => {
    const { intake, letGo } = openSlowIntake()
    await intake.take([update(7, 'a'), update(8, 'b')])
    const finishing = intake.finish()
    letGo()

    await expect(finishing).resolves.toEqual({ offset: 9, failed: 0 })
  })

  test('the store is down for long: nothing is ever passed over', async () => {
    const assertStoreWorks = () => Promise.reject(new Error('disk full'))
    const { intake, passedOver } = openIntake(() => true, { assertStoreWorks })

    for (let time = 0; time < 20; time++) {
      await expect(intake.take([update(7, 'a')])).resolves.toEqual({ offset: 7, failed: 1 })
    }

    expect(passedOver).toEqual([])
  })
})
