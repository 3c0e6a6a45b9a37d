export interface LeadOptions {
  leadership: {
    /** Waits for the right to be the one that speaks with Telegram. @throws the signal's reason. */
    acquire(signal: AbortSignal): Promise<AsyncDisposable & { fence: number; lost: AbortSignal }>
  }
  /** Ends when its signal aborts. */
  reign(signal: AbortSignal, fence: number): Promise<void>
  onFailure(error: unknown): Promise<void>
  stopping: AbortSignal
}

/** Leads whenever it may, until `stopping` aborts. A reign that fails is begun again. */
export async function lead(options: LeadOptions): Promise<void> {
  const { leadership, stopping } = options
  while (!stopping.aborted) {
    try {
      await using held = await leadership.acquire(stopping)
      await options.reign(AbortSignal.any([held.lost, stopping]), held.fence)
    } catch (error) {
      if (!stopping.aborted) await options.onFailure(error)
    }
  }
}
