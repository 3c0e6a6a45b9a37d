import fc from 'fast-check'
import { DatabaseSync } from 'node:sqlite'
import { indexRow } from './index-row.ts'
import { matchExpression } from './match-expression.ts'

const [mine, theirs] = [{ userId: 7, chatId: 7 }, { userId: 77, chatId: 77 }] // prettier-ignore
const group = { userId: 7, chatId: -5 }

function anIndex() {
  const database = new DatabaseSync(':memory:')
  database.exec(
    `CREATE VIRTUAL TABLE i USING fts5(body, date, ctx, fact, owner, tokenize = 'porter unicode61')`,
  )
  const insert = database.prepare(
    'INSERT INTO i (rowid, body, date, ctx, fact, owner) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (const [id, scope] of [
    [1, mine],
    [2, theirs],
    [3, group],
  ] as const) {
    const { body, ctx, fact, owner } = indexRow('heron u77 near or not', scope, ['a heron before'], 'a heron')
    insert.run(id, body, '07 May 2023 Sunday', ctx, fact, owner)
  }
  const select = database.prepare('SELECT rowid FROM i WHERE i MATCH ? ORDER BY rowid')
  return (match: string) => select.all(match).map(({ rowid }) => rowid)
}

describe('what the index is asked', () => {
  test('whatever is searched for: it is no syntax, and finds nothing of anybody else', () => {
    const find = anIndex()
    const syntax = fc.constantFrom(
      '"', '*', '^', 'NEAR(', ' OR ', ' AND ', ' NOT ', 'owner:', 'owner : "u77"', ')', '(', '{', '}', ':', '-', '+', '\0', 'u77', 'heron', 'кошк', '猫', '\u0301', '\ud800',
    ) // prettier-ignore
    const text = fc.array(fc.oneof(syntax, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 8 })
    const terms = fc.array(fc.record({ text: text.map((parts) => parts.join('')), isPrefix: fc.boolean() }), { maxLength: 5 }) // prettier-ignore
    fc.assert(
      fc.property(terms, (terms) => {
        const match = matchExpression(mine, terms)

        expect(match === undefined ? [] : find(match)).not.toContain(2)
        const inGroup = matchExpression(group, terms)
        expect(inGroup === undefined ? [] : find(inGroup).filter((id) => id !== 3)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('a word is found in all that is theirs; in a group in what they said there', () => {
    const find = anIndex()

    expect(find(matchExpression(mine, [{ text: 'Herons' }])!)).toEqual([1, 3])
    expect(find(matchExpression(group, [{ text: 'heron' }])!)).toEqual([3])
    expect(find(matchExpression(theirs, [{ text: 'her', isPrefix: true }])!)).toEqual([2])
    expect(find(matchExpression(mine, [{ text: 'u7' }])!)).toEqual([])
  })

  test('nothing but signs: there is nothing to ask', () => {
    expect(matchExpression(mine, [{ text: '"' }, { text: ' * ' }])).toBeUndefined()
    expect(matchExpression(mine, [])).toBeUndefined()
  })
})
