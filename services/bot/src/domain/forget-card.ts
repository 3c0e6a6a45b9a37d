import type { Card } from '@aika/contracts'
import { size } from './words.ts'

export interface Belongings {
  /** Undefined where it could not be counted. */
  disk: { bytes: number; entries: number } | undefined
  notes: number
  reminders: number
}

/** The question whether everything of a person is to be deleted. */
export function forgetCard({ disk, notes, reminders }: Belongings): Card {
  const what = [
    `all your files${disk ? `, ${size(disk.bytes)} in ${disk.entries} files and folders` : ''}`,
    'every message of yours, every answer, and what I made of them',
    `your notes: ${notes}`,
    `reminders of yours and those you set for others: ${reminders}`,
    'your questions and permissions, your time zone, what you used',
    'reports of errors in your work',
  ]
  return {
    title: 'Delete everything I have of you',
    what: what.map((line) => `- ${line}`).join('\n'),
    why: 'It cannot be undone. Files that you put into the shared folder stay there; /export gives you a copy of everything first.',
  }
}
