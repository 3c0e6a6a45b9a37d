export { AppError, isRetryable, messageOf, type AppErrorOptions } from './app-error.ts'
