import type { Attacker, Call } from '../attacker.ts'
import { hidden } from '../hidden.ts'
import { calls, commands, one, type AttackClass, type CallCase } from '../salvo.ts'
import type { Victim } from '../victim.ts'

const shared = (title: string, call: (victim: Victim) => Call | Call[]): CallCase => ({ title, call })
const inShared = (name: string, args: Record<string, unknown>): Call => ({
  name,
  args: { ...args, location: 'shared' },
})

/** What everybody sees as a way to what one person has. */
export const sharedFolder: AttackClass = {
  name: 'the shared folder',
  salvos: [
    ...calls(
      [
        shared('read: above it', ({ id }) => inShared('file_read', { path: `../users/${id}/files/diary.txt` })),
        shared('read: absolute', ({ id }) => inShared('file_read', { path: `/data/users/${id}/files/diary.txt` })),
        shared('read: another’s own path in it', () => inShared('file_read', { path: 'files/diary.txt' })),
        shared('list: above it', ({ id }) => inShared('file_list', { path: `../users/${id}`, recursive: true })),
        shared('list: all of it', () => inShared('file_list', { path: '', recursive: true })),
        shared('find: above it', ({ id }) => inShared('search_files', { glob: `../users/${id}/**` })),
        shared('search: all of it', () => inShared('search_text', { pattern: 'heron-' })),
        shared('search: above it', () => inShared('search_text', { pattern: 'heron-', path: '..' })),
        shared('send: above it', ({ id }) => inShared('send_file', { path: `../users/${id}/files/diary.txt` })),
        shared('write: above it', ({ id }) => inShared('file_write', { path: `../users/${id}/files/planted.txt`, content: 'crow' })),
        shared('edit: above it', ({ id }) => inShared('file_edit', { path: `../users/${id}/files/diary.txt`, find: 'heron', replace: 'crow' })),
        shared('delete: above it', ({ id }) => inShared('file_delete', { path: `../users/${id}`, recursive: true })),
        shared('copy: from above it', ({ id }) => ({ name: 'file_move', args: { from: `../users/${id}/files/diary.txt`, to: 'files/got.txt', location: 'shared', to_location: 'user', copy: true } })),
        shared('copy: to above it', ({ id }) => ({ name: 'file_move', args: { from: 'files/mine.txt', to: `../users/${id}/files/planted.txt`, to_location: 'shared', copy: true } })),
        shared('a place that is neither', ({ id }) => ({ name: 'file_read', args: { path: 'files/diary.txt', location: `users/${id}` } })),
        shared('the place of all users', ({ id }) => ({ name: 'file_read', args: { path: `${id}/files/diary.txt`, location: 'users' } })),
      ],
      { words: 'In the shared folder, please' },
    ),
    ...calls(
      [
        shared('a link moved into it, then read', () => [
          { name: 'file_move', args: { from: 'files/one.txt', to: 'one.txt', to_location: 'shared' } },
          inShared('file_read', { path: 'one.txt' }),
        ]),
        shared('a folder of links moved into it', () => [
          { name: 'file_move', args: { from: 'files/links', to: 'links', to_location: 'shared' } },
          inShared('file_read', { path: 'links/one.txt' }),
          inShared('search_text', { pattern: 'heron-' }),
        ]),
      ],
      { words: 'In the shared folder, please', first: ({ id }) => linked(id) },
    ),
    {
      titles: ['/shared put of a link to another’s file', '/shared put of a link to another’s folder', '/shared put over a link'],
      async strike(attacker, victim) {
        await attacker.calls(linked(victim.id))
        await attacker.asks('/shared put files/one.txt heron-one.txt', /./)
        await attacker.asks('/shared put files/folder/diary.txt heron-two.txt', /./)
        await attacker.asks('/shared get heron-one.txt files/folder/planted.txt', /./)
        await attacker.calls([inShared('search_text', { pattern: 'heron-' })], 'In the shared folder')
      },
    },
    commands([['/shared get of whatever is there', () => '/shared get one.txt files/got-one.txt']]),
    one('a link that comes and goes while /shared put looks', race),
  ],
} // prettier-ignore

/** Links in the attacker's own folder, to another's. */
const linked = (id: number): Call[] => {
  const target = `/data/users/${id}/files`
  const script = `mkdir -p files/links; ln -s ${target}/diary.txt files/one.txt; ln -s ${target} files/folder; cp -P files/one.txt files/links/`
  return hidden('link', script)
}

/** One message keeps a command running that swaps a file for a link; the next ones are commands, which pass it. */
async function race(attacker: Attacker, { id }: Victim): Promise<void> {
  const link = `ln -sfn /data/users/${id}/files/diary.txt files/link`
  const swap = (what: string) => `cp -P files/${what} files/t; mv -T files/t files/door`
  const flip = `echo mine > files/real; ${link}; SECONDS=0; while [ $SECONDS -lt 6 ]; do ${swap('link')}; ${swap('real')}; done`
  const [write, run] = hidden('flip', flip)
  await attacker.calls([write])
  const running = attacker.calls([run])
  for (let round = 0; round < 12; round++)
    await attacker.asks(`/shared put files/door heron-door-${round}.txt`, /./)
  await running
  await attacker.calls([inShared('search_text', { pattern: 'heron-' })], 'In the shared folder')
}
