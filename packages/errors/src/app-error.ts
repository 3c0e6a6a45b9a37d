export interface AppErrorOptions {
  /** Whether the same call may succeed later; decided where the failure is understood. */
  retryable: boolean
  /** How long to wait before that, where it is known. A queue then waits so long, and does not count the try. */
  retryAfterMs?: number | undefined
  cause?: unknown
}

/**
 * A failure that somebody understood. `code` is stable and for machines; `message` is for operators, says what to
 * do where something can be done, and is never shown in a chat.
 */
export class AppError extends Error {
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined

  constructor(code: string, message: string, { retryable, retryAfterMs, cause }: AppErrorOptions) {
    super(message, { cause })
    this.name = new.target.name
    this.code = code
    this.retryable = retryable
    this.retryAfterMs = retryAfterMs
  }
}

/** Whether to try again. What nobody understood counts as passing: it is tried again, within the queue's attempts. */
export function isRetryable(error: unknown): boolean {
  return !(error instanceof AppError) || error.retryable
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
