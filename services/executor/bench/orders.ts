import type { Run } from '@aika/contracts'
import type { RunSignals, SandboxOrder } from '../src/domain/sandbox.ts'

let count = 0
const newRunId = () => `figures-${process.pid}-${count++}`
const shell = (script: string) => ['/bin/bash', '-c', script]

/** A command for the executor's core. */
export function order(userId: number, script: string, timeoutSeconds = 30): SandboxOrder {
  return { runId: newRunId(), userId, argv: shell(script), workdirRel: '', timeoutSeconds }
}

/** The same as a job. */
export function job(userId: number, script: string, timeoutSeconds?: number): Run {
  return {
    runId: newRunId(),
    traceId: 'figures-1',
    userId,
    command: { kind: 'shell', script },
    workdirRel: '',
    timeoutSeconds,
  }
}

const never = new AbortController().signal
export const signals: RunSignals = { cancel: never, leave: never, isOurs: () => true }

/** How long it took, in milliseconds, with what came of it. */
export async function timed<Result>(act: () => Promise<Result>): Promise<[number, Result]> {
  const begun = performance.now()
  const result = await act()
  return [performance.now() - begun, result]
}

export function mustBe(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)} instead of ${String(expected)}`)
}
