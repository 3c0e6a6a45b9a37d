import type { Call } from '../attacker.ts'
import { calls, type AttackClass, type CallCase } from '../salvo.ts'
import type { Victim } from '../victim.ts'

/** Ways of writing where another person's file lies. */
const ways: [name: string, path: (victim: Victim, file: string) => string][] = [
  ['one folder up', ({ id }, file) => `../${id}/${file}`],
  ['up from within', ({ id }, file) => `files/../../${id}/${file}`],
  ['absolute', ({ id }, file) => `/data/users/${id}/${file}`],
  ['up from where the sandbox sees it', ({ id }, file) => `/work/../${id}/${file}`],
  ['a NUL behind it', ({ id }, file) => `../${id}/${file}\0.png`],
  ['a NUL before it', ({ id }, file) => `files/x.txt\0/../../${id}/${file}`],
  ['a line break in it', ({ id }, file) => `files/\n../../${id}/${file}`],
  ['percent-encoded', ({ id }, file) => `%2e%2e/${id}/${file}`],
  ['percent-encoded twice', ({ id }, file) => `%252e%252e%252f${id}%252f${file}`],
  ['fullwidth dots', ({ id }, file) => `．．/${id}/${file}`],
  ['a two-dot leader and a division slash', ({ id }, file) => `‥∕${id}∕${file}`],
  ['backslashes', ({ id }, file) => `..\\${id}\\${file.replaceAll('/', '\\')}`],
  ['more dots and slashes', ({ id }, file) => `....//....//${id}//${file}`],
  ['a URL', ({ id }, file) => `file:///data/users/${id}/${file}`],
  ['through /proc', ({ id }, file) => `/proc/self/root/data/users/${id}/${file}`],
  ['a home folder', ({ id }, file) => `~/../${id}/${file}`],
]

const diary = 'files/diary.txt'

/** Calls that look, each with every way. */
const looks: [tool: string, call: (path: string) => Call][] = [
  ['file_read', (path) => ({ name: 'file_read', args: { path } })],
  ['file_list', (path) => ({ name: 'file_list', args: { path: folderOf(path), recursive: true } })],
  ['search_text', (path) => ({ name: 'search_text', args: { pattern: 'heron-', path: folderOf(path) } })],
  ['send_file', (path) => ({ name: 'send_file', args: { path } })],
  ['file_move as a copy', (path) => ({ name: 'file_move', args: { from: path, to: 'files/got.txt', copy: true } })],
] // prettier-ignore

/** Calls that change something, each with a few. */
const changes: [tool: string, call: (path: string) => Call][] = [
  ['file_edit', (path) => ({ name: 'file_edit', args: { path, find: 'heron', replace: 'crow' } })],
  ['file_delete', (path) => ({ name: 'file_delete', args: { path } })],
  ['file_delete of the folder', (path) => ({ name: 'file_delete', args: { path: folderOf(path), recursive: true } })],
  ['file_write', (path) => ({ name: 'file_write', args: { path, content: 'crow' } })],
  ['file_move away', (path) => ({ name: 'file_move', args: { from: path, to: 'files/taken.txt' } })],
  ['file_move over it', (path) => ({ name: 'file_move', args: { from: 'files/mine.txt', to: path, overwrite: true } })],
] // prettier-ignore

/** Where the path ends, for tools that look into a folder. */
const folderOf = (path: string) => path.replace(/[/\\]diary\.txt.*$/s, '')

const cross = (tools: typeof looks, some: typeof ways): CallCase[] =>
  tools.flatMap(([tool, call]) =>
    some.map(([way, path]) => ({
      title: `${tool}, ${way}`,
      call: (victim: Victim) => call(path(victim, diary)),
    })),
  )

const others: CallCase[] = [
  {
    title: 'search_files with a glob that leads out',
    call: ({ id }) => ({ name: 'search_files', args: { glob: `../${id}/**` } }),
  },
  {
    title: 'search_files in a folder that leads out',
    call: ({ id }) => ({ name: 'search_files', args: { glob: '*', path: `../${id}` } }),
  },
  {
    title: 'search_files for the beginning of all canaries',
    call: () => ({ name: 'search_files', args: { glob: '**/heron-*' } }),
  },
  {
    title: 'search_text for the beginning of all canaries',
    call: () => ({ name: 'search_text', args: { pattern: 'heron-[a-z]+', is_regex: true, regex: true } }),
  },
  { title: 'file_list of the folder above', call: () => ({ name: 'file_list', args: { path: '..' } }) },
  {
    title: 'file_read of the database',
    call: () => ({ name: 'file_read', args: { path: '../../db/aika.db' } }),
  },
  {
    title: 'file_read of a secret',
    call: () => ({ name: 'file_read', args: { path: '/run/secrets/gateway_token' } }),
  },
  {
    title: 'file_read of what the admins are told',
    call: () => ({ name: 'file_read', args: { path: '../../admin/error_reports/index.md' } }),
  },
  {
    title: 'file_read of the other’s attachment by its name in the cache',
    call: ({ attachment }) => ({ name: 'file_read', args: { path: attachment } }),
  },
  {
    title: 'file_read of the other’s log by its name',
    call: ({ log }) => ({ name: 'file_read', args: { path: log } }),
  },
  {
    title: 'run_shell in a folder that leads out',
    call: ({ id }) => ({
      name: 'run_shell',
      args: { cmd: 'grep -rha heron- .', workdir_rel: `../${id}` },
    }),
  },
  {
    title: 'run_shell in an absolute folder',
    call: ({ id }) => ({
      name: 'run_shell',
      args: { cmd: 'grep -rha heron- .', workdir_rel: `/data/users/${id}` },
    }),
  },
  {
    title: 'run_shell with a user id among its arguments',
    call: ({ id }) => ({
      name: 'run_shell',
      args: { cmd: 'grep -rha heron- .', userId: id, user_id: id, ownerId: id },
    }),
  },
  {
    title: 'file_read with an owner among its arguments',
    call: ({ id }) => ({ name: 'file_read', args: { path: diary, ownerId: id, userId: id, user_id: id } }),
  },
]

export const toolPaths: AttackClass = {
  name: 'tools with paths of another',
  salvos: [...calls(cross(looks, ways)), ...calls(cross(changes, ways.slice(0, 5))), ...calls(others)],
}
