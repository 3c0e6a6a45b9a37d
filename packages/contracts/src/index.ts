/** The map of the system: every queue and channel between services. */
export * from './channels.ts'
export * from './define-queue.ts'
export * from './housekeeping.ts'
export * from './ids.ts'
export * from './reply.ts'
export * from './run.ts'
export * from './summary.ts'
export * from './wake.ts'
