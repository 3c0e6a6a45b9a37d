import type { Call } from '../attacker.ts'
import { hidden } from '../hidden.ts'
import { calls, type AttackClass, type CallCase } from '../salvo.ts'
import type { Victim } from '../victim.ts'

/** Links that lead to another's folder, as a shell plants them: a service that follows one sees what the shell never could. */
const plants = ({ id, attachment }: Victim): Call[] => {
  const theirs = `/data/users/${id}`
  const script = [
    'mkdir -p files/in cache logs',
    'rm -rf logs; ln -s ' + `${theirs}/logs logs`,
    `ln -s ${theirs}/files/diary.txt files/one.txt`,
    `ln -s ../../${id}/files/diary.txt files/near.txt`,
    `ln -s ${theirs}/files files/folder`,
    `ln -s ${theirs} files/home`,
    'ln -s /data/users files/people',
    'ln -s / files/root',
    `ln -s /proc/self/root${theirs} files/proc`,
    'ln -s /proc/self/fd files/fd',
    'ln -s one.txt files/chain.txt; ln -s chain.txt files/longer.txt',
    'ln -s /run/secrets files/secrets; ln -s /data/db files/db',
    `ln -s ${theirs}/files/new.txt files/dangling.txt`,
    `ln -s ${theirs}/${attachment} cache/sent.md`,
    `ln ${theirs}/files/diary.txt files/hard.txt`,
    'echo mine > files/mine.txt; echo planted',
  ].join('\n')
  return hidden('plant', script)
}

const read = (path: string): Call => ({ name: 'file_read', args: { path } })
const through = (title: string, ...made: Call[]): CallCase => ({ title, call: () => made })

const cases: CallCase[] = [
  through('read: a link to the file', read('files/one.txt')),
  through('read: a relative link', read('files/near.txt')),
  through('read: a link to the folder on the way', read('files/folder/diary.txt')),
  through('read: a link to their home on the way', read('files/home/files/diary.txt')),
  {
    title: 'read: a link to all people on the way',
    call: ({ id }) => read(`files/people/${id}/files/diary.txt`),
  },
  {
    title: 'read: a link to the root on the way',
    call: ({ id }) => read(`files/root/data/users/${id}/files/diary.txt`),
  },
  through('read: a link through /proc', read('files/proc/files/diary.txt')),
  through('read: a link to open files', read('files/fd/3')),
  through('read: a chain of links', read('files/longer.txt')),
  through('read: a second name', read('files/hard.txt')),
  through('read: the secrets', read('files/secrets/gateway_token')),
  through('read: the database', read('files/db/aika.db')),
  through('read: a link in the cache', read('cache/sent.md')),
  through('list: a link', { name: 'file_list', args: { path: 'files/folder' } }),
  through('list: everything, into links', { name: 'file_list', args: { path: '', recursive: true } }),
  through('find: in a link', { name: 'search_files', args: { glob: '*', path: 'files/home' } }),
  through('find: across links', { name: 'search_files', args: { glob: '**/heron-*' } }),
  through('search: in a link', { name: 'search_text', args: { pattern: 'heron-', path: 'files/people' } }),
  through('search: across links', { name: 'search_text', args: { pattern: 'heron-' } }),
  through('send: a link', { name: 'send_file', args: { path: 'files/one.txt' } }),
  through('send: below a link', { name: 'send_file', args: { path: 'files/folder/diary.txt' } }),
  through(
    'copy: a link, then read the copy',
    { name: 'file_move', args: { from: 'files/one.txt', to: 'files/got.txt', copy: true } },
    read('files/got.txt'),
  ),
  through(
    'copy: below a link',
    { name: 'file_move', args: { from: 'files/folder/diary.txt', to: 'files/got2.txt', copy: true } },
    read('files/got2.txt'),
  ),
  through('copy: into the shared folder', {
    name: 'file_move',
    args: { from: 'files/one.txt', to: 'heron.txt', to_location: 'shared', copy: true },
  }),
  through('move: out of a link', {
    name: 'file_move',
    args: { from: 'files/folder/diary.txt', to: 'files/taken.txt' },
  }),
  through('move: into a link', {
    name: 'file_move',
    args: { from: 'files/mine.txt', to: 'files/folder/planted.txt' },
  }),
  through('edit: through a link', {
    name: 'file_edit',
    args: { path: 'files/one.txt', find: 'heron', replace: 'crow' },
  }),
  through('write: through a link', { name: 'file_write', args: { path: 'files/one.txt', content: 'crow' } }),
  through('write: through a link to nothing', {
    name: 'file_write',
    args: { path: 'files/dangling.txt', content: 'crow' },
  }),
  through('write: below a link', {
    name: 'file_write',
    args: { path: 'files/folder/new.txt', content: 'crow' },
  }),
  through('delete: below a link', { name: 'file_delete', args: { path: 'files/folder/diary.txt' } }),
  through('delete: a folder of links, all of it', {
    name: 'file_delete',
    args: { path: 'files/home', recursive: true },
  }),
  through('run: started in a link', {
    name: 'run_shell',
    args: { cmd: 'grep -rha heron- .', workdir_rel: 'files/folder' },
  }),
  through('log: output that is kept behind a link', { name: 'run_shell', args: { cmd: 'seq 1 9000' } }),
]

/** A shell plants links, a service is asked to follow them. */
export const links: AttackClass = { name: 'planted links', salvos: calls(cases, { first: plants }) }
