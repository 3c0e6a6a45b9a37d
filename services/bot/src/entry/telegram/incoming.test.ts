import { type IncomingUpdate, originOf } from './incoming.ts'

const pressed = (from: number, chat: { id: number; type: string }) =>
  ({ update_id: 1, callback_query: { id: '1', from: { id: from }, message: { chat } } }) as IncomingUpdate

describe('originOf', () => {
  test('a press in one’s own chat → private', () => {
    expect(originOf(pressed(7, { id: 7, type: 'private' }))).toEqual({
      userId: 7,
      chatId: 7,
      isPrivate: true,
    })
  })

  test('a press in somebody else’s private chat → not theirs (F-PERM 3)', () => {
    expect(originOf(pressed(8, { id: 7, type: 'private' })).isPrivate).toBe(false)
  })

  test('a press in a group → not private', () => {
    expect(originOf(pressed(7, { id: -7, type: 'supergroup' })).isPrivate).toBe(false)
  })
})
