import fc from 'fast-check'
import { CappedOutput } from './output-cap.ts'

describe('output within a fixed size (F-BOX 2)', () => {
  test('less than the limit: all of it', () => {
    const output = new CappedOutput(100)
    output.add(Buffer.from('hello '))
    output.add(Buffer.from('world'))

    expect(output.result()).toEqual({ text: 'hello world', omittedBytes: 0 })
  })

  test('more than the limit: the beginning, the end, and how much is missing', () => {
    const output = new CappedOutput(8)
    output.add(Buffer.from('0123456789abcdef'))

    expect(output.result()).toEqual({ text: '012345\n[… 8 bytes left out …]\nef', omittedBytes: 8 })
  })

  test('any bytes in any chunks: nothing kept is invented, every byte is kept or counted', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 60 })
    fc.assert(
      fc.property(chunks, fc.integer({ min: 4, max: 200 }), (parts, limit) => {
        const output = new CappedOutput(limit)
        for (const part of parts) output.add(Buffer.from(part))
        const all = Buffer.concat(parts)
        const { text, omittedBytes } = output.result()

        expect(output.totalBytes).toBe(all.length)
        if (all.length <= limit) expect([text, omittedBytes]).toEqual([all.toString(), 0])
        else expect(omittedBytes).toBeGreaterThanOrEqual(all.length - limit)
      }),
    )
  })

  test('text of any characters, cut anywhere: no broken character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.integer({ min: 4, max: 60 }),
        (text, limit) => {
          const output = new CappedOutput(limit)
          const bytes = Buffer.from(text)
          for (let at = 0; at < bytes.length; at += 3) output.add(bytes.subarray(at, at + 3))

          expect(output.result().text.split('\uFFFD')).toHaveLength(text.split('\uFFFD').length)
        },
      ),
    )
  })

  test('a flood of tiny chunks: memory stays bounded', () => {
    const output = new CappedOutput(1_000)
    const before = process.memoryUsage().heapUsed
    for (let i = 0; i < 300_000; i++) output.add(Buffer.from('y\n'))

    expect(output.result().omittedBytes).toBeGreaterThan(598_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6)
  })
})
