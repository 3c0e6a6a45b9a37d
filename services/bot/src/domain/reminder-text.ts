import type { ReplyBody } from '@aika/contracts'
import { encodeWish } from './callback-data.ts'
import { cleanText, isVisible } from './rendering/clean.ts'
import { type RichText, RichTextWriter } from './rendering/rich-text.ts'
import type { Button } from './telegram.ts'
import { duration, words } from './words.ts'

type Set = ReplyBody & { kind: 'reminder-set' }
type Due = ReplyBody & { kind: 'reminder' }
/** An absolute time in words, with its offset and zone. */
export type DescribeTime = (at: Date, timeZone: string) => string

/** Later than this it is said how late, and why. */
const lateMs = 60_000

/** That a reminder stands, and when exactly. What it says is a person's own text, not Markdown. */
export function reminderSetText(body: Set, describeTime: DescribeTime): RichText {
  const writer = new RichTextWriter()
  const whom = body.forPerson && lineOf(body.forPerson)
  writer.write(body.isTask ? words.taskSet(whom) : words.reminderSet(whom))
  writer.write(': ')
  writer.wrap('bold', () => writer.write(describeTime(new Date(body.dueAt), body.timeZone)))
  if (body.rule) writer.write(`, then ${body.rule}`)
  writer.newLine()
  writer.write(textOf(body.text))
  return writer.finish()
}

export function reminderButtons({ reminderId }: Set): Button[][] | undefined {
  const undo = encodeWish({ kind: 'undo', reminderId })
  const change = encodeWish({ kind: 'change', reminderId })
  if (!undo || !change) return undefined
  return [
    [
      { text: words.undo, data: undo },
      { text: words.change, data: change },
    ],
  ]
}

/** A reminder that is due. @param now - epoch milliseconds; from it comes how late it is. */
export function reminderText(
  { text, dueAt, timeZone, fromPerson }: Due,
  now: number,
  describeTime: DescribeTime,
): RichText {
  const writer = new RichTextWriter()
  writer.write('⏰ ')
  if (fromPerson) writer.write(`From ${lineOf(fromPerson)}: `)
  writer.write(textOf(text))
  if (now - dueAt > lateMs) {
    writer.newLine()
    const late = words.late(duration((now - dueAt) / 1_000), describeTime(new Date(dueAt), timeZone))
    writer.wrap('italic', () => writer.write(late))
  }
  return writer.finish()
}

const textOf = (text: string) => (isVisible(text) ? cleanText(text) : words.emptyReminder)
const lineOf = (text: string) => cleanText(text).replaceAll('\n', ' ')
