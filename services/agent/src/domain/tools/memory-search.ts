import type { RecalledPassage, RecallScope } from '@aika/recall'
import { describeTime, endOfMemoryDay, instantOf } from '@aika/when'
import { z } from 'zod'
import { defineTool, failure, success, type ToolContext } from './tool.ts'

/** So many passages in any case; short ones, up to that many characters of text, are more. */
const [least, most, mostChars] = [10, 14, 2_400]
/** Of a message that is read whole. */
const pageChars = 8_000

/** “#12”, “#12 page 3”, and as the prompt itself calls it: “message #12”. */
const numbered = /^(?:message\s*)?#\s*(\d{1,15})(?:[\s,]+page\s+(\d{1,6}))?\.?$/i

export const memorySearch = defineTool({
  name: 'memory_search',
  description: 'Search all ever said here; query “#7” gives message 7 whole.',
  args: z.object({
    query: z.string().trim().min(1).max(300),
    alt_terms: z.array(z.string().max(60)).max(12).optional().describe('synonyms'),
    from: z.iso.date().optional().describe('YYYY-MM-DD'),
    to: z.iso.date().optional(),
  }),
  label: ({ query }) => `remembering ${query.slice(0, 60).toWellFormed()}`,
  async call({ query, alt_terms: altTerms = [], from, to }, context) {
    const { recall, people, turn } = context
    const whole = numbered.exec(query)
    if (whole) return readMessage(context, Number(whole[1]), Number(whole[2] ?? 1))
    if (!/[\p{L}\p{N}]/u.test(query)) return failure('remembering', 'query holds no words')
    if (from && to && from > to) return failure('remembering', 'from is after to')
    const timeZone = await people.timeZoneOf(turn.userId)
    // The prompt's days, which a model asks for, go on until four in the morning.
    const end = to && endOfMemoryDay(to, timeZone)
    const found = await recall.search(scopeOf(context), {
      text: query,
      altTerms,
      now: turn.startedAt,
      limit: most,
      timeZone,
      exceptTurnIds: [turn.id],
      ...(from && { from: instantOf(Date.parse(from), timeZone) }),
      // Nothing was said after now, and what asks for all until 9999 asks for no day.
      ...(end && end < turn.startedAt && { to: end }),
    })
    const passages = fitting(found)
    return success(`found ${passages.length} earlier messages`, {
      passages: passages.map((passage) => shown(passage, timeZone)),
      note: passages.length > 0 ? whatToMakeOfThem : 'nothing found: try other words, or alt_terms',
    })
  },
})

/** What one more call would cost, a few short passages more do not. */
function fitting(found: RecalledPassage[]): RecalledPassage[] {
  let chars = 0
  return found.filter(({ body }, place) => (chars += body.length) <= mostChars || place < least)
}

const whatToMakeOfThem = 'Best first. Where they differ, the newest is true.'

const scopeOf = ({ turn }: ToolContext): RecallScope => ({ userId: turn.userId, chatId: turn.chatId })

const speakers = { question: 'the person', answer: 'you', note: 'your note' }

function shown({ at, role, number, body }: RecalledPassage, timeZone: string) {
  return {
    at: describeTime(at, timeZone).split(' (')[0],
    by: speakers[role],
    ...(number !== undefined && { message: `#${number}` }),
    text: body,
  }
}

/** What was asked and answered under a number, word for word, page by page. */
async function readMessage(context: ToolContext, number: number, page: number) {
  const exchange = await context.recall.exchange(scopeOf(context), number)
  if (!exchange) return failure('remembering', `there is no message #${number} here`)
  const text = `The person: ${exchange.question}\n\nYou: ${exchange.answer}`
  const pages = Math.ceil(text.length / pageChars)
  if (page < 1 || page > pages) return failure('remembering', `#${number} has pages 1 to ${pages}`)
  return success(`read message #${number}`, {
    at: describeTime(exchange.at, await context.people.timeZoneOf(context.turn.userId)),
    text: text.slice((page - 1) * pageChars, page * pageChars).toWellFormed(),
    ...(pages > 1 && { page: `${page} of ${pages}; more by “#${number} page N”` }),
  })
}
