import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { IncidentId, TraceId, UserId } from './ids.ts'

/**
 * Something broke. Producers: all services. Consumer: summarizer, which files the report, asks the triage model for a
 * cause and tells admins once for each fingerprint.
 */
export const incidentQueue = defineQueue({
  name: 'incident',
  payload: z.object({
    incidentId: IncidentId,
    /** Equal errors have equal ones: service, code or name, and our own frames. */
    fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
    /** Epoch milliseconds. */
    at: z.int().positive(),
    service: z.string().max(40),
    /** One line, redacted. */
    title: z.string().max(300),
    /** Stack, context and our own lines of code, redacted, Markdown. */
    report: z.string().max(60_000),
    traceId: TraceId.optional(),
    /** Whose work it was; their reports go when they are forgotten. */
    userId: UserId.optional(),
  }),
  result: z.object({ told: z.boolean() }),
  attempts: 5,
  backoffMs: 2_000,
  jobId: ({ incidentId }) => incidentId,
  keepForSeconds: 3_600,
})

export type Incident = z.output<typeof incidentQueue.payload>
