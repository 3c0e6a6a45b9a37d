import type { Card } from '@aika/contracts'
import { firstUnits } from './clean.ts'
import { type RichText, RichTextWriter } from './rich-text.ts'
import { makeVisible, makeVisibleLine } from './visible.ts'

/** A card as one message, and all of it as a file's text where the message could not hold it. */
export interface WrittenCard {
  message: RichText
  whole: string | undefined
}

/** The longest last line: how long it may be answered, or how it ended. */
export const footerUnits = 420

/**
 * Writes what is to be approved, letter by letter: nothing in it is formatting, and what a chat would not show is
 * written as its code. What does not fit is cut, and the cut is told.
 *
 * @param footer - at most `footerUnits`; longer ones are cut.
 * @param limit - UTF-16 units of the message; at least 2,000. Which part of the card is shown does not depend on the footer.
 */
export function writeCard(card: Card, footer: string, limit: number): WrittenCard {
  const what = makeVisible(card.what)
  const diff = makeVisible(card.diff ?? '')
  const room = limit - footerUnits - 2 * noteUnits - headOf(card).length - 6
  const diffRoom = Math.max(room >> 1, room - what.length)
  const shownDiff = firstUnits(diff, diffRoom)
  const shownWhat = firstUnits(what, room - shownDiff.length)

  const writer = new RichTextWriter()
  writer.wrap('bold', () => writer.write(`❓ ${titleOf(card)}`))
  writeLine(writer, whyOf(card))
  writeBlock(writer, shownWhat, what)
  writeBlock(writer, shownDiff, diff, 'diff')
  writer.blankLine()
  writer.write(firstUnits(footer, footerUnits))
  const isWhole = shownWhat === what && shownDiff === diff
  return { message: writer.finish(), whole: isWhole ? undefined : wholeOf(card) }
}

const titleOf = (card: Card) => firstUnits(makeVisibleLine(card.title), 300)
const whyOf = (card: Card) => firstUnits(makeVisibleLine(card.why), 600)
const headOf = (card: Card) => `❓ ${titleOf(card)}\n${whyOf(card)}`

const noteUnits = 80
const cutNote = (characters: number) => `✂ ${characters} more characters: all of it is in the file below.`

function writeLine(writer: RichTextWriter, text: string): void {
  if (!text) return
  writer.newLine()
  writer.write(text)
}

function writeBlock(writer: RichTextWriter, shown: string, whole: string, language?: string): void {
  if (!shown) return
  writer.blankLine()
  writer.wrap('pre', () => writer.write(shown), language)
  if (shown.length < whole.length) writeLine(writer, cutNote(whole.length - shown.length))
}

function wholeOf({ what, diff }: Card): string {
  return diff === undefined ? what : `${what}\n\n${diff}`
}
