import type { MessageEntity } from './types.ts'

const detectors: [type: string, pattern: RegExp][] = [
  ['bot_command', /(?<=^|\s)\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/@])/gi],
  ['url', /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/gi],
  ['email', /(?<=^|\s)[\w.+-]+@[\w-]+\.[\w.-]*\w/g],
  ['mention', /(?<=^|[\s(])@[a-z]\w{3,31}\b/gi],
  ['hashtag', /(?<=^|\s)#[\p{L}_][\p{L}\p{N}_]*/gu],
]
const hint = /[/@#]/

/** Commands, addresses, mentions and hashtags Telegram finds by itself, where no entity is yet. */
export function detectEntities(text: string, present: MessageEntity[] = []): MessageEntity[] {
  if (!hint.test(text)) return []
  const found: MessageEntity[] = []
  for (const [type, pattern] of detectors) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length }
      if (![...present, ...found].some((other) => overlaps(entity, other))) found.push(entity)
    }
  }
  return found
}

const transparent = new Set(['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote'])

function overlaps(one: MessageEntity, other: MessageEntity): boolean {
  if (transparent.has(other.type)) return false
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length
}
