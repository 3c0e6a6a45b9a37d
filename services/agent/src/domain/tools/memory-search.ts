import type { Passage } from '@aika/store'
import { describeTime, instantOf } from '@aika/when'
import { z } from 'zod'
import { defineTool, failure, success } from './tool.ts'

const limit = 10
/** Of a question, and of an answer. */
const maxPartChars = 500
const dayMs = 86_400_000

export const memorySearch = defineTool({
  name: 'memory_search',
  description: 'Search all that was said in this chat; every word must occur.',
  args: z.object({
    query: z.string().trim().min(1).max(300),
    from: z.iso.date().optional().describe('YYYY-MM-DD'),
    to: z.iso.date().optional(),
  }),
  label: ({ query }) => `remembering ${query.slice(0, 60).toWellFormed()}`,
  async call({ query, from, to }, { recall, people, turn }) {
    const words = query.split(/[^\p{L}\p{N}_-]+/u).filter(Boolean)
    if (words.length === 0) return failure('remembering', 'query holds no words')
    const timeZone = await people.timeZoneOf(turn.userId)
    const { passages, complete } = await recall.search(turn.chatId, turn.userId, {
      words,
      limit,
      ...(from && { from: instantOf(Date.parse(from), timeZone) }),
      ...(to && { to: instantOf(Date.parse(to) + dayMs, timeZone) }),
    })
    return success(`found ${passages.length} earlier messages`, {
      passages: passages.map((passage) => shown(passage, words, timeZone)),
      ...(!complete && { note: 'there is more; add a word, or narrow from and to' }),
    })
  },
})

function shown({ at, question, answer }: Passage, words: string[], timeZone: string) {
  return { at: describeTime(at, timeZone), asked: around(question, words), answered: around(answer, words) }
}

/** A long text is cut so that the first of the words is in what is left. */
function around(text: string, words: string[]): string {
  if (text.length <= maxPartChars) return text
  const said = text.toLowerCase()
  const found = words.map((word) => said.indexOf(word.toLowerCase())).filter((at) => at >= 0)
  const from = Math.max(0, Math.min(Math.min(...found, text.length) - 100, text.length - maxPartChars))
  const start = found.length > 0 ? from : 0
  return `${start > 0 ? '…' : ''}${text.slice(start, start + maxPartChars)}…`.toWellFormed()
}
