import { foldedText } from '@aika/recall'
import { missingInJson, quicklyFolded, wantedWords } from './find-words.ts'

describe('words are looked for in much text', () => {
  test('folded quickly it is what it is folded slowly, whatever stands beside what', () => {
    const signs = [
      'a', 'A', 'K', '1', ' ', '\n', '\0', '=', 'É', 'é', 'e\u0301', '\u0301', '\u0338', 'ё', 'Ё', 'Й', 'и\u0306', 'Ы', 'ß', 'ẞ',
      'Σ', 'σ', 'ς', '\u{1d6ba}', 'İ', 'ı', '\u00ad', '\u200b', '\ufb01', 'Ａ', '\ud800', '\udc00', '牙', '医', '한', '\u1112', '\u1161',
      'ǅ', 'ø', 'œ', 'ł', '’', '«', '—', '…', '\u00a0', '😀', 'ç\u0301',
    ] // prettier-ignore
    let seed = 1
    const sign = () => signs[(seed = (seed * 48_271) % 0x7fffffff) % signs.length]!
    for (let n = 0; n < 20_000; n++) {
      const text = Array.from({ length: 1 + (n % 8) }, sign).join('')
      expect(quicklyFolded(text)).toBe(foldedText(text))
    }
    expect(quicklyFolded(`${'Ö'.repeat(50)}ẞ`)).toBe(`${'o'.repeat(50)}ss`)
  })

  test.each([
    ['red', { read: 'the\nRed plan' }, true],
    ['C:\\new', { read: 'in C:\\new' }, true],
    ['purple', { out: '\u001b[31mpurple\u001b[0m' }, true],
    ['ed', { read: 'the\nRed plan' }, false],
    ['nred', { read: 'the\nred plan' }, false],
    ['мёд', { read: 'Медовый' }, true],
    ['мед', { read: 'Мёд' }, true],
    ['мёд', { read: 'медь… и МЁДЪ' }, true],
    ['plan', { read: 'Ein Plän' }, true],
    ['/-$', { read: 'x /-$ y' }, true],
  ])('%s in JSON %j: %s', (word, value, isThere) => {
    expect(missingInJson(JSON.stringify(value), wantedWords([word]))).toHaveLength(isThere ? 0 : 1)
  })
})
