import { countedWords, indexText, speakerOf, wordsOf } from './words.ts'
import { related } from './related-words.ts'
import { saysTime } from './calendar-words.ts'
import { dateText } from './date-text.ts'

describe('words', () => {
  test('one form of each: width, case, irregular English; NUL and broken characters are gone', () => {
    expect(indexText('ＦＵＬＬ Width\0 bought\ud800')).toBe('full width  buy\ufffd')
    expect(wordsOf('I bought 2 Crêpes, “yes”')).toEqual(['i', 'bought', '2', 'crêpes', 'yes'])
  })

  test.each([
    ['我喜欢黑色的猫', '猫'],
    ['東京に住んでいます', '東京'],
    ['ฉันชอบแมว', 'แมว'],
  ])('%s has no spaces, %s is a word of it', (text, word) => {
    expect(wordsOf(text)).toContain(word)
  })

  test('who speaks stands before a colon, with a capital letter', () => {
    expect(speakerOf('Anna: hello')).toBe('anna')
    expect(speakerOf('Anna Lena: hello')).toBe('anna lena')
    expect(speakerOf('Олег: привет')).toBe('олег')
    expect(speakerOf('note: hello')).toBeUndefined()
    expect(speakerOf('See https://x.org: hello')).toBeUndefined()
    expect(countedWords('Zoë: hello Hello')).toEqual(['zoe', 'hello', 'zoë:'])
  })

  test('a kind and what is of that kind; nothing for most words', () => {
    expect(related('pets')).toEqual(expect.arrayContaining(['dog', 'cat']))
    expect(related('pets')).not.toContain('pet')
    expect(related('heron')).toEqual([])
  })

  test('a day as the clocks of a zone show it', () => {
    const at = new Date('2023-05-06T23:30:00Z')

    expect(dateText(at, 'Europe/Berlin')).toBe('07 May 2023 Sunday')
    expect(dateText(at, 'UTC')).toBe('06 May 2023 Saturday')
  })

  test.each([
    ['we met yesterday', true],
    ['in oktober', true],
    ['на прошлой неделе', true],
    ['a blue bicycle', false],
  ])('%s says a time: %s', (text, says) => {
    expect(saysTime(text)).toBe(says)
  })
})
