export { adminNotices, type AdminNotices } from './admin-notices.ts'
export { Counter, Gauge, Histogram } from 'prom-client'
export {
  adminEnv,
  commonEnv,
  dataEnv,
  limitsEnv,
  peopleEnv,
  quotaEnv,
  quotasOf,
  storeEnv,
  uploadEnv,
} from './env.ts'
export { heartbeat, readHeartbeats, type Beat } from './heartbeat.ts'
export { incidents, type Incidents } from './incidents.ts'
export type { IncidentContext } from './incident-report.ts'
export { createLogger, type Logger } from './logger.ts'
export { readConfig, type Env } from './read-config.ts'
export { redact } from './redact.ts'
export { runService } from './run-service.ts'
export { serveHealth, type HealthCheck, type HealthServer } from './serve-health.ts'
