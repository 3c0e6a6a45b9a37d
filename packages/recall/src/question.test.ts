import { readQuestion } from './question.ts'

describe('reading a question', () => {
  test.each([
    ['What did I say about the blue bicycle?', ['blue', 'bicycle']],
    ['Wann habe ich das Fahrrad gekauft?', ['fahrrad', 'gekauft']],
    ['Когда мы были в Праге?', ['праге']],
    ['Où est-ce que j’ai acheté le vélo ?', ['acheté', 'vélo']],
    ['¿Cuándo fue la boda de Ana?', ['boda', 'ana']],
    ['我的猫叫什么名字', expect.arrayContaining(['猫', '名字'])],
    ['the the THE what?', []],
    ['What did I say to Will about the IT department?', ['will', 'it', 'department']],
    ['Was haben Sie gekauft?', ['gekauft']],
    ['What Will He Do?', []],
    ['What kind of art did Ann buy?', ['art', 'ann', 'buy']],
    ['Was für eine Lampe?', ['lampe']],
    ['Какого рода музыка?', ['музыка']],
  ])('%s', (text, words) => {
    expect(readQuestion(text).words).toEqual(words)
  })

  test.each([
    ['on May 7th', { day: 7, month: 'may' }],
    ['on the 7th of May 2023', { day: 7, month: 'may', year: 2023 }],
    ['last Sunday', { weekday: 'sunday' }],
    ['in 2023', { year: 2023 }],
    ['7 мая', { day: 7, month: 'may' }],
    ['am 3. Oktober', { day: 3, month: 'october' }],
    ['may I march with them', undefined],
    ['in March', { month: 'march' }],
    ['no day at all', undefined],
  ])('the date in “%s”', (text, date) => {
    expect(readQuestion(text).date).toEqual(date)
  })

  test('names are written large within a sentence', () => {
    expect(readQuestion('What did Yannik and Anne-Marie say about I and The Alps?').proper).toEqual([
      'yannik',
      'anne',
      'marie',
      'alps',
    ])
  })

  test.each([
    ['When was it?', true],
    ['How long did it take?', true],
    ['Когда это было?', true],
    ['Wann war das?', true],
    ['What was it?', false],
  ])('%s asks for a time: %s', (text, asks) => {
    expect(readQuestion(text).asksForTime).toBe(asks)
  })
})
