const lineBreaks = /\r\n?|[\u0085\u2028\u2029]/g
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
// oxlint-disable-next-line no-misleading-character-class
const visible = /[^\s\p{C}\p{Z}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0]/u

/** Text that Telegram takes as it is: whole characters, `\n` alone as line break, no control characters but tabs. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(lineBreaks, '\n').replace(controls, '')
}

/** Whether a person would see anything; Telegram refuses messages that show nothing. */
export function isVisible(text: string): boolean {
  return visible.test(text)
}

/** The first `units` UTF-16 units at most, no character cut in two. */
export function firstUnits(text: string, units: number): string {
  if (text.length <= units) return text
  const isPair = /[\ud800-\udbff]/.test(text.charAt(units - 1))
  return text.slice(0, isPair ? units - 1 : units)
}
