import type { Engine } from './engine.ts'
import type { PeopleFolders, ReadySandbox, SandboxMaker } from './sandbox-maker.ts'

export interface SandboxPoolOptions {
  engine: Pick<Engine, 'remove'>
  maker: SandboxMaker
  folders: Pick<PeopleFolders, 'identity'>
  /** Kept at a time, of all people together; 0 keeps none. */
  most: number
  /** How long one is kept for its person. */
  idleMs: number
  /** Whether the machine has memory to spare for one more. */
  hasRoom(): boolean
  onTrouble(error: unknown): void
}

/** Sandboxes that wait for their person's next command: at most one for each, used once or thrown away. */
export interface SandboxPool extends AsyncDisposable {
  /**
   * Has one ready for this person, if there is room. The one that has waited longest makes way; when the machine is short
   * of memory, all do. Never rejects.
   */
  prepare(userId: number): Promise<boolean>
  /** Hands over this person's, waiting for one that is being made. Never one whose folder is no longer theirs. */
  take(userId: number): Promise<ReadySandbox | undefined>
  /** Takes back one in which nothing has begun, or throws it away where there is no room. */
  putBack(sandbox: ReadySandbox): void
}

interface Kept {
  sandbox: ReadySandbox
  timer: NodeJS.Timeout
  since: number
}

/** However often a hint comes: the sweep takes one that is twice as old for one that nobody holds any more. */
const longestMs = 300_000

export function sandboxPool(options: SandboxPoolOptions): SandboxPool {
  const { engine, maker, folders, most, idleMs, hasRoom, onTrouble } = options
  const kept = new Map<number, Kept>()
  const making = new Map<number, Promise<boolean>>()
  const removals = new Set<Promise<void>>()
  let isClosed = false

  function throwAway({ containerId, line }: ReadySandbox): void {
    line.close()
    const removal = engine
      .remove(containerId)
      .catch(onTrouble)
      .finally(() => removals.delete(removal))
    removals.add(removal)
  }

  function withdraw(userId: number): ReadySandbox | undefined {
    const found = kept.get(userId)
    if (!found) return undefined
    clearTimeout(found.timer)
    kept.delete(userId)
    return found.sandbox
  }

  function keep(sandbox: ReadySandbox): boolean {
    if (isClosed || kept.has(sandbox.userId) || kept.size >= most) {
      throwAway(sandbox)
      return false
    }
    const { userId, line } = sandbox
    const drop = () => {
      if (kept.get(userId)?.sandbox === sandbox) throwAway(withdraw(userId)!)
    }
    kept.set(userId, { sandbox, timer: setTimeout(drop, idleMs).unref(), since: performance.now() })
    // Somebody ended it: the engine, an admin, the kernel.
    void line.ended.then(drop)
    return true
  }

  function throwAllAway(): void {
    for (const userId of kept.keys()) throwAway(withdraw(userId)!)
  }

  function makeWay(): boolean {
    if (kept.size + making.size < most) return true
    const [oldest] = kept.keys()
    if (oldest === undefined || most === 0) return false
    throwAway(withdraw(oldest)!)
    return true
  }

  async function make(userId: number): Promise<boolean> {
    try {
      return keep(await maker.make(userId))
    } catch (error) {
      onTrouble(error)
      return false
    }
  }

  return {
    async prepare(userId) {
      if (!hasRoom()) {
        throwAllAway()
        return false
      }
      const waiting = kept.get(userId)
      // Its time begins anew: the command that this hint speaks of is still to come.
      if (waiting && performance.now() - waiting.since < longestMs) waiting.timer.refresh()
      if (waiting) return true
      if (isClosed) return false
      const already = making.get(userId)
      if (already) return already
      if (!makeWay()) return false
      const made = make(userId).finally(() => making.delete(userId))
      making.set(userId, made)
      return made
    },
    async take(userId) {
      await making.get(userId)
      const found = withdraw(userId)
      if (!found) return undefined
      // No folder at all is another one as well.
      const folder = await folders.identity(userId).catch(() => undefined)
      if (found.folder === folder) return found
      throwAway(found)
      return undefined
    },
    putBack: (sandbox) => void keep(sandbox),
    async [Symbol.asyncDispose]() {
      isClosed = true
      await Promise.all(making.values())
      throwAllAway()
      await Promise.all(removals)
    },
  }
}
