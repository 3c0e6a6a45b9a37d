/** All that a chat shows as nothing, as a space, or that turns the order of what it shows around; but space, tab, newline. */
const hidden = new RegExp(
  [
    '(?<![\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d',
    '(?<!\\p{Emoji})\\ufe0f',
    '[^\\P{C}\\n\\t\\u200d]',
    '[^\\P{Z} ]',
    '[\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\uffa0\\ufe00-\\ufe0e\\u{e0100}-\\u{e01ef}]',
  ].join('|'),
  'gu',
)

/**
 * Text in which every character can be seen: what would hide, or make other text look different, is written as its code,
 * `⟨U+202E⟩`. Newlines and tabs stay.
 */
export function makeVisible(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
}

/** The same in one line. */
export function makeVisibleLine(text: string): string {
  return makeVisible(text.replace(/\s*\n\s*/g, ' '))
}
