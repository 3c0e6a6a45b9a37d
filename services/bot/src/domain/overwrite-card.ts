import type { Card } from '@aika/contracts'
import type { FileStat } from '@aika/workspace'
import type { FileCommand } from './file-commands.ts'
import { size } from './words.ts'

const places = {
  save: ['your folder', 'your folder'],
  shared_put: ['your folder', 'the shared folder'],
  shared_get: ['the shared folder', 'your folder'],
} as const

/** The question whether a command may replace a file. */
export function overwriteCard({ name, from, to }: FileCommand, there: FileStat): Card {
  const [source, target] = places[name]
  const verb = name === 'save' ? 'Move' : 'Copy'
  return {
    title: 'Replace a file',
    what: `${verb} ${JSON.stringify(from)} of ${source}\nover ${JSON.stringify(to)} of ${target}`,
    why: `There is a file of that name already (${size(there.bytes)}, changed ${there.changedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC). What it holds would be lost.`,
  }
}
