import { makeVisible } from './rendering/visible.ts'

/** Any text on one line, in which nothing hides: what cannot be seen is written as its code. Whole characters, cut. */
function visibleLine(text: string, maxCharacters: number): string {
  const characters = Array.from(text.toWellFormed().slice(0, maxCharacters * 8))
  const isLong = characters.length > maxCharacters
  const cut = isLong ? [...characters.slice(0, maxCharacters - 1), '…'] : characters
  return makeVisible(cut.join('')).replaceAll('\n', '⟨U+000A⟩').replaceAll('\t', '⟨U+0009⟩')
}

/**
 * A name, a path or a command as a code span of Markdown. Whatever it holds, it stays on its line and in its span.
 *
 * @param maxCharacters - a longer text is cut, and ends in “…”.
 */
export function inlineCode(text: string, maxCharacters = 200): string {
  const line = visibleLine(text, maxCharacters)
  if (line.trim() === '') return '`" "`'.replace(' ', line)
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const isOpen = /^[` ]|[` ]$/.test(line)
  return isOpen ? `${fence} ${line} ${fence}` : fence + line + fence
}

/** Somebody's words on one line of Markdown, as they were written: nothing in them formats anything. */
export function plainLine(text: string, maxCharacters = 300): string {
  const line = visibleLine(text.replace(/\s+/g, ' ').trim(), maxCharacters)
  return line.replace(/[!-/:-@[-`{-~]/g, '\\$&')
}
