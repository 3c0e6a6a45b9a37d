import { forEachChild, type Command, type SyntaxNode, type Word } from 'unbash'
import { HOLE } from './hole.ts'
import { deepestScript, TooMuch, type Inquiry } from './inquiry.ts'
import { Variables } from './variables.ts'
import { argumentsOf, candidatesOf } from './words.ts'

/** What holds for a script as a whole, whichever way it goes. */
export interface Facts {
  variables: Variables
  /** Whether it goes to other folders. */
  movesAbout: boolean
  /** Whether it makes links, so that a path need not lead where it says. */
  makesLinks: boolean
}

/** Programs that put a value nobody knows before into the variables they name. */
const setters = new Set(['read', 'mapfile', 'readarray', 'getopts', 'let', 'printf', 'unset', 'wait'])

/** Goes through a script once, before anything is judged. */
export function factsOf(script: SyntaxNode, inquiry: Inquiry, earlier?: Facts): Facts {
  const facts = earlier ?? { variables: new Variables(), movesAbout: false, makesLinks: false }
  const visit = (node: SyntaxNode, depth: number): void => {
    inquiry.step()
    // Scripts in scripts are parsed when they are reached: here is where too deep ones end.
    if (depth > deepestScript) throw new TooMuch()
    note(node, facts)
    forEachChild(node, (child) => visit(child, depth + (child.type === 'Script' ? 1 : 0)))
  }
  visit(script, 0)
  return facts
}

function note(node: SyntaxNode, facts: Facts): void {
  const { variables } = facts
  switch (node.type) {
    case 'Assignment':
      variables.add(node.name, valuesOf(node, variables))
      break
    case 'For':
    case 'Select':
      variables.add(
        node.name.value,
        node.wordlist ? node.wordlist.flatMap((word) => items(word, variables)) : [HOLE],
      )
      break
    case 'ArithmeticBinary':
      if (/^[^=!<>]*=$/.test(node.operator) && node.left.type === 'ArithmeticWord')
        variables.add(node.left.value, [HOLE])
      break
    case 'ArithmeticUnary':
      if (/\+\+|--/.test(node.operator) && node.operand.type === 'ArithmeticWord')
        variables.add(node.operand.value, [HOLE])
      break
    case 'Command':
      noteCommand(node, facts)
      break
    default:
  }
}

/** Files that a pattern finds are unknown; the pattern itself is kept for what it may lead to. */
function items(word: Word, variables: Variables): string[] {
  const values = argumentsOf(word, variables)
  return values.some((value) => /[*?[]/.test(value)) ? [HOLE, ...values] : values
}

function valuesOf(node: Extract<SyntaxNode, { type: 'Assignment' }>, variables: Variables): string[] {
  const { value, append, name } = node
  if (value.type === 'ArrayValue') return value.elements.flatMap((word) => argumentsOf(word, variables))
  const added = candidatesOf(value, variables)
  if (!append) return added
  return [...added, ...variables.valuesOf(name).flatMap((before) => added.map((more) => before + more))]
}

function noteCommand({ name, args }: Command, facts: Facts): void {
  const words = [name, ...args].flatMap((word) => (word?.type === 'Word' ? [word.value] : []))
  const program = words[0]?.split('/').at(-1) ?? ''
  if (setters.has(program)) for (const word of words.slice(1)) facts.variables.add(word, [HOLE])
  if (words.some((word) => word === 'cd' || word === 'pushd' || word === 'popd')) facts.movesAbout = true
  if (words.some((word) => /(?:^|\/)(?:ln|link|symlink)$/.test(word))) facts.makesLinks = true
}
