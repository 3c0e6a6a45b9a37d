import type { Message } from 'telegraf/types'
import { inWords, unreadableKind } from './without-text.ts'

const asMessage = (content: object) => content as Message
const location = { latitude: 52.5, longitude: 13.4 }

test.each([
  [{ location }, '[A location: latitude 52.5, longitude 13.4]'],
  [
    { location, venue: { location, title: 'Café', address: 'Main St 1' } },
    '[A place: Café, Main St 1, at latitude 52.5, longitude 13.4]',
  ],
  [{ contact: { first_name: 'Alice', phone_number: '+49123' } }, '[A contact: Alice, +49123]'],
  [
    { poll: { question: 'When?', options: [{ text: 'Now' }, { text: 'Later' }] } },
    '[A poll: When? Options: Now; Later]',
  ],
  [{ dice: { emoji: '🎲', value: 4 } }, '[A throw of 🎲: 4]'],
  [{ story: {} }, undefined],
  [{ new_chat_title: 'x' }, undefined],
])('%j reads %j', (content, text) => {
  expect(inWords(asMessage(content))).toBe(text)
})

test('what a person sends and nobody can read has a name; what Telegram tells by itself has none', () => {
  expect(unreadableKind(asMessage({ story: {} }))).toBe('stories')
  expect(unreadableKind(asMessage({ paid_media: {} }))).toBe('paid media')
  expect(unreadableKind(asMessage({ pinned_message: {} }))).toBeUndefined()
  expect(unreadableKind(asMessage({ text: '\u200b' }))).toBeUndefined()
})
