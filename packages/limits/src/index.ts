export { limiter, type Limiter, type Taken } from './limiter.ts'
export { limitsFrom, type Limits, type Limited } from './limits.ts'
