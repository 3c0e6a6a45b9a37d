import { inside } from './inside.ts'

/** The text of a person's file; empty when there is none. */
export async function fileOf(userId: number, path: string): Promise<string> {
  return inside('sh', '-c', 'cat "$0" 2>/dev/null || true', `/data/users/${userId}/${path}`)
}

/** Regular files right in a person's folder; none when the folder is not there. */
export async function filesIn(userId: number, path: string): Promise<{ name: string; bytes: number }[]> {
  const script = `const { readdirSync, statSync } = require('node:fs')
    const folder = process.argv[1]
    let names = []
    try { names = readdirSync(folder) } catch {}
    const files = names.map((name) => ({ name, bytes: statSync(folder + '/' + name).size }))
    console.log(JSON.stringify(files))`
  return JSON.parse(await inside('node', '-e', script, `/data/users/${userId}/${path}`)) as []
}

/** Puts a file of that size there which really takes the room. */
export async function fillFolder(userId: number, path: string, bytes: number): Promise<void> {
  await inside('fallocate', '-l', String(bytes), `/data/users/${userId}/${path}`)
}

/** Sets a file's mode, as its owner; a sandbox may not set every one. @param mode - as `chmod` takes it. */
export async function changeMode(userId: number, path: string, mode: string): Promise<void> {
  await inside('chmod', mode, `/data/users/${userId}/${path}`)
}

export async function removeFile(userId: number, path: string): Promise<void> {
  await inside('rm', `/data/users/${userId}/${path}`)
}

/** An incident's report; empty when there is none. */
export async function reportOf(incidentId: string): Promise<string> {
  return inside('sh', '-c', 'cat /data/admin/error_reports/*-"$0".md 2>/dev/null || true', incidentId)
}

/**
 * Makes `door` in a person's folder a link to another's folder, a folder and nothing in turn, as fast as it can: what a
 * sandbox may do while the services look. @returns how often it turned.
 */
export async function flipDoor(userId: number, victimId: number, seconds: number): Promise<number> {
  const script = `const fs = require('node:fs')
    const [folder, target, seconds] = process.argv.slice(1)
    const end = Date.now() + seconds * 1000
    fs.mkdirSync(folder + '/real', { recursive: true })
    let turns = 0
    const turn = () => {
      fs.symlinkSync(target, folder + '/door')
      fs.unlinkSync(folder + '/door')
      fs.renameSync(folder + '/real', folder + '/door')
      fs.renameSync(folder + '/door', folder + '/real')
    }
    const clear = () => {
      fs.rmSync(folder + '/door', { recursive: true, force: true })
      fs.mkdirSync(folder + '/real', { recursive: true })
    }
    for (; Date.now() < end; turns++) {
      // Whoever writes there meanwhile makes a folder of that name.
      try { turn() } catch { try { clear() } catch {} }
    }
    console.log(turns)`
  const places = [`/data/users/${userId}/files`, `/data/users/${victimId}/files`, String(seconds)]
  return Number(await inside('node', '-e', script, ...places))
}
