import type { CommandNode, Redirection } from 'unbash'
import { hasHole } from './hole.ts'
import type { Input, Scene } from './scene.ts'
import { candidatesOf } from './words.ts'

/** What redirections put on the standard input; undefined when they leave it as it is. */
export function inputOf(redirects: readonly Redirection[], { facts }: Scene): Input | undefined {
  let input: Input | undefined
  for (const redirect of redirects) {
    const { descriptor } = redirect
    if (descriptor && !(descriptor.type === 'FileDescriptor' && descriptor.value === 0)) continue
    if (redirect.type === 'HereDoc') input = { kind: 'text', text: redirect.body.text }
    else if (redirect.type === 'HereString') {
      const texts = redirect.target ? candidatesOf(redirect.target, facts.variables) : []
      input = texts.some(hasHole) ? { kind: 'pipe' } : { kind: 'text', text: texts.join('\n') }
    } else if (redirect.operator.startsWith('<')) {
      const comesFromProgram = redirect.target?.parts?.some(({ type }) => type === 'ProcessSubstitution')
      input = { kind: comesFromProgram ? 'pipe' : 'file' }
    }
  }
  return input
}

/** What a command in a pipeline passes on. */
export function pipedFrom(node: CommandNode, scene: Scene): Input {
  const text = printedBy(node, scene)
  return text === undefined ? { kind: 'pipe' } : { kind: 'pipe', text }
}

/** What a command prints, where it only repeats what the script says: echo, printf, and cat of a here-document. */
export function printedBy(node: CommandNode, scene: Scene): string | undefined {
  if (node.type !== 'Command' || !node.name) return undefined
  const { variables } = scene.facts
  const name = node.name.value
  if (name === 'cat' || name === 'tee') {
    const input = inputOf(node.redirects, scene)
    return input?.kind === 'text' ? input.text : undefined
  }
  if (name !== 'echo' && name !== 'printf') return undefined
  const words = node.args.flatMap((arg) =>
    arg.type === 'Word' ? [candidatesOf(arg, variables)] : [[arg.text]],
  )
  const text = words.map((candidates) => candidates.join('\n')).join(' ')
  if (hasHole(text)) return undefined
  return text.replace(/^-[neE]+ /, '').replaceAll('\\n', '\n')
}
