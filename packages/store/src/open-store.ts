import type { DatabaseSync } from 'node:sqlite'
import type { PrismaClient } from './generated/client.ts'
import { assertMigrated } from './migrate/migrations.ts'
import { createApprovals, type Approvals } from './repositories/approvals.ts'
import { createAttachments, type Attachments } from './repositories/attachments.ts'
import { createConversations, type Conversations } from './repositories/conversations.ts'
import { createDeliveries, type Deliveries } from './repositories/deliveries.ts'
import { createErasure, type Erasure } from './repositories/erasure.ts'
import { createExchanges, type Exchanges } from './repositories/exchanges.ts'
import { createExport, type Export } from './repositories/export.ts'
import { createInbox, type Inbox } from './repositories/inbox.ts'
import { createForgetSome, type ForgetSome } from './repositories/forget-some.ts'
import { createIncidents, type Incidents } from './repositories/incidents.ts'
import { createMentions, type Mentions } from './repositories/mentions.ts'
import { createNotes, type Notes } from './repositories/notes.ts'
import { createOverview, type Overview } from './repositories/overview.ts'
import { createPassages, type Passages } from './repositories/passages.ts'
import { createPeople, type People } from './repositories/people.ts'
import { createReminders, type Reminders } from './repositories/reminders.ts'
import { createSummaries, type Summaries } from './repositories/summaries.ts'
import { createTurns, type Turns } from './repositories/turns.ts'
import { createUsage, type Usage } from './repositories/usage.ts'
import { Gate } from './sqlite/gate.ts'
import { openDatabase, waitAtGate } from './sqlite/open-database.ts'
import { Sql } from './sqlite/sql.ts'
import { leaveLogAlone, writeBack } from './sqlite/write-ahead-log.ts'

/** The shared database, one repository an aggregate. */
export interface Store extends AsyncDisposable {
  inbox: Inbox
  turns: Turns
  exchanges: Exchanges
  deliveries: Deliveries
  usage: Usage
  approvals: Approvals
  attachments: Attachments
  conversations: Conversations
  erasure: Erasure
  export: Export
  forgetSome: ForgetSome
  incidents: Incidents
  mentions: Mentions
  notes: Notes
  passages: Passages
  people: People
  reminders: Reminders
  summaries: Summaries
  overview: Overview
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
  /**
   * Writes the log back into the database where it has become long; to be called some times a second by one process for
   * all, which stands still meanwhile for some milliseconds. Safe to repeat, and beside others.
   */
  writeBack(): Promise<void>
}

export interface StoreOptions {
  path: string
  /** Where `prisma/migrations` is; the working folder's by default. */
  migrationsDir?: string
  /** What time rows say it is; the machine's by default. Tests and benches live through simulated days. */
  clock?: () => Date
  /** Whose days the dates in the index are, for people who have set no time zone; UTC by default. */
  timeZone?: string
}

/**
 * Opens the database. It must be migrated exactly as far as this code: neither less nor more.
 * @throws AppError `database_unavailable`, `database_not_migrated` (both retryable), `database_newer`.
 */
export async function openStore({
  path,
  migrationsDir = 'prisma/migrations',
  clock = () => new Date(),
  timeZone = 'UTC',
}: StoreOptions): Promise<Store> {
  const database = openDatabase(path)
  try {
    assertMigrated(database, migrationsDir)
  } catch (error) {
    database.close()
    throw error
  }
  waitAtGate(database)
  leaveLogAlone(database)
  const gate = new Gate()
  const sql = new Sql(database, gate)
  let prisma: Promise<PrismaClient> | undefined
  const openPrisma = () => (prisma ??= createPrisma(database, gate))
  return {
    inbox: createInbox(sql),
    turns: createTurns(sql, clock, timeZone),
    exchanges: createExchanges(sql, timeZone),
    deliveries: createDeliveries(sql, clock),
    usage: createUsage(sql, openPrisma),
    approvals: createApprovals(sql),
    attachments: createAttachments(sql),
    conversations: createConversations(sql),
    erasure: createErasure(sql, path),
    export: createExport(sql),
    forgetSome: createForgetSome(sql, timeZone),
    incidents: createIncidents(sql),
    mentions: createMentions(sql),
    notes: createNotes(sql, timeZone),
    passages: createPassages(sql, timeZone),
    people: createPeople(sql),
    reminders: createReminders(sql),
    summaries: createSummaries(sql),
    overview: createOverview(openPrisma),
    async ping() {
      await sql.one('SELECT 1')
    },
    writeBack: () => writeBack(sql),
    async [Symbol.asyncDispose]() {
      await (await prisma)?.$disconnect()
      database.close()
    },
  }
}

/** Loaded when it is first asked for: most services never are, and it takes 20 MB. */
async function createPrisma(database: DatabaseSync, gate: Gate): Promise<PrismaClient> {
  const [{ PrismaClient }, { NodeSqliteAdapterFactory }] = await Promise.all([
    import('./generated/client.ts'),
    import('./sqlite/adapter.ts'),
  ])
  return new PrismaClient({ adapter: new NodeSqliteAdapterFactory(database, gate) })
}
