import fc from 'fast-check'
import { chunksOf, maxChunkChars, maxChunks } from './chunks.ts'

describe('a text in pieces', () => {
  test('every character is in one of them, none is cut in two, none is longer than 600', () => {
    const texts = fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 900 }), fc.constantFrom(' ', '. ', '😀', '\n')), { maxLength: 12 }) // prettier-ignore
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('').toWellFormed()
        const chunks = chunksOf(text)

        expect(chunks.join('')).toBe(text)
        expect(chunks.every((chunk) => chunk.length > 0 && chunk.length <= maxChunkChars)).toBe(true)
        expect(chunks.every((chunk) => chunk.isWellFormed())).toBe(true)
      }),
    )
  })

  test('it is cut behind a sentence, else behind a word, else anywhere but in a character', () => {
    const sentences = `${'a'.repeat(500)}. ${'b '.repeat(200)}`
    const words = `${'c'.repeat(550)} ${'d'.repeat(400)}`
    const emoji = `x${'😀'.repeat(500)}`

    expect(chunksOf(sentences)[0]).toBe(`${'a'.repeat(500)}. `)
    expect(chunksOf(words)[0]).toBe(`${'c'.repeat(550)} `)
    expect(chunksOf(emoji)[0]).toHaveLength(599)
  })

  test('a huge paste ends after 400 pieces', () => {
    expect(chunksOf('word '.repeat(200_000))).toHaveLength(maxChunks)
    expect(chunksOf('')).toEqual([])
  })
})
