import {
  DriverAdapterError,
  type ConnectionInfo,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { fromPrisma, toPrisma, typesOf } from './convert.ts'
import { explain } from './errors.ts'
import { Gate, patiently } from './gate.ts'
import { rollBack } from './roll-back.ts'

const name = 'aika-node-sqlite'
const provider = 'sqlite' as const

/**
 * Prisma on Node's own SQLite: no native package to build on a Raspberry Pi.
 *
 * Two promises that Prisma's adapters for SQLite do not make. A statement outside a transaction never lands inside one
 * that happens to be open on the same connection, where a rollback would undo it after it was acknowledged. And a
 * transaction takes the write lock when it begins, so it waits for other processes once, at its start, and cannot fail
 * half way with “database is locked”.
 */
export class NodeSqliteAdapterFactory implements SqlDriverAdapterFactory {
  readonly provider = provider
  readonly adapterName = name
  readonly #database: DatabaseSync
  readonly #gate: Gate

  /**
   * The database stays its opener's: disposing the client does not close it.
   * @param gate - shared with whoever else uses the same connection.
   */
  constructor(database: DatabaseSync, gate = new Gate()) {
    this.#database = database
    this.#gate = gate
  }

  async connect(): Promise<SqlDriverAdapter> {
    return new NodeSqliteAdapter(this.#database, this.#gate)
  }
}

/** Runs statements as they come. Prepared ones are kept: Prisma's texts repeat. */
class Statements implements SqlQueryable {
  readonly provider = provider
  readonly adapterName = name
  protected readonly database: DatabaseSync
  readonly #prepared: Map<string, StatementSync>

  constructor(database: DatabaseSync, prepared: Map<string, StatementSync>) {
    this.database = database
    this.#prepared = prepared
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.query(query)
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return this.execute(query)
  }

  protected query(query: SqlQuery): SqlResultSet {
    return this.#run(query, (statement, values) => {
      const rows = statement.all(...values) as unknown as unknown[][]
      const columns = statement.columns()
      const columnTypes = typesOf(columns, rows)
      return {
        columnNames: columns.map((column) => column.name),
        columnTypes,
        rows: rows.map((row) => row.map((value, index) => toPrisma(value, columnTypes[index]!))),
      }
    })
  }

  protected execute(query: SqlQuery): number {
    return this.#run(query, (statement, values) => Number(statement.run(...values).changes))
  }

  #run<Result>(
    { sql, args, argTypes }: SqlQuery,
    read: (statement: StatementSync, values: ReturnType<typeof fromPrisma>[]) => Result,
  ): Result {
    try {
      return read(
        this.#statement(sql),
        args.map((arg, index) => fromPrisma(arg, argTypes[index])),
      )
    } catch (error) {
      throw new DriverAdapterError(explain(error))
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known) return known
    const statement = this.database.prepare(sql)
    statement.setReadBigInts(true)
    statement.setReturnArrays(true)
    if (this.#prepared.size >= 500) this.#prepared.clear()
    this.#prepared.set(sql, statement)
    return statement
  }
}

class NodeSqliteAdapter extends Statements implements SqlDriverAdapter {
  readonly #gate: Gate
  readonly #shared: Map<string, StatementSync>

  constructor(database: DatabaseSync, gate: Gate) {
    const shared = new Map<string, StatementSync>()
    super(database, shared)
    this.#gate = gate
    this.#shared = shared
  }

  override async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#gate.through(() => this.query(query))
  }

  override async executeRaw(query: SqlQuery): Promise<number> {
    return this.#gate.through(() => this.execute(query))
  }

  async executeScript(script: string): Promise<void> {
    await this.#gate.through(() => this.database.exec(script))
  }

  async startTransaction(): Promise<Transaction> {
    const reopen = await this.#gate.close()
    try {
      await patiently(() => this.database.exec('BEGIN IMMEDIATE'))
    } catch (error) {
      reopen()
      throw new DriverAdapterError(explain(error))
    }
    return new NodeSqliteTransaction(this.database, this.#shared, reopen)
  }

  getConnectionInfo(): ConnectionInfo {
    return { supportsRelationJoins: false }
  }

  async dispose(): Promise<void> {
    // The database belongs to whoever opened it.
  }
}

class NodeSqliteTransaction extends Statements implements Transaction {
  // Prisma sends COMMIT and ROLLBACK itself when this is false, through executeRaw.
  readonly options = { usePhantomQuery: false }
  readonly #end: () => void

  constructor(database: DatabaseSync, prepared: Map<string, StatementSync>, end: () => void) {
    super(database, prepared)
    this.#end = end
  }

  async commit(): Promise<void> {
    this.#end()
  }

  /** Called without a ROLLBACK where the COMMIT failed: the connection would stay in the transaction for ever. */
  async rollback(): Promise<void> {
    try {
      rollBack(this.database)
    } finally {
      this.#end()
    }
  }

  async createSavepoint(savepoint: string): Promise<void> {
    this.database.exec(`SAVEPOINT ${savepoint}`)
  }

  async rollbackToSavepoint(savepoint: string): Promise<void> {
    this.database.exec(`ROLLBACK TO ${savepoint}`)
  }

  async releaseSavepoint(savepoint: string): Promise<void> {
    this.database.exec(`RELEASE SAVEPOINT ${savepoint}`)
  }
}
