import { listItemsOf } from './attachments.ts'
import type { ModelView, Part } from './wire.ts'

type Data = NonNullable<Part['inlineData']>

/** What came along with the newest message, in words; empty when nothing did. */
export function mediaWords({ attached, pending }: ModelView): string {
  const lines = attached.map(oneMedium)
  const files = listItemsOf(pending)
  if (files.length > 0) lines.push(`Attached files:\n\n${files.map((file) => `- ${file}`).join('\n')}`)
  return lines.join('\n\n')
}

function oneMedium({ mimeType, data }: Data): string {
  const bytes = Buffer.byteLength(data, 'base64')
  const [kind = ''] = mimeType.split('/')
  if (kind === 'audio') return `You said: (transcription of ${bytes} bytes of ${mimeType})`
  const article = /^[aeiou]/.test(kind) ? 'an' : 'a'
  return `I see ${article} ${kind === 'application' ? 'document' : kind}: ${mimeType}, ${bytes} bytes`
}
