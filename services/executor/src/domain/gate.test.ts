import { gate } from './gate.ts'

describe('a gate', () => {
  test('many at once: one check, all pass; it is not repeated', async () => {
    let checks = 0
    const door = gate(async () => void checks++)

    await Promise.all([door.open(), door.open(), door.open()])
    await door.open()

    expect(checks).toBe(1)
  })

  test('a failed check: nobody passes, and the next one checks again', async () => {
    let broken = true
    const door = gate(async () => {
      if (broken) throw new Error('unfit')
    })

    await expect(Promise.all([door.open(), door.open()])).rejects.toThrow('unfit')
    broken = false

    await expect(door.open()).resolves.toBeUndefined()
  })

  test('closed: the next one checks again', async () => {
    let checks = 0
    const door = gate(async () => void checks++)
    await door.open()

    door.close()
    await door.open()

    expect(checks).toBe(2)
  })
})
