import { hasOption, operandsOf, valuesOf } from '../options.ts'
import type { Call, Rule } from './rule.ts'
import { structureRules } from './structure.ts'

/** Whether a call touches anything but what ends with the sandbox. */
const touchesKept = ({ args, isOpen, isThrowaway }: Call): boolean => {
  const operands = operandsOf(args)
  return isOpen || operands.length === 0 || !operands.every(isThrowaway)
}
/** As `touchesKept`, for programs whose first operand is a mode or an owner. */
const changesKept = (call: Call): boolean => {
  const operands = operandsOf(call.args).slice(1)
  return call.isOpen || operands.length === 0 || !operands.every(call.isThrowaway)
}
const asksOnly = ({ args }: Pick<Call, 'args'>): boolean =>
  args.length > 0 && args.every((arg) => /^--(?:help|version)$/.test(arg))

function movesAway({ args, isThrowaway, isOpen }: Call): boolean {
  const operands = operandsOf(args)
  const folder = valuesOf(args, '-t', '--target-directory')[0]
  const target = folder ?? operands.at(-1) ?? ''
  const sources = operands.filter((operand) => operand !== target)
  const isLost = /^\/tmp\/?$/.test(target) || isThrowaway(target)
  return isLost && (isOpen || !sources.every(isThrowaway))
}

/** What is lost cannot be brought back. */
export const deletingRules: Rule[] = [
  {
    id: 'delete-files',
    class: 'ask',
    reason: 'it deletes files',
    programs: [
      'rm',
      'unlink',
      'shred',
      'srm',
      'wipe',
      'rimraf',
      'del',
      'del-cli',
      'trash',
      'trash-put',
      'trash-empty',
    ],
    when: (call) => touchesKept(call) && !asksOnly(call),
  },
  {
    id: 'delete-folders',
    class: 'ask',
    reason: 'it deletes folders',
    programs: ['rmdir'],
    when: (call) => touchesKept(call) && !asksOnly(call),
  },
  {
    id: 'move-away',
    class: 'ask',
    reason: 'it moves files to where they are thrown away',
    programs: ['mv'],
    when: movesAway,
  },
  {
    id: 'find-delete',
    class: 'ask',
    reason: 'it deletes every file it finds',
    programs: ['find'],
    when: ({ args }) => args.includes('-delete'),
  },
  {
    id: 'find-writes',
    class: 'ask',
    reason: 'it writes what it finds over a file',
    programs: ['find'],
    when: ({ args }) => args.some((arg) => /^-f(?:print0?|printf|ls)$/.test(arg)),
  },
  {
    id: 'truncate-file',
    class: 'ask',
    reason: 'it cuts files to a size',
    programs: ['truncate', 'fallocate'],
    when: (call) => {
      const operands = operandsOf(call.args)
      return !asksOnly(call) && !(operands.length > 0 && operands.slice(-1).every(call.isThrowaway))
    },
  },
  {
    id: 'recursive-rights',
    class: 'ask',
    reason: 'it changes rights or owners of a whole folder',
    programs: ['chmod', 'chown', 'chgrp', 'setfacl'],
    when: (call) => call.isOpen || (hasOption(call.args, '-R', '--recursive') && changesKept(call)),
  },
  {
    id: 'immutable-files',
    class: 'ask',
    reason: 'it makes files unchangeable, or changeable again',
    programs: ['chattr'],
  },
  {
    id: 'tar-removes',
    class: 'ask',
    reason: 'it deletes files after packing them',
    programs: ['tar', 'zip', '7z', '7za', 'rar'],
    when: ({ name, args }) => {
      if (name === 'tar')
        return args.some(
          (arg) => arg.startsWith('--remove-f') || arg === '--delete' || arg === '--recursive-unlink',
        )
      if (name === 'zip') return hasOption(args, '-m', '-d', '--move', '--delete')
      return args.some((arg) => arg === '-sdel' || arg === '-df' || arg === 'd')
    },
  },
  {
    id: 'unpack-over',
    class: 'ask',
    reason: 'it unpacks over files that are there already',
    programs: ['unzip', '7z', '7za', 'unrar'],
    when: ({ name, args }) =>
      name === 'unzip' ? hasOption(args, '-o') : args.some((arg) => /^-(?:ao[at]|y|o\+)$/.test(arg)),
  },
  {
    id: 'sync-deletes',
    class: 'ask',
    reason: 'it deletes what the other side does not have',
    programs: ['rsync', 'rclone', 'lftp', 'robocopy'],
    when: ({ name, args }) =>
      args.some((arg) => /^--(?:del$|delete|remove-source|inplace)/.test(arg)) ||
      (name === 'rclone' &&
        ['sync', 'purge', 'delete', 'move', 'deletefile', 'cleanup'].includes(operandsOf(args)[0] ?? '')),
  },
  {
    ...structureRules.databaseChanges,
    programs: [
      'sqlite3',
      'sqlite',
      'psql',
      'mysql',
      'mariadb',
      'duckdb',
      'redis-cli',
      'mongosh',
      'dropdb',
      'dropuser',
    ],
    when: ({ name, args }) => name.startsWith('drop') || args.some(changesData),
  },
  {
    id: 'schedule-removed',
    class: 'ask',
    reason: 'it changes what runs by itself',
    programs: ['crontab', 'atrm'],
    when: ({ name, args }) => name === 'atrm' || !hasOption(args, '-l'),
  },
  {
    id: 'kill-everything',
    class: 'ask',
    reason: 'it ends everything that runs',
    programs: ['kill', 'killall5'],
    when: ({ name, args }) => name === 'killall5' || args.slice(1).includes('-1'),
  },
  {
    id: 'edits-files',
    class: 'ask',
    reason: 'it changes files in place',
    programs: ['csplit', 'patch', 'ed', 'ex', 'rename', 'prename', 'file-rename'],
    when: ({ name, args }) =>
      (!name.endsWith('rename') ||
        (hasOption(args, '-f', '--force') && !hasOption(args, '-n', '--no-act'))) &&
      !(name === 'patch' && hasOption(args, '--dry-run')) &&
      !asksOnly({ args }),
  },
  {
    id: 'package-unpublish',
    class: 'ask',
    reason: 'it sends or withdraws a package under your name',
    programs: ['npm', 'pnpm', 'yarn', 'cargo', 'twine', 'gem', 'poetry', 'uv'],
    when: ({ args }) =>
      ['publish', 'unpublish', 'deprecate', 'yank', 'upload', 'push'].includes(operandsOf(args)[0] ?? ''),
  },
]

const sqlChanges =
  /^(?:drop|delete|update|truncate|alter|replace|vacuum\s+into|attach|detach|flushall|flushdb|del|unlink)\b/i

/** Judged by the word each statement begins with; `with … delete` too. */
export function changesData(text: string): boolean {
  return text
    .replace(/--[^\n]*|\/\*[^]*?\*\//g, ' ')
    .split(/[;\n]/)
    .map((statement) => statement.trim())
    .some(
      (statement) =>
        sqlChanges.test(statement) ||
        (/^(?:with|insert\s+or\s+replace|pragma\s+writable_schema|explain)\b/i.test(statement) &&
          /\b(?:delete|update|replace|writable_schema)\b/i.test(statement)) ||
        /^\.(?:shell|system|restore|output|once|save|backup|clone|import|read)\b/i.test(statement) ||
        /\bdrop(?:Database)?\(|\bdelete(?:Many|One)\(/.test(statement),
    )
}
