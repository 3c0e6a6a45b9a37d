import type { Message } from 'telegraf/types'
import { fileIn } from './incoming-file.ts'

const file = { file_id: 'id-1', file_unique_id: 'u-1', file_size: 900 }
const read = (content: object) => fileIn(content as Message)

test('of a photo the largest size is taken, wherever it stands', () => {
  const size = (file_id: string, edge: number) => ({ file_id, width: edge, height: edge, file_size: edge })

  expect(read({ photo: [size('small', 90), size('large', 1_280), size('middle', 320)] })).toEqual({
    kind: 'photo',
    fileId: 'large',
    bytes: 1_280,
    name: '',
    fallbackName: 'photo.jpg',
  })
})

test('an animation, which Telegram also shows as a document, is an animation', () => {
  const animation = { ...file, file_name: 'cat.mp4' }

  expect(read({ animation, document: animation })).toMatchObject({ kind: 'animation', name: 'cat.mp4' })
})

test.each([
  [{ document: { ...file, file_name: 'a.pdf' } }, 'document', 'a.pdf', 'file'],
  [{ video: { ...file, file_name: 'a.mov' } }, 'video', 'a.mov', 'video.mp4'],
  [{ video_note: file }, 'video_note', '', 'video_message.mp4'],
  [{ voice: { ...file, mime_type: 'audio/ogg' } }, 'voice', '', 'voice.ogg'],
  [{ audio: { ...file, mime_type: 'audio/mp4' } }, 'audio', '', 'audio.m4a'],
  [{ audio: { ...file, mime_type: 'audio/unheard-of' } }, 'audio', '', 'audio.mp3'],
  [{ sticker: file }, 'sticker', '', 'sticker.webp'],
  [{ sticker: { ...file, is_animated: true } }, 'sticker', '', 'sticker.tgs'],
  [{ sticker: { ...file, is_video: true } }, 'sticker', '', 'sticker.webm'],
])('%j is a %s', (content, kind, name, fallbackName) => {
  expect(read(content)).toEqual({ kind, fileId: 'id-1', bytes: 900, name, fallbackName })
})

test('Telegram need not tell the size, and a text has no file', () => {
  expect(read({ document: { file_id: 'id-1', file_unique_id: 'u-1' } })?.bytes).toBeUndefined()
  expect(read({ text: 'hello' })).toBeUndefined()
})
