import {
  forEachChild,
  type ArithmeticFor,
  type Function as ShellFunction,
  type SyntaxNode,
  type While,
} from 'unbash'
import type { Inquiry } from './inquiry.ts'

interface Calls {
  /** Names it calls, with how often. */
  all: Map<string, number>
  /** Names it calls in a pipeline or in the background. */
  forked: Set<string>
  /** Names it calls in the background whatever happens: outside of conditions. */
  endless: Set<string>
}

/**
 * Functions that call themselves, straight or through each other, so that there are more of them every time: twice
 * with one of them in a pipeline or in the background, or once in the background whatever happens. Plain recursion is
 * none.
 */
export function forkBombs(script: SyntaxNode, inquiry: Inquiry): ShellFunction[] {
  const functions: ShellFunction[] = []
  const collect = (node: SyntaxNode): void => {
    inquiry.step()
    if (node.type === 'Function') functions.push(node)
    forEachChild(node, collect)
  }
  collect(script)
  const calls = new Map(functions.map((each) => [each.name.value, callsIn(each.body, inquiry)]))
  return functions.filter(({ name }) => isBomb(name.value, calls, inquiry))
}

function isBomb(name: string, calls: Map<string, Calls>, inquiry: Inquiry): boolean {
  const own = calls.get(name)
  if (!own || own.all.size === 0) return false
  const back = [...own.all.keys()].filter((callee) => reaches(callee, name, calls, inquiry))
  const count = back.reduce((sum, callee) => sum + own.all.get(callee)!, 0)
  return back.some((callee) => own.endless.has(callee) || (count > 1 && own.forked.has(callee)))
}

function reaches(from: string, to: string, calls: Map<string, Calls>, inquiry: Inquiry): boolean {
  const seen = new Set([from])
  for (const name of seen) {
    inquiry.step()
    if (name === to) return true
    for (const callee of calls.get(name)?.all.keys() ?? []) seen.add(callee)
  }
  return false
}

interface Way {
  isForked: boolean
  isBackground: boolean
  isConditional: boolean
}

function callsIn(body: SyntaxNode, inquiry: Inquiry): Calls {
  const calls: Calls = { all: new Map(), forked: new Set(), endless: new Set() }
  const visit = (node: SyntaxNode, way: Way): void => {
    inquiry.step()
    if (node.type === 'Command' && node.name) noteCall(calls, node.name.value, way)
    const next = wayInto(node, way)
    forEachChild(node, (child) => visit(child, next))
  }
  visit(body, { isForked: false, isBackground: false, isConditional: false })
  return calls
}

function noteCall(calls: Calls, name: string, way: Way): void {
  calls.all.set(name, (calls.all.get(name) ?? 0) + 1)
  if (way.isForked) calls.forked.add(name)
  if (way.isBackground && !way.isConditional) calls.endless.add(name)
}

const conditions: ReadonlySet<string> = new Set(['If', 'Case', 'While', 'AndOr'])

function wayInto(node: SyntaxNode, way: Way): Way {
  if (conditions.has(node.type)) return { ...way, isConditional: true }
  if (node.type === 'Pipeline' && node.commands.length > 1) return { ...way, isForked: true }
  if ((node.type === 'Statement' && node.background) || node.type === 'Coproc') {
    return { ...way, isForked: true, isBackground: true }
  }
  return way
}

/** `while true; do x & done`: nothing in it waits or ends it. */
export function forksEndlessly(loop: While | ArithmeticFor, inquiry: Inquiry): boolean {
  if (!isEndless(loop)) return false
  let forks = false
  let ends = false
  const visit = (node: SyntaxNode): void => {
    inquiry.step()
    if (node.type === 'Statement' && node.background) forks = true
    if (node.type === 'Command' && /^(?:break|exit|return|wait|sleep|read)$/.test(node.name?.value ?? ''))
      ends = true
    forEachChild(node, visit)
  }
  visit(loop.body)
  return forks && !ends
}

/** Programs that are over at once. */
const quick =
  /^(?::|true|false|echo|printf|cat|cp|dd|head|tee|touch|mkdir|ln|date|let|test|\[|export|declare|set|shift)$/

/** `while true; do x >> y; done` where nothing in it takes any time or ends it. */
export function spinsEndlessly(loop: While | ArithmeticFor, inquiry: Inquiry): boolean {
  if (!isEndless(loop)) return false
  let isQuick = true
  const visit = (node: SyntaxNode): void => {
    inquiry.step()
    if (node.type === 'Command' && node.name && !quick.test(node.name.value)) isQuick = false
    forEachChild(node, visit)
  }
  visit(loop.body)
  return isQuick
}

function isEndless(loop: While | ArithmeticFor): boolean {
  if (loop.type === 'ArithmeticFor') return loop.test === undefined
  const [only, ...more] = loop.clause.commands
  if (more.length > 0 || only?.command.type !== 'Command') return false
  return (loop.kind === 'while' ? ['true', ':'] : ['false']).includes(only.command.name?.value ?? '')
}
