import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { leftBehind } from './own/left-behind.ts'
import { kernel } from './own/kernel.ts'
import { resources } from './own/resources.ts'
import { runner } from './own/runner.ts'
import { transport } from './own/transport.ts'

/** A command as a hostile person would have it run, and what must hold. */
export interface Attack {
  id: string
  category: string
  /** Prints `PWN:` at the start of a line only when its hostile step worked. */
  command: string
  /** In words; what of it a machine can look at beyond `PWN:` is in `checks.ts`. */
  expect: string
  timeoutMs?: number
  /** How often it runs in all, each time in a new container. */
  repeat?: number
  /** Runs afterwards, in a new container of the same person. */
  followup?: string
  /** Runs before, in a container of its own. */
  setup?: string
  workdir?: string
  /** A file in the person's folder that a service reads again and again meanwhile. */
  race?: string
  /** A command of another person that runs at the same time, and prints `PWN:` when it was harmed. */
  beside?: string
  /** Nothing is promised here; its output is looked at by people. */
  informational?: boolean
}

/** The corpus that was given to us, and what we thought of besides. */
export function allAttacks(): Attack[] {
  const given = JSON.parse(readFileSync(join(__dirname, '../corpus.json'), 'utf8')) as Attack[]
  return [...given, ...runner, ...leftBehind, ...kernel, ...resources, ...transport]
}
