import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** Where Bull Board's pages lie: beside the bundle in an image, in its package in a checkout. */
export function bullBoardUi(): string {
  const beside = path.join(import.meta.dirname, 'bull-board-ui')
  if (existsSync(beside)) return beside
  const { resolve } = createRequire(path.join(import.meta.dirname, 'resolve.js'))
  return path.dirname(resolve('@bull-board/ui/package.json'))
}
