import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { busyTimeoutMs } from './gate.ts'

const script = `
  const { DatabaseSync } = require('node:sqlite')
  const { path, timeout } = require('node:worker_threads').workerData
  const database = new DatabaseSync(path, { timeout })
  database.exec('VACUUM')
  database.close()`

/**
 * Writes the database file anew, in a thread of its own: it takes seconds, in which the process has other things to do. Whoever
 * writes meanwhile waits.
 */
export async function vacuum(path: string): Promise<void> {
  const worker = new Worker(script, { eval: true, workerData: { path, timeout: busyTimeoutMs } })
  // Rejects with what the thread has thrown.
  await once(worker, 'exit')
}
