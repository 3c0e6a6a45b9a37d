import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import { readSentences, type SentenceCount } from './read-sentences.ts'
import { countSentences, mayHave } from './sentences.ts'
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
    ['a token of a model', 'Ray asked for all his files.<|im_end|>', 'it is not plain prose'],
    ['31 Chinese words and more', `${'我们今天讨论了很多文件'.repeat(8)}。`, 'a sentence in it is longer than 30 words'], // prettier-ignore
  ])('%s: it is refused', (_what, text, flaw) => {
    expect(readSentences(text, 1)).toEqual(refused(flaw))
  })
})

describe('what speaks of the task', () => {
  test.each([
    'I’m sorry, but I can’t assist with that.',
    "I cannot help with that request, as it holds someone's address.",
    'As an AI language model, I cannot summarise this.',
    'Okay, so I need to write one sentence about this exchange.',
    'Sure, here is what they talked about in the exchange today.',
    'Let me put this exchange into one sentence.',
    'I need to keep the summary below thirty words.',
  ])('is refused: %s', (text) => {
    expect(readSentences(text, 1)).toEqual(refused('it speaks of your task instead of what was said'))
  })

  test.each([
    'Ray said he was sorry that he could not help with the request of Mia.',
    'Okay was the only word that Ray said about the summary.',
    'Ray asked the assistant to let him write the summary of the exchange himself.',
  ])('is not mistaken for it: %s', (text) => {
    expect(readSentences(text, 1)).toEqual({ ok: true, sentences: [text] })
  })
})

test('marks that turn the direction of what is shown are taken out', () => {
  expect(readSentences('Ray asked \u202efor his files\u202c.', 1)).toEqual({
    ok: true,
    sentences: ['Ray asked for his files.'],
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

describe('a point that ends no sentence, and one that may', () => {
  test.each<[SentenceCount, string]>([
    [1, 'Anna bekam am 12. Mai um 10.30 Uhr einen Termin bei Dr. Müller.'],
    [1, 'Der Nutzer will z. B. Käse, d. h. Gouda, bis zum 3. Juni kaufen.'],
    [1, 'Herr Schmidt wohnt in der Hauptstr. 5 und zahlt ca. 1.250,50 € inkl. Strom bzw. 3 Mio. Euro.'],
    [2, 'Lena zieht am 1. Oktober in den 3. Bezirk. Sie ruft Tom bis Freitag an.'],
    [2, '1. Lena zieht am 1. Oktober um.\n2. Sie ruft Tom am 5. Oktober an.'],
    [4, 'Max arbeitet viel. Er hat am 7. März Geburtstag. Seine Katze heißt Mimi. Er spart für ein Auto.'],
    [1, 'А. С. Иванов живёт на ул. Ленина, д. 5, кв. 12, и платит 500 руб. за воду.'],
    [4, 'Олег врач в Москве. Он живёт там с 2020 г. У него две кошки. Он учит немецкий.'],
    [2, 'Оксана шукає квартиру в м. Київ. Вона хоче заплатити до 15 тис. грн на місяць.'],
    [2, 'Ana vive en Sevilla con la Sra. García. Prometió enviar el informe a EE. UU. el lunes.'],
    [2, 'Mme. Durand cherche un vélo. Elle doit appeler M. Petit et J.-P. Martin.'],
    [2, 'Ray chose plan B. He will tell Mia on Friday.'],
    [2, 'Ray met Mia at 5 p.m. They agreed to build it in C++.'],
    [4, 'Ray lives at 5 Main St. He has a cat. He works at Acme Ltd. He likes tea.'],
    [1, 'Mia moved from Washington D.C. to the U.S. Virgin Islands at 10 a.m. on Jan 5.'],
    [2, '用户问：“几点的火车？”助手回答是18点45分。他买了票。'],
    [2, '田中さんは大阪に住んでいる。5月12日に東京へ行く予定だ。'],
    [1, 'سأل أحمد «متى يصل القطار؟» فأجاب المساعد أنه يصل في السادسة.'],
    [1, '- Ray asked for his files and was told where they are.'],
  ])('%i: %s', (count, text) => {
    expect(readSentences(text, count)).toMatchObject({ ok: true, sentences: { length: count } })
  })

  test.each<[SentenceCount, string]>([
    [1, 'Ray has two cats. He likes 5 kinds of tea.'],
    [2, 'Ray chose plan B. He told Mia. She agreed at once. They met.'],
    [2, 'Max hat am 7. März Geburtstag.'],
    [2, 'Ray chose tea. He told Mia.\nShe agreed with plan B.'],
  ])('not %i: %s', (count, text) => {
    expect(readSentences(text, count)).toMatchObject({ ok: false })
  })
})

test('whatever is accepted can be counted as so many sentences, each one, each short, none with markup or thoughts', () => {
  const counts = fc.constantFrom<SentenceCount>(1, 2, 4)
  fc.assert(
    fc.property(anyText, counts, (text, count) => {
      const verdict = readSentences(text, count)
      if (!verdict.ok) return
      expect(mayHave(count, verdict.sentences.join(' '))).toBe(true)
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
