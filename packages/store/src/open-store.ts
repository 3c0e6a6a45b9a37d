import { PrismaClient } from './generated/client.ts'
import { assertMigrated } from './migrate/migrations.ts'
import { createDeliveries, type Deliveries } from './repositories/deliveries.ts'
import { createExchanges, type Exchanges } from './repositories/exchanges.ts'
import { createInbox, type Inbox } from './repositories/inbox.ts'
import { createOverview, type Overview } from './repositories/overview.ts'
import { createTurns, type Turns } from './repositories/turns.ts'
import { createUsage, type Usage } from './repositories/usage.ts'
import { NodeSqliteAdapterFactory } from './sqlite/adapter.ts'
import { openDatabase } from './sqlite/open-database.ts'

/** The shared database, one repository an aggregate. */
export interface Store extends AsyncDisposable {
  inbox: Inbox
  turns: Turns
  exchanges: Exchanges
  deliveries: Deliveries
  usage: Usage
  overview: Overview
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
}

export interface StoreOptions {
  path: string
  /** Where `prisma/migrations` is; the working folder's by default. */
  migrationsDir?: string
}

/**
 * Opens the database. It must be migrated exactly as far as this code: neither less nor more.
 * @throws AppError `database_unavailable`, `database_not_migrated` (both retryable), `database_newer`.
 */
export async function openStore({ path, migrationsDir = 'prisma/migrations' }: StoreOptions): Promise<Store> {
  const database = openDatabase(path)
  try {
    assertMigrated(database, migrationsDir)
  } catch (error) {
    database.close()
    throw error
  }
  const prisma = new PrismaClient({ adapter: new NodeSqliteAdapterFactory(database) })
  return {
    inbox: createInbox(prisma),
    turns: createTurns(prisma),
    exchanges: createExchanges(prisma),
    deliveries: createDeliveries(prisma),
    usage: createUsage(prisma),
    overview: createOverview(prisma),
    async ping() {
      await prisma.$queryRaw`SELECT 1`
    },
    async [Symbol.asyncDispose]() {
      await prisma.$disconnect()
      database.close()
    },
  }
}
