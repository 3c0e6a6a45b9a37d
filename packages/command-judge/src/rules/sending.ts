import { hasHole } from '../hole.ts'
import { hasOption, operandsOf, valuesOf } from '../options.ts'
import { gitCommand } from './git.ts'
import type { Rule } from './rule.ts'

const here = /^(?:[\w.+-]+:\/\/)?(?:[^/@]*@)?(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1\]?)(?:[:/?#]|$)/i
const isHere = (address: string) => here.test(address)
/** `host:path` and `user@host:path`, but no path with a colon in it. */
const isRemote = (operand: string) =>
  /^[^/:]+:|^(?:rsync|ssh|scp|sftp):\/\//.test(operand) && !/^[a-z]:\\/i.test(operand)

/**
 * Ways for what is in the sandbox to leave it. There is no network in it; fetching without sending is let go and fails
 * by itself.
 */
export const sendingRules: Rule[] = [
  {
    id: 'send-by-curl',
    class: 'block',
    reason: 'it sends data to another machine',
    programs: ['curl', 'http', 'https', 'xh'],
    when: ({ name, args }) =>
      name === 'curl'
        ? curlSends(args)
        : operandsOf(args).some((word) => /[@=]/.test(word)) && !operandsOf(args).some(isHere),
  },
  {
    id: 'send-by-wget',
    class: 'block',
    reason: 'it sends data to another machine',
    programs: ['wget', 'aria2c'],
    when: ({ args }) =>
      !operandsOf(args).some(isHere) &&
      (args.some((arg) => /^--(?:post-|body-|method=(?:post|put))/i.test(arg)) || urls(args).some(hasHole)),
  },
  {
    id: 'send-by-socket',
    class: 'block',
    reason: 'it opens a line to another machine',
    programs: ['nc', 'ncat', 'netcat', 'socat', 'telnet', 'ftp', 'tftp', 'lftp', 'openssl'],
    when: ({ name, args }) => opensLine(name, args),
  },
  {
    id: 'send-by-ssh',
    class: 'block',
    reason: 'it reaches for another machine',
    programs: ['ssh', 'sftp', 'mosh', 'autossh', 'sshpass', 'ssh-copy-id', 'rsh', 'rlogin'],
    when: ({ args }) =>
      !args.every((arg) => /^-V$|^--(?:version|help)$/.test(arg)) && !operandsOf(args).some(isHere),
  },
  {
    id: 'send-by-copy',
    class: 'block',
    reason: 'it copies files from or to another machine',
    programs: ['scp', 'rsync', 'rcp', 'rclone', 's3cmd', 'gsutil', 'aws', 'az', 'gcloud'],
    when: ({ name, args }) =>
      ['scp', 'rsync', 'rcp', 'rclone'].includes(name)
        ? operandsOf(args).some((operand) => isRemote(operand) && !isHere(operand))
        : operandsOf(args).some((operand) => /^(?:cp|sync|mv|put|storage|s3)$/.test(operand)),
  },
  {
    id: 'send-by-git',
    class: 'block',
    reason: 'it pushes to another machine that nobody has set up before',
    programs: ['git'],
    when: ({ args }) => {
      const { command, rest } = gitCommand(args)
      const [target = ''] = operandsOf(rest)
      return (
        command === 'push' &&
        /^[\w+]+:\/\/|^[^/:]+:/.test(target) &&
        !target.startsWith('file:') &&
        !isHere(target)
      )
    },
  },
  {
    id: 'send-by-mail',
    class: 'block',
    reason: 'it sends a message to others',
    programs: [
      'mail',
      'mailx',
      'sendmail',
      'mutt',
      'msmtp',
      'swaks',
      'ssmtp',
      'telegram-send',
      'wall',
      'write',
    ],
    when: ({ args }) => args.length > 0,
  },
  {
    id: 'send-by-name',
    class: 'block',
    reason: 'it hides data in a name it looks up',
    programs: ['dig', 'nslookup', 'host', 'ping', 'ping6', 'traceroute', 'getent', 'drill'],
    when: ({ args }) => operandsOf(args).some((word) => hasHole(word) && word.includes('.')),
  },
]

const urls = (args: string[]) =>
  operandsOf(args).filter((word) => /:\/\/|^www\.|\.[a-z]{2,}(?:[:/?]|$)/i.test(word))

function curlSends(args: string[]): boolean {
  if (urls(args).length > 0 ? urls(args).every(isHere) : operandsOf(args).some(isHere)) return false
  const sends =
    hasOption(args, '-d', '-F', '-T') ||
    args.some((arg) => /^--(?:data|form|upload-file|json|url-query|mail-)/.test(arg)) ||
    valuesOf(args, '-X', '--request').some((method) => /^(?:post|put|patch|delete)$/i.test(method))
  return (
    sends ||
    urls(args).some(hasHole) ||
    valuesOf(args, '-H', '--header', '-b', '-u', '-A', '-e').some(hasHole)
  )
}

function opensLine(name: string, args: string[]): boolean {
  const operands = operandsOf(args)
  if (name === 'openssl') return operands[0] === 's_client' && !valuesOf(args, '-connect').some(isHere)
  if (name === 'socat' && args.some((arg) => /^(?:exec|system|shell):/i.test(arg))) return true
  if (name === 'socat')
    return args.some(
      (arg) =>
        /^(?:tcp|udp|openssl|ssl|sctp)\d?(?:-connect)?:/i.test(arg) && !/:(?:localhost|127\.)/i.test(arg),
    )
  if (name === 'nc' || name === 'ncat' || name === 'netcat') {
    if (hasOption(args, '-e', '-c', '--exec', '--sh-exec')) return true
    if (hasOption(args, '-l', '--listen')) return false
  }
  return operands.length > 0 && !operands.some(isHere)
}
