import { isRefused, startOfNoAnswer } from './no-answer.ts'
import { FailureCode } from './reply.ts'

test.each(FailureCode.options)(
  'the record of %s: refused only where the model did not read the question',
  (code) => {
    expect(isRefused(`${startOfNoAnswer(code)}. Done so far: read a file.)`)).toBe(
      code === 'blocked_by_safety',
    )
  },
)

test.each([null, '', 'It says (No answer: blocked_by_safety.)'])('%j is an answer, or none yet', (answer) => {
  expect(isRefused(answer)).toBe(false)
})
