import { ColumnTypeEnum, type ArgType, type ColumnType } from '@prisma/driver-adapter-utils'
import type { StatementColumnMetadata, SQLInputValue } from 'node:sqlite'

/** The types that our migrations declare. */
const declared: Record<string, ColumnType> = {
  INTEGER: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  REAL: ColumnTypeEnum.Double,
  TEXT: ColumnTypeEnum.Text,
  BLOB: ColumnTypeEnum.Bytes,
  BOOLEAN: ColumnTypeEnum.Boolean,
  DATETIME: ColumnTypeEnum.DateTime,
}

/** A column that is an expression declares no type: its first value tells. */
export function typesOf(columns: StatementColumnMetadata[], rows: unknown[][]): ColumnType[] {
  return columns.map((column, index) => {
    const known = declared[column.type?.toUpperCase() ?? '']
    return known ?? typeOfValue(rows.find((row) => row[index] !== null)?.[index])
  })
}

function typeOfValue(value: unknown): ColumnType {
  if (typeof value === 'bigint') return ColumnTypeEnum.Int64
  if (typeof value === 'number') return ColumnTypeEnum.Double
  if (value instanceof Uint8Array) return ColumnTypeEnum.Bytes
  if (typeof value === 'string') return ColumnTypeEnum.Text
  return ColumnTypeEnum.Int32
}

/** From SQLite to what Prisma expects. Integers are read as bigint, so that ids keep their digits. */
export function toPrisma(value: unknown, type: ColumnType): unknown {
  if (typeof value !== 'bigint') return value
  if (type === ColumnTypeEnum.DateTime) return new Date(Number(value)).toISOString()
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}

/** From Prisma to SQLite. Times are stored as ISO text with an explicit offset, as Prisma's own adapters do. */
export function fromPrisma(arg: unknown, type: ArgType | undefined): SQLInputValue {
  if (typeof arg === 'boolean') return arg ? 1 : 0
  if (arg instanceof Date) return isoText(arg)
  if (typeof arg === 'string') return fromText(arg, type)
  return arg as SQLInputValue
}

function fromText(text: string, type: ArgType | undefined): SQLInputValue {
  switch (type?.scalarType) {
    case 'int':
      return Number.parseInt(text, 10)
    case 'bigint':
      return BigInt(text)
    case 'float':
    case 'decimal':
      return Number.parseFloat(text)
    case 'datetime':
      return isoText(new Date(text))
    case 'bytes':
      return Buffer.from(text, 'base64')
    default:
      return text
  }
}

/** A time as Prisma stores it: only texts of one shape compare as the times they are. */
export function isoText(date: Date): string {
  return date.toISOString().replace('Z', '+00:00')
}
