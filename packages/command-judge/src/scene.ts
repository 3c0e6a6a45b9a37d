import type { SyntaxNode } from 'unbash'
import type { Facts } from './facts.ts'
import type { Inquiry } from './inquiry.ts'

/** What a program finds on its standard input. */
export type Input =
  | { kind: 'nothing' | 'file' }
  /** Given in the script itself, word for word. */
  | { kind: 'text'; text: string }
  /** From another program; `text` where that only repeats what the script says. */
  | { kind: 'pipe'; text?: string }

/** Where in a script the walk stands. */
export interface Scene {
  inquiry: Inquiry
  facts: Facts
  /** What the positions of the nodes point into. */
  source: string
  input: Input
  /** The folder it is in, relative to where it starts or absolute; undefined: not known. Shared, because `cd` lasts. */
  folder: { path: string | undefined }
  isInFunction: boolean
  /** Whether what it prints is read by `head` or the like further down the pipeline. */
  isCut: boolean
  /** Scripts within scripts. */
  depth: number
  /** Files that the script has written itself, with what it put there. */
  written: Map<string, string>
  /**
   * Judges a script that runs here; `isGuess`: it may be none, and is left alone when it cannot be read. Handed
   * around, as calls hold scripts and scripts hold calls. @throws TooMuch
   */
  judgeScript(text: string, scene: Scene, options?: { isGuess?: boolean }): void
}

/** Where a call stands in the script. */
export interface Place {
  scene: Scene
  at: string
  /** Whether more arguments come while it runs. */
  isOpen: boolean
  /** Whether what it prints goes into a file. */
  isToFile: boolean
  /** Calls within calls. */
  depth: number
}

/** The same, where `cd` does not last. */
export const apart = (scene: Scene): Scene => ({ ...scene, folder: { ...scene.folder } })

export const textOf = ({ source }: Scene, { pos, end }: SyntaxNode): string => source.slice(pos, end)
