import { openWorkspace } from '@aika/workspace'
import fc from 'fast-check'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extensionOf, safeName } from './safe-name.ts'

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }))
    .map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom('..', '/', '\\', '\n', '\0', '\u202e', '\u200b', '-', '.', ' ', 'CON', '~', 'ж', '猫', '👩‍👩‍👧', '.png', '\u0301'),
      { maxLength: 80 },
    )
    .map((parts) => parts.join('')),
) // prettier-ignore

describe('F-FILE-2 the name of an attachment', () => {
  test.each([
    ['report 2026.pdf', 'report_2026.pdf'],
    ['Отчёт за май.docx', 'Отчёт_за_май.docx'],
    ['写真 1.JPG', '写真_1.JPG'],
    ['שלום.txt', 'שלום.txt'],
    ['हिन्दी.txt', 'हिन्दी.txt'],
    ['../../etc/passwd', 'etc_passwd'],
    ['..\\..\\windows\\system.ini', 'windows_system.ini'],
    ['/absolute/name.txt', 'absolute_name.txt'],
    ['-rf .bashrc', 'rf_.bashrc'],
    ['.env', 'env'],
    ['two\nlines\r\n.txt', 'two_lines_.txt'],
    ['exe\u202egpj.scr', 'exegpj.scr'],
    ['nul\u0000l.txt', 'null.txt'],
    ['NUL', 'NUL_'],
    ['con.txt', 'con_.txt'],
    ['$(rm -rf ~).sh', '(rm_-rf_~).sh'],
    ['a]\n\n[b.txt', 'a)_(b.txt'],
    ['e\u0301te\u0301.txt', 'été.txt'],
    ['', 'photo.jpg'],
    ['...', 'photo.jpg'],
    ['\u200b\u200b', 'photo.jpg'],
    ['🎉.png', '🎉.png'],
  ])('%j becomes %j', (original, name) => {
    expect(safeName(original, 'photo.jpg')).toBe(name)
  })

  test('anything at all: one component, short, plain to see, no option, not hidden', () => {
    fc.assert(
      fc.property(nasty, (original) => {
        const name = safeName(original, 'file')

        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]/u)
        expect(name).not.toMatch(/^[.\-~]|\.$|^$/)
        expect(name.isWellFormed()).toBe(true)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a cleaned name is clean: cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(nasty, (original) => {
        const name = safeName(original, 'file')
        expect(safeName(name, 'file')).toBe(name)
      }),
      { numRuns: 1_000 },
    )
  })

  test('letters of any script and the extension stay, however long the name', () => {
    const letter = fc.constantFrom(...Array.from('abzñüßжЩλΩשאعب漢字かなハングル한글हिगुकம்ไทยქართ'))
    const stem = fc.array(letter, { minLength: 1, maxLength: 150 }).map((letters) => letters.join('').normalize('NFC'))
    const end = fc.constantFrom('.pdf', '.JPEG', '.tar', '.документ', '.mp4')
    fc.assert(
      fc.property(stem.filter((text) => /^\p{L}/u.test(text)), end, (letters, ending) => {
        const name = safeName(letters + ending, 'file')

        expect(name.endsWith(ending)).toBe(true)
        const kept = name.slice(0, -ending.length)
        expect(letters.startsWith(kept)).toBe(true)
        expect(kept.length === letters.length || Buffer.byteLength(name) > 90).toBe(true)
      }),
    )
  }) // prettier-ignore

  test('the workspace writes under any such name, and finds the very same again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aika-names-'))
    const cache = openWorkspace({ userDir: folder, sharedDir: folder }).user(7)
    const names = new Set(
      fc.sample(nasty, 60).map((original) => `20261121-101500-12_${safeName(original, 'file')}`),
    )

    for (const name of names) await cache.writeFile(`cache/${name}`, Buffer.from('x'), { maxBytes: 10 })

    const { entries } = await cache.list('cache', { maxEntries: 1_000 })
    expect(entries.every(({ plain, kind }) => plain && kind === 'file')).toBe(true)
    expect(new Set(entries.map(({ path }) => path.replace(/^cache\//, '')))).toEqual(names)
  })
})

test.each([
  ['a.PDF', '.pdf'],
  ['archive.tar.gz', '.gz'],
  ['none', ''],
  ['v1.2 final version', ''],
])('the extension of %j is %j', (name, extension) => {
  expect(extensionOf(name)).toBe(extension)
})
