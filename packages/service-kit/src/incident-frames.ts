import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One line of a stack. */
export interface Frame {
  functionName: string
  file: string
  /** Both from 1. */
  line: number
  column: number
}

/** Where our own code is: the checkout, or the folder of the bundles. */
export const appDir = appDirOf(import.meta.filename)

export function appDirOf(thisFile: string): string {
  const folder = dirname(thisFile)
  if (thisFile.endsWith('.ts')) return join(folder, '../../..')
  return basename(folder) === 'chunks' ? dirname(folder) : folder
}

/** Undefined for lines that name no file of the disk. */
export function readFrame(line: string): Frame | undefined {
  const match = /^\s+at (?:(.*) \()?((?:file:\/\/)?\/[^()]*):(\d+):(\d+)\)?$/.exec(line)
  if (!match) return undefined
  const [, functionName = '', place = '', row = '', column = ''] = match
  const file = place.startsWith('file:') ? pathOf(place) : place
  return file ? { functionName, file, line: Number(row), column: Number(column) } : undefined
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url)
  } catch {
    return undefined
  }
}

export function isOurs(frame: Frame, within = appDir): boolean {
  return frame.file.startsWith(`${within}/`) && !frame.file.includes('/node_modules/')
}

/**
 * The same for errors that are the same: made of the service, the error's kind and our functions on its way. Neither
 * values nor line numbers are in it, so it outlives both.
 */
export function fingerprintOf(service: string, kind: string, stack: string[], within = appDir): string {
  const ours = stack.map(readFrame).filter((frame): frame is Frame => Boolean(frame && isOurs(frame, within)))
  const names = ours.map(({ functionName }) => plainName(functionName))
  return createHash('sha256')
    .update(JSON.stringify([service, kind, ...names]))
    .digest('hex')
    .slice(0, 16)
}

/** How a function is called changes what stands before its name. */
function plainName(functionName: string): string {
  const name = functionName.replace(/^(async|new) /, '').replace(/ \[as .*\]$/, '')
  return name.slice(name.lastIndexOf('.') + 1).replace('<anonymous>', '')
}
