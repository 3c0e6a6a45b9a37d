import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import { figuresOf, type Figures } from './figures.ts'
import { histories } from './histories/index.ts'
import { replay } from './replay/replay.ts'

/** Lives through one history in a thread of its own. @throws Error what went wrong there. */
export function live(id: string): Promise<Figures> {
  const { promise, resolve, reject } = Promise.withResolvers<Figures>()
  const worker = new Worker(new URL(import.meta.url), { workerData: id })
  worker.once('message', resolve).once('error', reject)
  return promise
}

if (!isMainThread) {
  const history = histories[workerData as string]!()
  parentPort!.postMessage(figuresOf(history, await replay(history)))
}
