import type { Code } from './code.ts'
import { HOLE, hasHole } from './hole.ts'
import { awkRuns, awkWrites, inspectCode, sedReaches } from './inspect-code.ts'
import { judgeOverwrite, judgePath } from './judge-paths.ts'
import { changesData } from './rules/deleting.ts'
import { sendingRules } from './rules/sending.ts'
import { structureRules } from './rules/structure.ts'
import type { Place } from './scene.ts'

/** Longer code in other languages is asked about unread. */
const longestCode = 32_768
const longestOneLiner = 4_096

export interface GivenCode {
  language: Code['language']
  text: string
  /** The program that gets it. */
  program: string
}

/** Judges code that some program is given to run. */
export function judgeCode(code: GivenCode, place: Place): void {
  const { inquiry } = place.scene
  const limit = code.language === 'awk' || code.language === 'sed' ? longestOneLiner : longestCode
  inquiry.step()
  if (code.language === 'shell') return judgeShellCode(code.text, place)
  if (code.text.length > limit) return inquiry.find(structureRules.tooComplex, place.at)
  inquiry.read(code.text)
  switch (code.language) {
    case 'awk':
      return judgeAwk(code.text, place)
    case 'sed':
      if (sedReaches(code.text)) inquiry.find(structureRules.hiddenRun, place.at)
      return
    case 'sql':
      if (changesData(code.text)) inquiry.find(structureRules.databaseChanges, place.at)
      return
    case 'other':
      return judgeOtherCode(code, place)
    default:
      code.language satisfies never
  }
}

/** What stands in for the unknown becomes a variable, so that only a place where it decides is one more finding. */
function judgeShellCode(text: string, { scene, at, isOpen }: Place): void {
  if (hasHole(text)) scene.inquiry.find(structureRules.dynamicCode, at)
  const script = text.replaceAll(HOLE, '$__unknown')
  scene.judgeScript(isOpen ? script.replaceAll('{}', '$__item') : script, scene)
}

function judgeAwk(text: string, { scene, at }: Place): void {
  if (awkRuns(text)) scene.inquiry.find(structureRules.hiddenRun, at)
  for (const path of awkWrites(text)) judgeOverwrite(path === '' ? HOLE : path, scene, at)
}

const sending = sendingRules.find(({ id }) => id === 'send-by-socket')!

function judgeOtherCode({ text, program }: GivenCode, place: Place): void {
  const { scene, at } = place
  const view = inspectCode(text, /^(?:perl|ruby|php)/.test(program))
  if (view.deletes) scene.inquiry.find(structureRules.codeDeletes, at)
  if (view.hides) scene.inquiry.find(structureRules.codeHides, at)
  if (view.runsUnseen) scene.inquiry.find(structureRules.codeRuns, at)
  if (view.sends) scene.inquiry.find(sending, at)
  if (view.escapes) scene.inquiry.find(structureRules.codeEscapes, at)
  if (view.opensSockets) scene.inquiry.find(structureRules.codeSockets, at)
  if (view.forks === 'endlessly') scene.inquiry.find(structureRules.forkBomb, at)
  if (view.forks === 'some') scene.inquiry.find(structureRules.codeForks, at)
  for (const path of view.literals) judgePath(path, scene, at)
  for (const path of view.writes) judgeOverwrite(path, scene, at)
  for (const command of view.commands) scene.judgeScript(command, scene, { isGuess: true })
}
