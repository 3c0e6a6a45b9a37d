/** The part of a logger that this package needs. */
export interface QueueLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
