import {
  forEachChild,
  parse,
  type ArithmeticFor,
  type While,
  type Command,
  type CommandNode,
  type Pipeline,
  type Redirection,
  type SyntaxNode,
} from 'unbash'
import { factsOf } from './facts.ts'
import { forkBombs, forksEndlessly, spinsEndlessly } from './forking.ts'
import { deepestScript, TooMuch } from './inquiry.ts'
import { judgeOverwrite, judgePath, judgeStartup } from './judge-paths.ts'
import { structureRules } from './rules/structure.ts'
import { apart, textOf, type Scene } from './scene.ts'
import { inputOf, pipedFrom } from './inputs.ts'
import { judgeCommandNode } from './judge-command-node.ts'
import { candidatesOf, isMisread, runsInSubscript } from './words.ts'

/** As `Scene.judgeScript` says. */
export function judgeScript(text: string, outer: Scene, { isGuess = false } = {}): void {
  const { inquiry } = outer
  if (outer.depth >= deepestScript) throw new TooMuch()
  inquiry.read(text)
  const script = parse(text)
  if (isGuess && script.errors?.length) return
  const facts = factsOf(script, inquiry, outer.facts)
  const scene: Scene = { ...apart(outer), source: text, facts, depth: outer.depth + 1 }
  for (const bomb of forkBombs(script, inquiry)) inquiry.find(structureRules.forkBomb, textOf(scene, bomb))
  visit(script, scene)
}

function visit(node: SyntaxNode, scene: Scene): void {
  scene.inquiry.step()
  switch (node.type) {
    case 'Script':
      if (scene.depth >= deepestScript) throw new TooMuch()
      if (node.errors?.length) scene.inquiry.find(structureRules.unparsable, textOf(scene, node))
      return visitChildren(node, {
        ...apart(scene),
        source: node.source ?? scene.source,
        depth: scene.depth + 1,
      })
    case 'ParameterExpansion':
      // `${X@P}` runs what is in X as a prompt.
      if (node.text.endsWith('@P}')) scene.inquiry.find(structureRules.hiddenRun, textOf(scene, node))
      return visitChildren(node, scene)
    case 'TestUnary':
      if (/^-[vR]$/.test(node.operator) && node.operand && runsInSubscript(node.operand.value))
        scene.inquiry.find(structureRules.hiddenRun, textOf(scene, node))
      return visitChildren(node, scene)
    case 'Word':
      if (isMisread(node)) scene.inquiry.find(structureRules.unparsable, textOf(scene, node))
      return visitChildren(node, scene)
    case 'Pipeline':
      return visitPipeline(node, scene)
    case 'Command':
      return visitCommand(node, scene)
    case 'Redirected':
      for (const redirect of node.redirects) visit(redirect, scene)
      return visit(node.command, { ...scene, input: inputOf(node.redirects, scene) ?? scene.input })
    case 'Redirect':
      judgeRedirect(node, scene)
      return visitChildren(node, scene)
    case 'Subshell':
      return visitChildren(node, apart(scene))
    case 'Statement':
      return visitChildren(node, node.background ? apart(scene) : scene)
    case 'Function':
      return visitChildren(node, { ...apart(scene), isInFunction: true })
    case 'While':
    case 'ArithmeticFor':
      judgeLoop(node, scene)
      return visitChildren(node, scene)
    default:
      return visitChildren(node, scene)
  }
}

function judgeLoop(loop: While | ArithmeticFor, scene: Scene): void {
  const { inquiry } = scene
  if (forksEndlessly(loop, inquiry)) inquiry.find(structureRules.endlessForking, textOf(scene, loop))
  if (spinsEndlessly(loop, inquiry)) inquiry.find(structureRules.endlessLoop, textOf(scene, loop))
}

const visitChildren = (node: SyntaxNode, scene: Scene): void =>
  forEachChild(node, (child) => visit(child, scene))

/** `head` ends what comes before it as soon as it has enough. */
const readsLittle = (node: CommandNode): boolean => node.type === 'Command' && node.name?.value === 'head'

/** Each part runs in a shell of its own, and reads what the part before it prints. */
function visitPipeline({ commands }: Pipeline, scene: Scene): void {
  commands.forEach((command, index) => {
    const before = commands[index - 1]
    const isCut = scene.isCut || commands.slice(index + 1).some(readsLittle)
    if (!before) return visit(command, commands.length > 1 ? { ...apart(scene), isCut } : scene)
    visit(command, { ...apart(scene), isCut, input: pipedFrom(before, scene) })
  })
}

function visitCommand(node: Command, scene: Scene): void {
  const input = inputOf(node.redirects, scene) ?? scene.input
  visitChildren(node, scene)
  judgeCommandNode(node, { ...scene, input })
}

const truncating: ReadonlySet<string> = new Set(['>', '>|', '&>', '>&', '<>'])

function judgeRedirect(node: Extract<Redirection, { type: 'Redirect' }>, scene: Scene): void {
  if (!node.target) return
  const at = textOf(scene, node)
  for (const path of candidatesOf(node.target, scene.facts.variables)) {
    // `2>&1` and `>&-` name descriptors.
    if (node.operator.endsWith('&') && /^(?:\d+-?|-)$/.test(path)) continue
    judgePath(path, scene, at)
    if (truncating.has(node.operator)) judgeOverwrite(path, scene, at)
    else if (node.operator.includes('>')) judgeAddition(path, scene, at)
  }
}

/** Adding to a file loses nothing, unless it is a setting of the kernel or something that runs by itself. */
function judgeAddition(path: string, scene: Scene, at: string): void {
  judgeStartup(path, scene, at)
  if (/^\/(?:proc|sys)\//.test(path)) judgeOverwrite(path, scene, at)
}
