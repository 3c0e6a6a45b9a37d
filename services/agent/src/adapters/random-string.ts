import { randomInt } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Letters and digits that nobody can guess; 16 of them hold 95 bits. */
export function randomString(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}
