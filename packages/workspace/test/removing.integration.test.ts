import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { SECRET, temporaryWorkspace } from './temporary-workspace.ts'

const refused = (code: string) => expect.objectContaining({ code, retryable: false })
const put = (path: string) => {
  fs.mkdirSync(join(path, '..'), { recursive: true })
  fs.writeFileSync(path, 'x')
}

describe('removing', () => {
  test('files and empty folders go; a filled one only with all that is said; links go themselves', async () => {
    await using space = await temporaryWorkspace()
    const folder = space.workspace.user(42)
    put(join(space.mine, 'files/a'))
    put(join(space.mine, 'files/d/e/f'))
    fs.symlinkSync('../../../43/files', join(space.mine, 'files/d/link'))
    fs.chmodSync(join(space.mine, 'files/d/e'), 0o000)

    expect(await folder.remove('files/a')).toBe(1)
    await expect(folder.remove('files/a')).rejects.toEqual(refused('not_found'))
    await expect(folder.remove('files/d')).rejects.toEqual(refused('not_a_file'))
    expect(await folder.remove('files/d', { recursive: true })).toBe(4)
    await expect(folder.remove('')).rejects.toEqual(refused('not_a_file'))

    expect(fs.readdirSync(join(space.mine, 'files'))).toEqual([])
    expect(fs.readFileSync(join(space.mine, '../43/files/secret.txt'), 'utf8')).toBe(SECRET)
  })

  test('somebody is forgotten: all of it goes, 3,000 levels deep and closed folders too, the others stay', async () => {
    await using space = await temporaryWorkspace()
    const dig =
      'for (let i = 0; i < 3000; i++) { fs.mkdirSync("d"); process.chdir("d"); if (i % 500 === 63) fs.chmodSync(".", 0) }'
    const undig = dig.replace(/ if .*/, '}')
    execFileSync(process.execPath, ['-e', process.getuid?.() === 0 ? dig : undig], {
      cwd: join(space.mine, 'files'),
    })

    const removed = await space.workspace.removePerson(42)

    expect(removed).toBe(3_004)
    expect(await space.workspace.removePerson(42)).toBe(0)
    expect(await space.workspace.people()).toEqual([43])
    expect(fs.readFileSync(join(space.mine, '../43/files/secret.txt'), 'utf8')).toBe(SECRET)
  })

  test('nobody’s folder was ever made, or an operator removed them all: there is nobody, which is no error', async () => {
    await using space = await temporaryWorkspace()
    fs.rmSync(join(space.mine, '..'), { recursive: true })

    expect(await space.workspace.people()).toEqual([])
    expect(await space.workspace.removePerson(42)).toBe(0)
    fs.writeFileSync(join(space.mine, '..'), 'a file where the folder was')
    await expect(space.workspace.people()).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  test.each([0, -1, '../43' as unknown as number])('forgetting %p: refused', async (userId) => {
    await using space = await temporaryWorkspace()
    await expect(space.workspace.removePerson(userId)).rejects.toEqual(refused('invalid_path'))
  })
})
