import type { Step } from '@aika/store'
import { readTranscript, readWhatCanBe } from './transcript.ts'

const asked: Step = {
  seq: 0,
  kind: 'model',
  content: JSON.stringify({
    content: { role: 'model', parts: [{ functionCall: { name: 'run_shell', args: { cmd: 'ls' } } }] },
  }),
}

describe('a record that cannot be read', () => {
  test.each([
    ['no JSON', 'garbage'],
    ['JSON of another shape', '{"what": "ever"}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('a tool’s result that is %s → an error, and the turn can still be ended', (_what, content) => {
    const steps: Step[] = [asked, { seq: 1, kind: 'tool', content }]

    expect(() => readTranscript(steps)).toThrow('step 1 of the record cannot be read')
    expect(readWhatCanBe(steps)).toMatchObject({ nextSeq: 2, done: [] })
  })
})
