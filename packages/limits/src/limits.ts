/** What one person may not have without end. */
export type Limited = 'messages' | 'runs' | 'bytes' | 'modelCalls'

/** So much in so long; what was not used comes back evenly. 0 is no limit. */
export interface Limit {
  amount: number
  perSeconds: number
}

export type Limits = Record<Limited, Limit>

/** The settings of `limitsEnv`, as a limiter wants them. */
export function limitsFrom(config: {
  RATE_MESSAGES_PER_MINUTE: number
  RATE_RUNS_PER_HOUR: number
  RATE_UPLOAD_MB_PER_DAY: number
  RATE_MODEL_CALLS_PER_HOUR: number
}): Limits {
  return {
    messages: { amount: config.RATE_MESSAGES_PER_MINUTE, perSeconds: 60 },
    runs: { amount: config.RATE_RUNS_PER_HOUR, perSeconds: 3_600 },
    bytes: { amount: config.RATE_UPLOAD_MB_PER_DAY * 2 ** 20, perSeconds: 86_400 },
    modelCalls: { amount: config.RATE_MODEL_CALLS_PER_HOUR, perSeconds: 3_600 },
  }
}
