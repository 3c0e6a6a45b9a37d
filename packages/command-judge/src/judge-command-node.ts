import { posix } from 'node:path'
import type { Command, CommandArgument } from 'unbash'
import { HOLE, hasHole } from './hole.ts'
import { printedBy } from './inputs.ts'
import { judgeCall } from './judge-call.ts'
import { judgeCode } from './judge-code.ts'
import { operandsOf } from './options.ts'
import { endless } from './rules/amounts.ts'
import { structureRules } from './rules/structure.ts'
import { textOf, type Place, type Scene } from './scene.ts'
import { argumentsOf, candidatesOf, isLiteral, runsInSubscript } from './words.ts'

/** Variables whose value some program runs. */
const commandVariables =
  /^(?:(?:GIT_|MAN|SYSTEMD_)?PAGER|(?:GIT_)?(?:SEQUENCE_)?EDITOR|VISUAL|GIT_SSH(?:_COMMAND)?|GIT_EXTERNAL_DIFF|(?:GIT_|SSH_|SUDO_)ASKPASS|BROWSER|LESSOPEN|LESSCLOSE|PROMPT_COMMAND|PS[0-4]|FCEDIT|RSYNC_RSH|TAR_OPTIONS)$/
/** Variables that put other code into every program started. */
const codeVariables =
  /^(?:LD_PRELOAD|LD_AUDIT|LD_LIBRARY_PATH|BASH_ENV|ENV|PYTHONSTARTUP|PERL5OPT|RUBYOPT|BASH_FUNC.*)$/

/** Judges one command as it stands in the script. */
export function judgeCommandNode(node: Command, scene: Scene): void {
  const place: Place = { scene, at: textOf(scene, node), isOpen: false, isToFile: isToFile(node), depth: 0 }
  judgeAssignments(node, place)
  noteWritten(node, scene)
  if (!node.name) return
  if (!isLiteral(node.name)) scene.inquiry.find(structureRules.dynamicCommand, place.at)
  for (const argv of waysOf(node, scene)) {
    // An unquoted variable may hold a program and its first arguments.
    if (!hasHole(argv[0] ?? '')) judgeCall(fed(argv, node), isElsewhere(argv) ? elsewhere(place) : place)
    if (movers.has(argv[0] ?? '')) move(argv, scene)
    // `command cd x`, `eval cd x`: it is somewhere else from here on, and this shell's own way there is not followed.
    else if (callers.has(argv[0] ?? '') && !isQuestion(argv) && argv.some(leadsAway))
      scene.folder.path = undefined
  }
}

/** Whether it writes to a file by a redirection of its own. */
const isToFile = ({ redirects }: Command): boolean =>
  redirects.some(
    (redirect) =>
      redirect.type === 'Redirect' &&
      redirect.operator.includes('>') &&
      !/^(?:\d+|-|\/dev\/.*)$/.test(redirect.target?.value ?? '-'),
  )

/** `cat < /dev/zero` is `cat /dev/zero`. */
function fed(argv: string[], { redirects }: Command): string[] {
  const sources = redirects.map(
    (each) => each.type === 'Redirect' && each.operator === '<' && each.target?.value,
  )
  const source = sources.find((path) => path && endless.test(path))
  return source ? [...argv, source] : argv
}

const movers: ReadonlySet<string> = new Set(['cd', 'pushd', 'popd'])
const callers: ReadonlySet<string> = new Set(['command', 'builtin', 'eval'])
const leadsAway = (word: string) => /(?:^|[\s;&|(){}])(?:cd|pushd|popd)(?:$|[\s;&|(){}])/.test(word)
/** `command -v cd` asks where it is. */
const isQuestion = ([program, option = '']: string[]) => program === 'command' && /^-[pvV]*[vV]/.test(option)

const mostWays = 33

/** The argument lists that the command may become: as many as its most uncertain word has possibilities. */
function waysOf(node: Command, { facts: { variables } }: Scene): string[][] {
  const words = [node.name, ...node.args].map((word) => {
    if (!word) return [['']]
    if (word.type === 'Assignment') return assigned(word, variables).map((value) => [`${word.name}=${value}`])
    if (isLiteral(word)) return [[word.value]]
    const isSplit = argumentsOf(word, variables).length !== candidatesOf(word, variables).length
    return candidatesOf(word, variables).map((text) => (isSplit ? text.split(/\s+/).filter(Boolean) : [text]))
  })
  const count = Math.min(mostWays, Math.max(...words.map((word) => word.length)))
  return Array.from({ length: count }, (_, way) => words.flatMap((word) => word[way % word.length] ?? []))
}

const assigned = (
  { value }: Extract<CommandArgument, { type: 'Assignment' }>,
  variables: Scene['facts']['variables'],
): string[] =>
  value.type === 'ArrayValue'
    ? value.elements.flatMap((word) => candidatesOf(word, variables))
    : candidatesOf(value, variables)

function judgeAssignments(node: Command, place: Place): void {
  const { variables } = place.scene.facts
  const isAlias = node.name?.value === 'alias'
  for (const part of [...node.prefix, ...node.args]) {
    if (part.type === 'Word' && isAlias)
      for (const text of candidatesOf(part, variables)) judgeAlias(text, place)
    if (part.type !== 'Assignment') continue
    if (assigned(part, variables).some(runsInSubscript))
      place.scene.inquiry.find(structureRules.hiddenRun, place.at)
    if (codeVariables.test(part.name)) place.scene.inquiry.find(structureRules.hiddenRun, place.at)
    if (!isAlias && !commandVariables.test(part.name)) continue
    for (const text of assigned(part, variables)) judgeCode({ language: 'shell', text, program: 'sh' }, place)
  }
}

function judgeAlias(text: string, place: Place): void {
  const value = /^[^=]+=([^]+)$/.exec(text)?.[1]
  if (value !== undefined) judgeCode({ language: 'shell', text: value, program: 'sh' }, place)
}

/** `cat > run.sh <<E`: kept, in case the script runs the file; a hole where nobody knows what is put there. */
function noteWritten(node: Command, scene: Scene): void {
  const text = printedBy(node, scene) ?? HOLE
  const words = node.name?.value === 'tee' ? node.args : []
  const targets = node.redirects.flatMap((redirect) =>
    redirect.type === 'Redirect' && redirect.operator.includes('>') && redirect.target
      ? [redirect.target]
      : [],
  )
  for (const target of [...targets, ...words]) {
    if (target.type !== 'Word') continue
    for (const path of candidatesOf(target, scene.facts.variables)) {
      const before = scene.written.get(posix.normalize(path))
      scene.written.set(posix.normalize(path), before === undefined ? text : `${before}\n${text}`)
    }
  }
}

/** `env -C x`: what it runs is in another folder. */
const isElsewhere = ([program = '', ...args]: string[]) =>
  posix.basename(program) === 'env' && args.some((arg) => /^-[a-z]*C|^--chdir/.test(arg))

const elsewhere = (place: Place): Place => ({
  ...place,
  scene: { ...place.scene, folder: { path: undefined } },
})

/** Where `cd` leads. */
function move([program, ...args]: string[], { folder }: Scene): void {
  const target = operandsOf(args)[0]
  const isKnown = program !== 'popd' && target !== undefined && !/^[-~+]/.test(target)
  if (!isKnown || hasHole(target)) folder.path = undefined
  else if (target.startsWith('/')) folder.path = target
  else if (folder.path !== undefined) folder.path = posix.join(folder.path, target)
}
