import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import { readSentences, type SentenceCount } from './read-sentences.ts'
import { countSentences } from './sentences.ts'
import { countWords } from './words.ts'

const good = 'Ray asked how many Python files he has and was told three.'
const other = 'He will send them to Mia on 4 May.'

describe('one sentence to keep', () => {
  test.each([
    ['plain', good, good],
    ['thoughts before it', `<think>Hm. Three? Yes.</think>\n\n${good}`, good],
    ['thoughts that lost their opening tag', `Hm. Three.\n</think>\n${good}`, good],
    ['a heading before it', `Here is the summary: ${good}`, good],
    ['a heading above it', `**Summary**\n\n${good}`, good],
    ['quotes around it', `"${good}"`, good],
    ['bold', `**${good}**`, good],
    ['bold inside', 'Ray asked for **all** files.', 'Ray asked for all files.'],
    ['no full stop', 'Ray asked for a list of files', 'Ray asked for a list of files.'],
    ['a question quoted inside', 'Ray asked “Where is it?” and was told it is in files/a.txt.', 'Ray asked “Where is it?” and was told it is in files/a.txt.'], // prettier-ignore
    ['abbreviations, initials and versions', 'Dr. Smith told J. Doe about e.g. Node.js 24.21 and the U.S. Treasury at 3.5 %.', 'Dr. Smith told J. Doe about e.g. Node.js 24.21 and the U.S. Treasury at 3.5 %.'], // prettier-ignore
    [
      'Chinese',
      '用户询问有多少个Python文件，助手回答有三个。',
      '用户询问有多少个Python文件，助手回答有三个。',
    ],
    ['Russian', 'Рэй спросил, сколько у него файлов, и узнал, что три.', 'Рэй спросил, сколько у него файлов, и узнал, что три.'], // prettier-ignore
  ])('%s: it is taken', (_what, text, sentence) => {
    expect(readSentences(text, 1)).toEqual({ ok: true, sentences: [sentence] })
  })

  test('exactly 30 words are taken, 31 are not', () => {
    const words = (count: number) => `${Array.from({ length: count }, () => 'word').join(' ')}.`

    expect(readSentences(words(30), 1)).toMatchObject({ ok: true })
    expect(readSentences(words(31), 1)).toEqual(refused('a sentence in it is longer than 30 words'))
  })

  test.each([
    ['nothing', '  \n ', 'it is empty'],
    ['thoughts alone', '<think>I wonder.</think>', 'it is empty'],
    ['thoughts without an end', '<think>I wonder. What now? Ray asked a thing.', 'it is empty'],
    ['two sentences', 'Ray asked for files. Aika listed three.', 'it has 2 sentences instead of 1'],
    ['two in Chinese', '用户询问了文件数量。助手回答有三个。', 'it has 2 sentences instead of 1'],
    ['a list', '- Ray asked for files\n- Aika listed them', 'it is not plain prose'],
    ['one word', 'Okay.', 'it says nothing'],
    ['JSON', '{"summary": "Ray asked for his files."}', 'it is not plain prose'],
    ['markup', 'Ray asked for <b>all his files</b>.', 'it is not plain prose'],
    ['an announcement', 'Here is what was said in this exchange:', 'it is empty'],
    ['something that breaks off', 'Ray asked for his files and then:', 'it is not plain prose'],
    ['31 Chinese words and more', `${'我们今天讨论了很多文件'.repeat(8)}。`, 'a sentence in it is longer than 30 words'], // prettier-ignore
  ])('%s: it is refused', (_what, text, flaw) => {
    expect(readSentences(text, 1)).toEqual(refused(flaw))
  })
})

describe('two sentences to keep', () => {
  test.each([
    ['running text', `${good} ${other}`],
    ['a line each', `${good}\n${other}`],
    ['a paragraph each, after thoughts', `<think>Two. Okay.</think>\n${good}\n\n${other}`],
    ['numbers before them', `1. ${good}\n2. ${other}`],
    ['a list under a heading', `Here are the two sentences:\n- ${good}\n- ${other}`],
    ['quotes around each', `“${good}”\n“${other}”`],
    ['quotes around both', `"${good} ${other}"`],
    ['no full stops', `${good.slice(0, -1)}\n${other.slice(0, -1)}`],
  ])('%s: they are taken', (_what, text) => {
    expect(readSentences(text, 2)).toEqual({ ok: true, sentences: [good, other] })
  })

  test.each([
    ['Chinese, without a space', '用户询问了文件数量。助手回答有三个。'],
    ['Georgian, which has no capitals', 'ნინომ ფაილები მოითხოვა. ასისტენტმა სამი ფაილი გაუგზავნა.'],
    ['Armenian', 'Արամը խնդրեց երեք ֆայլ։ Նա դրանք ստացավ երեկոյան։'],
    ['Russian', 'Рэй спросил про файлы. Он получит их 4 мая.'],
  ])('%s: they are taken', (_what, text) => {
    expect(readSentences(text, 2)).toMatchObject({ ok: true, sentences: { length: 2 } })
  })

  test.each([
    ['one', good, 'it has 1 sentence instead of 2'],
    ['three', `${good} ${other} Then they slept.`, 'it has 3 sentences instead of 2'],
    ['a short one', `${good} Okay.`, 'it says nothing'],
    ['a long one', `${good} ${'Word '.repeat(31)}.`, 'a sentence in it is longer than 30 words'],
    ['JSON', `["${good}", "${other}"]`, 'it is not plain prose'],
    ['code', '```\n' + `${good} ${other}` + '\n```', 'it is not plain prose'],
  ])('%s: they are refused', (_what, text, flaw) => {
    expect(readSentences(text, 2)).toEqual(refused(flaw))
  })
})

test('four sentences in two paragraphs are taken', () => {
  const text = `${good} ${other}\n\nMia likes jazz and tea. Ray moved to Oslo in May.`

  expect(readSentences(text, 4)).toMatchObject({ ok: true, sentences: { length: 4 } })
})

test('whatever is accepted has exactly so many sentences, each short, none with markup or thoughts', () => {
  const counts = fc.constantFrom<SentenceCount>(1, 2, 4)
  fc.assert(
    fc.property(anyText, counts, (text, count) => {
      const verdict = readSentences(text, count)
      if (!verdict.ok) return
      expect(countSentences(verdict.sentences.join(' '))).toBe(count)
      for (const sentence of verdict.sentences) {
        expect(countSentences(sentence)).toBe(1)
        expect(countWords(sentence)).toBeLessThanOrEqual(30)
        expect(sentence).not.toMatch(/think>|```|\n/)
      }
    }),
    { numRuns: 1_000 },
  )
})

const refused = (flaw: string) => ({ ok: false, flaw })
