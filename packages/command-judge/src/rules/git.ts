import { hasHole } from '../hole.ts'
import { hasOption, operandsOf } from '../options.ts'
import type { Call, Rule } from './rule.ts'

const withValue = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--exec-path',
  '--config-env',
])

/** `git -C x push -f` as what follows `push`. */
export function gitCommand(args: readonly string[]): { command: string | undefined; rest: string[] } {
  let index = 0
  while (args[index]?.startsWith('-')) index += withValue.has(args[index]!) ? 2 : 1
  return { command: args[index], rest: args.slice(index + 1) }
}

const git = (command: string | readonly string[], when: (rest: string[]) => boolean = () => true) => {
  return ({ args }: Pick<Call, 'args'>) => {
    const given = gitCommand(args)
    return [command].flat().includes(given.command ?? '') && when(given.rest)
  }
}
const starts = (words: readonly string[]) => (rest: string[]) => words.includes(operandsOf(rest)[0] ?? '')

const rules: Omit<Rule, 'class' | 'programs'>[] = [
  {
    id: 'git-force-push',
    reason: 'it replaces history on the other side',
    when: git(
      'push',
      (rest) =>
        hasOption(rest, '-f', '--force', '--mirror', '--prune') ||
        rest.some((arg) => arg.startsWith('--force-')) ||
        operandsOf(rest).some((operand) => operand.startsWith('+')),
    ),
  },
  {
    id: 'git-delete-remote',
    reason: 'it deletes a branch or tag on the other side',
    when: git(
      'push',
      (rest) =>
        hasOption(rest, '-d', '--delete') || operandsOf(rest).some((operand) => operand.startsWith(':')),
    ),
  },
  {
    id: 'git-reset',
    reason: 'it throws away changes that are not committed',
    when: git('reset', (rest) => hasOption(rest, '--hard', '--merge', '--keep')),
  },
  {
    id: 'git-clean',
    reason: 'it deletes files that git does not know',
    when: git('clean', (rest) => !hasOption(rest, '-n', '--dry-run')),
  },
  {
    id: 'git-rewrite',
    reason: 'it rewrites history',
    when: git(
      ['rebase', 'filter-branch', 'filter-repo', 'replace', 'fast-import'],
      (rest) => !hasOption(rest, '--abort', '--show-current-patch'),
    ),
  },
  {
    id: 'git-amend',
    reason: 'it rewrites the last commit',
    when: git('commit', (rest) => hasOption(rest, '--amend')),
  },
  {
    id: 'git-delete-branch',
    reason: 'it deletes or moves a branch or tag',
    when: ({ args }) =>
      git('branch', (rest) => hasOption(rest, '-D', '-d', '--delete', '-f', '--force', '-M', '-C'))(
        only(args),
      ) ||
      git('tag', (rest) => hasOption(rest, '-d', '--delete', '-f', '--force'))(only(args)) ||
      git('checkout', (rest) => hasOption(rest, '-B'))(only(args)) ||
      git('switch', (rest) => hasOption(rest, '-C', '--force-create'))(only(args)),
  },
  {
    id: 'git-discard',
    reason: 'it puts files back and loses what was changed in them',
    when: ({ args }) =>
      git(
        'checkout',
        (rest) => hasOption(rest, '-f', '--force', '--ours', '--theirs') || discards(rest),
      )(only(args)) ||
      git(
        'restore',
        (rest) => !hasOption(rest, '--staged', '-S') || hasOption(rest, '--worktree', '-W'),
      )(only(args)) ||
      git('switch', (rest) => hasOption(rest, '-f', '--force', '--discard-changes'))(only(args)) ||
      git(['checkout-index', 'read-tree'])(only(args)) ||
      git('mv', (rest) => hasOption(rest, '-f', '--force'))(only(args)),
  },
  {
    id: 'git-stash-drop',
    reason: 'it throws away what was put aside',
    when: git('stash', starts(['drop', 'clear'])),
  },
  {
    id: 'git-remove',
    reason: 'it deletes files from the working folder',
    when: git('rm', (rest) => !hasOption(rest, '--cached', '-n', '--dry-run')),
  },
  {
    id: 'git-refs',
    reason: 'it changes or prunes what git needs to bring things back',
    when: ({ args }) =>
      git('reflog', starts(['expire', 'delete']))(only(args)) ||
      git(['update-ref', 'prune'])(only(args)) ||
      git(['notes', 'lfs'], starts(['remove', 'prune']))(only(args)) ||
      git(
        'symbolic-ref',
        (rest) => operandsOf(rest).length > 1 || hasOption(rest, '-d', '--delete'),
      )(only(args)) ||
      git('gc', (rest) => rest.some((arg) => arg.startsWith('--prune')))(only(args)) ||
      git('worktree', (rest) => starts(['remove'])(rest))(only(args)) ||
      git(['remote', 'submodule'], starts(['remove', 'rm', 'deinit', 'prune']))(only(args)),
  },
  {
    id: 'git-unknown-command',
    reason: 'what git shall do is known only while it runs',
    when: ({ args }) => hasHole(gitCommand(args).command ?? ''),
  },
]

/** Work that git cannot bring back, and history that others may have. */
export const gitRules: Rule[] = rules.map((rule) => ({ ...rule, class: 'ask', programs: ['git'] }))

const only = (args: string[]) => ({ args })

/** `git checkout -- file`, `git checkout .`, `git checkout HEAD file`: files, not a branch. */
function discards(rest: string[]): boolean {
  if (hasOption(rest, '-b', '--orphan', '--track', '--detach')) return false
  if (rest.includes('--')) return rest.at(-1) !== '--'
  const operands = operandsOf(rest)
  return operands.length > 1 || operands.some((operand) => /^(?:\.|\.\/|\*|:\/).*/.test(operand))
}
