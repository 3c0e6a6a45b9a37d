import { Ledger } from './ledger.ts'

describe('latency figures', () => {
  test('answers that hold the text: pair by whole words, in any order', () => {
    const ledger = new Ledger()
    ledger.noteUpdate(1, 'm-1', 0)
    ledger.noteUpdate(1, 'm-10', 10)
    ledger.noteUpdate(1, 'm-2', 20)
    ledger.noteDelivery(1, 11, 'answer to m-10', 30)
    ledger.noteDelivery(1, 12, 'answer to m-1', 50)
    ledger.noteDelivery(1, 13, 'again m-1', 60)

    expect(ledger.figures('contains')).toEqual({
      updates: 3,
      answered: 2,
      unanswered: 1,
      repeated: 1,
      outOfOrder: 1,
      p50: 20,
      p95: 50,
      p99: 50,
      max: 50,
      firstMs: 0,
      lastMs: 50,
      samples: [20, 50],
    })
  })

  test('an answer that grows by edits: counts once, at its last edit', () => {
    const ledger = new Ledger()
    ledger.noteUpdate(1, 'hi', 0)
    for (const [ms, text] of [
      [10, 'a'],
      [20, 'ab'],
      [30, 'abc'],
    ] as const) {
      ledger.noteDelivery(1, 5, text, ms)
    }
    expect(ledger.figures('fifo')).toMatchObject({ answered: 1, repeated: 0, max: 30 })
  })

  test('one answer to several messages: answers them all', () => {
    const ledger = new Ledger()
    ledger.noteUpdate(1, 'one', 0)
    ledger.noteUpdate(1, 'two', 5)
    ledger.noteDelivery(1, 9, 'one and two', 20)
    expect(ledger.figures('contains')).toMatchObject({ answered: 2, outOfOrder: 0, samples: [15, 20] })
  })

  test('nothing happened: all figures are zero', () => {
    expect(new Ledger().figures('fifo')).toMatchObject({ updates: 0, p50: 0, max: 0, firstMs: 0, lastMs: 0 })
  })
})
