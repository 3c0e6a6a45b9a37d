import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import { DatabaseSync } from 'node:sqlite'
import { NodeSqliteAdapterFactory } from './adapter.ts'

const sql = (text: string) => ({ sql: text, args: [], argTypes: [] })
const insert = (n: number) => sql(`INSERT INTO item (n) VALUES (${n})`)

async function withAdapter(use: (adapter: SqlDriverAdapter) => Promise<void>) {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE item (n INTEGER UNIQUE)')
  await use(await new NodeSqliteAdapterFactory(database).connect())
  database.close()
}

const items = async (adapter: SqlDriverAdapter) =>
  (await adapter.queryRaw(sql('SELECT n FROM item ORDER BY n'))).rows.map(([n]) => n)

describe('Prisma on node:sqlite', () => {
  test('a write beside a transaction that is rolled back survives it', async () => {
    await withAdapter(async (adapter) => {
      const transaction = await adapter.startTransaction()
      await transaction.executeRaw(insert(1))
      const beside = adapter.executeRaw(insert(2))

      await transaction.executeRaw(sql('ROLLBACK'))
      await transaction.rollback()
      await beside

      expect(await items(adapter)).toEqual([2])
    })
  })

  test('two transactions run one after the other', async () => {
    await withAdapter(async (adapter) => {
      const first = await adapter.startTransaction()
      const second = adapter.startTransaction()
      await first.executeRaw(insert(1))
      await first.executeRaw(sql('COMMIT'))
      await first.commit()

      const transaction = await second
      await transaction.executeRaw(insert(2))
      await transaction.executeRaw(sql('COMMIT'))
      await transaction.commit()

      expect(await items(adapter)).toEqual([1, 2])
    })
  })

  test('fifty transactions and statements at once: each transaction is alone, nothing is lost', async () => {
    await withAdapter(async (adapter) => {
      const inTransaction = async (n: number) => {
        const transaction = await adapter.startTransaction()
        await transaction.executeRaw(insert(n))
        await transaction.executeRaw(sql(n % 2 ? 'ROLLBACK' : 'COMMIT'))
        await (n % 2 ? transaction.rollback() : transaction.commit())
      }
      const all = Array.from({ length: 50 }, (_, n) => [
        inTransaction(n),
        adapter.executeRaw(insert(100 + n)),
      ])

      await Promise.all(all.flat())

      expect((await items(adapter)).length).toBe(75)
    })
  })

  test('a COMMIT that fails leaves no transaction behind: the next write is kept', async () => {
    await withAdapter(async (adapter) => {
      await adapter.executeScript('PRAGMA foreign_keys = ON; CREATE TABLE part (n REFERENCES item (n) DEFERRABLE INITIALLY DEFERRED)') // prettier-ignore
      const transaction = await adapter.startTransaction()
      await transaction.executeRaw(sql('INSERT INTO part (n) VALUES (404)'))
      await expect(transaction.executeRaw(sql('COMMIT'))).rejects.toThrow()
      // As Prisma does it: no ROLLBACK after a COMMIT that failed.
      await transaction.rollback()

      await adapter.executeRaw(insert(1))
      const next = await adapter.startTransaction()
      await next.executeRaw(sql('ROLLBACK'))
      await next.rollback()

      expect(await items(adapter)).toEqual([1])
      expect((await adapter.queryRaw(sql('SELECT n FROM part'))).rows).toEqual([])
    })
  })

  test('a broken unique constraint names its field', async () => {
    await withAdapter(async (adapter) => {
      await adapter.executeRaw(insert(1))

      await expect(adapter.executeRaw(insert(1))).rejects.toMatchObject({
        cause: { kind: 'UniqueConstraintViolation', constraint: { fields: ['n'] } },
      })
    })
  })

  test('an id above 2^53 keeps its digits', async () => {
    await withAdapter(async (adapter) => {
      const { rows } = await adapter.queryRaw(sql('SELECT 9007199254740993 AS big'))

      expect(rows).toEqual([['9007199254740993']])
    })
  })
})
