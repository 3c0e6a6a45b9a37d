import { readOneSentence } from './one-sentence.ts'

const good = 'Ray asked how many Python files he has and was told three.'

describe('a sentence to keep', () => {
  test.each([
    ['plain', good, good],
    ['thoughts before it', `<think>Hm. Three? Yes.</think>\n\n${good}`, good],
    ['thoughts that lost their opening tag', `Hm. Three.\n</think>\n${good}`, good],
    ['a heading before it', `Here is the summary: ${good}`, good],
    ['quotes around it', `"${good}"`, good],
    ['bold', `**${good}**`, good],
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
    expect(readOneSentence(text)).toEqual({ ok: true, sentence })
  })

  test('exactly 30 words are taken, 31 are not', () => {
    const words = (count: number) => `${Array.from({ length: count }, () => 'word').join(' ')}.`

    expect(readOneSentence(words(30))).toMatchObject({ ok: true })
    expect(readOneSentence(words(31))).toEqual({ ok: false, flaw: 'it is too long' })
  })

  test.each([
    ['nothing', '  \n ', 'it is empty'],
    ['thoughts alone', '<think>I wonder.</think>', 'it is empty'],
    ['thoughts without an end', '<think>I wonder. What now? Ray asked a thing.', 'it is empty'],
    ['two sentences', 'Ray asked for files. Aika listed three.', 'it has more than one sentence'],
    [
      'two sentences without a space, in Chinese',
      '用户询问了文件数量。助手回答有三个。',
      'it has more than one sentence',
    ],
    ['a list', '- Ray asked for files\n- Aika listed them', 'it has more than one sentence'],
    ['one word', 'Okay.', 'it says nothing'],
    ['JSON', '{"summary": "Ray asked for his files."}', 'it is not plain prose'],
    ['markup', 'Ray asked for <b>all his files</b>.', 'it is not plain prose'],
    ['an announcement', 'Here is what was said in this exchange:', 'it says nothing'],
    ['something that breaks off', 'Ray asked for his files and then:', 'it is not plain prose'],
    ['31 Chinese words and more', `${'我们今天讨论了很多文件'.repeat(8)}。`, 'it is too long'],
  ])('%s: it is refused', (_what, text, flaw) => {
    expect(readOneSentence(text)).toEqual({ ok: false, flaw })
  })
})
