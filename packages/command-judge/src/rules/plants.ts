import { hasHole } from '../hole.ts'
import { hasOption, operandsOf } from '../options.ts'
import type { Rule } from './rule.ts'

const modeOf = (args: string[]) => args.find((arg) => /^-[rwxst]+$|^[^-]/.test(arg)) ?? ''

/** What is left in a folder and does harm, or surprises, later. */
export const plantRules: Rule[] = [
  {
    id: 'rights-special',
    class: 'ask',
    reason: 'it lets a program run with somebody else’s rights',
    programs: ['chmod'],
    when: ({ args }) => /^0?[2467]\d{3}$|(?:^|,)[ugoa]*[+=][rwxXt]*s/.test(modeOf(args)),
  },
  {
    id: 'rights-locked',
    class: 'ask',
    reason: 'it takes everybody’s rights to files away',
    programs: ['chmod'],
    when: ({ args }) => /^0+$|^(?:a|ugo)?-rwx?$|^(?:a|ugo)?=$/.test(modeOf(args)),
  },
  {
    id: 'link-outside',
    class: 'ask',
    reason: 'it makes a link that leads out of the folder',
    programs: ['ln'],
    when: ({ args }) => hasOption(args, '-s', '--symbolic') && operandsOf(args).slice(0, 1).some(leadsOut),
  },
  {
    id: 'program-renamed',
    class: 'ask',
    reason: 'it gives a program another name',
    programs: ['cp', 'ln', 'install', 'link'],
    when: ({ args }) =>
      operandsOf(args).some((word) => /^\/(?:usr\/)?(?:local\/)?s?bin\/(?!python|node)[^/]+$/.test(word)),
  },
]

const leadsOut = (target: string) =>
  target.startsWith('/') && !hasHole(target) && !/^\/(?:work|tmp|usr|opt|bin|lib)(?:\/|$)/.test(target)

/** Files that some program runs by itself when it starts, or git at its work. */
export const isRunByItself = (path: string): boolean =>
  /^(?:\.\/|\/work\/)?(?:\.bashrc|\.bash_(?:profile|login|logout|aliases)|\.profile|\.zsh(?:rc|env)|\.zprofile)$|(?:^|\/)(?:user|site)customize\.py$|(?:^|\/)\.git\/hooks\/[^/]+$|(?:^|\/)site-packages\/[^/]+\.pth$|(?:^|\/)\.ssh\/(?:authorized_keys|config|rc)$/.test(
    path,
  )
