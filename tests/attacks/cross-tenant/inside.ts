import { compose } from '../../e2e/support/project.ts'
import { canaryStart } from './canaries.ts'

/** Runs a script in the service that sees the database, everybody's folders and the admins'. @returns its JSON. */
async function tell<Answer>(script: string, ...args: string[]): Promise<Answer> {
  return JSON.parse(await compose(['exec', '-T', 'scheduler', 'node', '-e', script, ...args])) as Answer
}

/** Every canary that lies in a file or the name of one, or in the database. */
export async function canariesKept(): Promise<Set<string>> {
  const word = `${canaryStart}[a-z]+-[0-9a-f]{12}`
  const script = `{ grep -rahoE '${word}' /data; find /data | grep -oE '${word}'; } | sort -u`
  const found = await compose(['exec', '-T', 'scheduler', 'sh', '-c', script])
  return new Set(found.split('\n').filter(Boolean))
}

/** What a person has, as one can compare it: each file and folder with its kind, mode, owner and bytes; each row. */
export interface Belongings {
  files: Record<string, string>
  rows: Record<string, string>
}

const tables = ['Attachment', 'Approval', 'Grant', 'Reminder', 'Note', 'Person', 'InboxMessage', 'Turn']

export function belongingsOf(userId: number): Promise<Belongings> {
  return tell(look, String(userId), JSON.stringify(tables))
}

/** What is not any more what it was, in words. */
export function differences(before: Belongings, now: Belongings): string[] {
  const changed = (kind: keyof Belongings) =>
    [...new Set([...Object.keys(before[kind]), ...Object.keys(now[kind])])]
      .filter((name) => before[kind][name] !== now[kind][name])
      .map((name) => `${name} of ${kind} changed`)
  return [...changed('files'), ...changed('rows')]
}

const look = `
  const fs = require('node:fs'), crypto = require('node:crypto')
  const { DatabaseSync } = require('node:sqlite')
  const [id, tables] = process.argv.slice(1)
  const files = {}
  const walk = (folder, below) => {
    for (const name of fs.readdirSync(folder)) {
      const [path, shown] = [folder + '/' + name, below + name]
      const stat = fs.lstatSync(path)
      const hash = () => crypto.createHash('sha256').update(fs.readFileSync(path)).digest('hex')
      const bytes = stat.isFile() ? hash() : stat.isSymbolicLink() ? fs.readlinkSync(path) : 'folder'
      files[shown] = [stat.mode.toString(8), stat.uid, stat.nlink > 1 && stat.isFile(), bytes].join(' ')
      if (stat.isDirectory()) walk(path, shown + '/')
    }
  }
  walk('/data/users/' + id, '')
  const database = new DatabaseSync('/data/db/aika.db', { readOnly: true })
  const rows = {}
  // The summarizer writes a turn's sentence whenever it comes to it.
  const keep = (table, found) => found.forEach(({ sentence, ...row }) => {
    rows[table + ' ' + (row.id ?? row.turnId + '/' + row.seq ?? '')] = JSON.stringify(row)
  })
  for (const table of JSON.parse(tables)) {
    keep(table, database.prepare('select * from "' + table + '" where userId = ?').all(Number(id)))
  }
  const steps = 'select s.* from TurnStep s join Turn t on t.id = s.turnId where t.userId = ?'
  keep('TurnStep', database.prepare(steps).all(Number(id)))
  console.log(JSON.stringify({ files, rows }))`
