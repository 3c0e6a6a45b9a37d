import { rehearse } from '../rehearsal.ts'
import { viewOf, type Content, type Reply } from '../wire.ts'

const user = (...texts: string[]): Content => ({ role: 'user', parts: texts.map((text) => ({ text })) })
const model = (text: string): Content => ({ role: 'model', parts: [{ text }] })
const header = '[Now: Monday, 1 Jun 2026, 09:00 GMT+2]'

function ask(contents: Content[], tools = ['memory_search', 'memory']): Reply {
  const functionDeclarations = tools.map((name) => ({ name }))
  return rehearse(viewOf('gemini-3-flash-preview', { contents, tools: [{ functionDeclarations }] }))
}

/** What it says when a search for `question` brings this. */
function find(question: string, passages: unknown[], before: Content[] = []): string | undefined {
  const asked = [...before, user(header, question)]
  const call = ask(asked).calls![0]!
  const response = { output: { passages } }
  const result = { role: 'user', parts: [{ functionResponse: { name: call.name, response } }] }
  return ask([...asked, { role: 'model', parts: [{ functionCall: call }] }, result]).text
}

const doorCode = "What is the code of Ilse's door?"

describe('the rehearsal model, asked for something it was told', () => {
  test.each([
    [
      'a passage that was found',
      [user('Found:\n- Mon 5 Jan 2026, they #7: “Ilse’s door code is 4821.”\n', doorCode)],
    ],
    [
      'a sentence of today',
      [user('Earlier:\n- The user wrote “The code of Ilse’s door is 4821”.\n', doorCode)],
    ],
    ['an exchange word for word', [user("Ilse's door has a code: 4821"), model('Noted.'), user(doorCode)]],
    [
      'a day',
      [
        user(
          'Of the last days, as material:\n- 2026-01-05: They said that Ilse’s door opens with the code 4821.\n',
          doorCode,
        ),
      ],
    ],
  ])('%s holds it: it is quoted without a search', (_where, contents) => {
    expect(ask(contents)).toEqual({ text: expect.stringMatching(/^You told me: “.*4821/) as string })
  })

  test('other words for the same in the prompt: they do', () => {
    const contents = [
      user('Ilse’s dog is called Bruno.'),
      model('Nice.'),
      user('What name has the pet of Ilse?'),
    ]
    expect(ask(contents).text).toContain('Bruno')
  })

  test('one word of what is theirs is enough to quote it, and too little to search by', () => {
    const told = [user('My dentist is Dr. Moreno.'), model('Noted.')]

    expect(ask([...told, user('Who is my dentist?')]).text).toBe('You told me: “My dentist is Dr. Moreno.”')
    expect(ask([...told, user('Who is my doctor?')]).calls).toBeUndefined()
    expect(ask([...told, user('Which dentist?')]).text).toMatch(/^You said/)
  })

  test('nothing in the prompt fits: it searches with the words that count and others like them', () => {
    const [call] = ask([
      user('- Ilse likes tea.\n', header, 'Which PIN opens the entrance at Ilse’s?'),
    ]).calls!
    expect(call).toMatchObject({ name: 'memory_search', args: { query: 'PIN opens entrance Ilse' } })
    expect(call!.args!['alt_terms']).toEqual(expect.arrayContaining(['code', 'door']))
  })

  test('a search brings several: the best is quoted, of equally good ones the newest', () => {
    const passages = [
      { at: 'Mon 5 Jan 2026, 09:00 (UTC+01:00, Europe/Berlin)', body: 'Ilse’s door code is 4821.' },
      {
        at: 'Tue 3 Mar 2026, 09:00 (UTC+01:00, Europe/Berlin)',
        body: 'The code for Ilse’s door is now 9377.',
      },
      { at: 'Wed 4 Mar 2026, 09:00 (UTC+01:00, Europe/Berlin)', body: 'Ilse painted her kitchen.' },
    ]
    expect(find(doorCode, passages)).toMatch(/9377/)
    expect(find(doorCode, passages.toReversed())).toMatch(/9377/)
    expect(find(doorCode, passages.slice(0, 1))).toMatch(/4821/)
  })

  test('what was said later in looser words, or on something else, is no newer answer', () => {
    const fact = { at: 'Mon 5 Jan 2026, 09:00', body: 'Ilse’s doctor is Moreno.' }
    const passages = [
      fact,
      { at: 'Tue 3 Mar 2026, 09:00', body: 'Ilse and I met at the dentist’s.' },
      { at: 'Wed 4 Mar 2026, 09:00', body: 'Ilse has a new coat.' },
    ]
    expect(find('Who is Ilse’s doctor?', passages)).toMatch(/Moreno/)
    const later = { at: 'Thu 5 Mar 2026, 09:00', body: 'Ilse goes to another doctor, Okafor.' }
    expect(find('Who is Ilse’s doctor?', [...passages, later])).toMatch(/Okafor/)
  })

  test('what was said later on most of it: is the answer, though one word of the question is missing', () => {
    const passages = [
      { at: 'Mon 5 Jan 2026, 09:00', body: 'The licence plate of Ilse’s van is AB-12.' },
      { at: 'Tue 3 Mar 2026, 09:00', body: 'Ilse got a new plate for the van: CD-34.' },
      { at: 'Wed 4 Mar 2026, 09:00', body: 'Ilse washed the van.' },
    ]
    expect(find('What is the licence plate of Ilse’s van?', passages)).toMatch(/CD-34/)
  })

  test('later there is a new one of what is asked for: that is the answer, though half of the question is missing', () => {
    const passages = [
      { at: 'Mon 5 Jan 2026, 09:00', body: 'The door code at Ilse’s place is 384850.' },
      { at: 'Tue 3 Mar 2026, 09:00', body: 'By the way, Ilse has a new door code: 539861.' },
      { at: 'Wed 4 Mar 2026, 09:00', body: 'Ilse has another place to live.' },
    ]
    expect(find('What combination lets me into Ilse’s home?', passages)).toMatch(/539861/)
  })

  test('the number, or the name, of something: that thing is looked for', () => {
    const question = 'What is the number of the aircraft that Ilse takes?'
    const passages = [
      { at: 'Mon 5 Jan 2026, 09:00', body: 'Ilse comes with flight BA62371.' },
      { at: 'Tue 3 Mar 2026, 09:00', body: 'Ilse’s locker at the gym is number 60195.' },
    ]
    expect(find(question, passages)).toMatch(/BA62371/)
    expect(ask([user('What is the name of Ilse’s solicitor?')]).calls![0]!.args).toEqual({
      query: 'Ilse solicitor',
      alt_terms: ['lawyer', 'attorney'],
    })
  })

  test('“takes” is no word to look for', () => {
    const passages = [
      { at: 'Mon 5 Jan 2026, 09:00', body: 'Ilse has booked flight BA62371.' },
      { at: 'Tue 3 Mar 2026, 09:00', body: 'Ilse takes 669 mg of it every evening.' },
    ]
    expect(find('What is the number of the aircraft that Ilse takes?', passages)).toMatch(/BA62371/)
  })

  test('a word that many lines hold tells less than one that few do', () => {
    const calls = [1, 2, 3, 4].map((day) => ({
      at: `Sun ${day} Mar 2026, 09:00`,
      body: `Emre called from the market ${day} times.`,
    }))
    const passages = [...calls, { at: 'Mon 5 Jan 2026, 09:00', body: 'Emre has taken Moreno for a lawyer.' }]
    expect(find('What is the name of Emre’s solicitor?', passages)).toMatch(/Moreno/)
  })

  test('a search brings nothing that fits: it says so, and takes nothing about somebody else', () => {
    expect(find(doorCode, [])).toBe('I find nothing about that in what you told me.')
    expect(find(doorCode, [{ at: 'Mon 5 Jan 2026', body: 'Ulf’s door code is 1111.' }])).toMatch(
      /^I find nothing/,
    )
  })

  test('an earlier question, and an earlier answer that found nothing: answer nothing', () => {
    const passages = [
      { at: 'Mon 5 Jan 2026', body: doorCode },
      { at: 'Mon 5 Jan 2026', body: `${doorCode} I find nothing about that in what you told me.` },
    ]
    expect(find(doorCode, passages)).toMatch(/^I find nothing/)
  })

  test('a long text: is quoted around what was asked for', () => {
    const body = `${'Much happened today. '.repeat(30)}The code of Ilse’s door is 4821. ${'And more. '.repeat(30)}`
    const told = find(doorCode, [{ body }])!
    expect(told).toContain('4821')
    expect(told.length).toBeLessThan(330)
  })

  test('no tool to search with, or a question about nothing: talk as ever', () => {
    expect(ask([user(doorCode)], []).text).toMatch(/^You said/)
    expect(ask([user('and now?')]).text).toMatch(/^You said/)
    expect(ask([user('what is this?')]).text).toMatch(/^You said/)
  })
})
