import { createHash } from 'node:crypto'
import { invalid } from './errors.ts'
import { isResponse, type Content, type FunctionCall, type Part } from './wire.ts'

/** What a signature is bound to besides its call: nothing checked, the model, or the model and the key. */
export type SignatureBinding = 'off' | 'model' | 'key'

const dummies = new Set(['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'])

export interface Signer {
  binding: SignatureBinding
  model: string
  key: string
}

/** The signature of a function call, bound to its name and arguments and to who made it. */
export function sign(call: FunctionCall, { model, key }: Signer): string {
  return Buffer.from(JSON.stringify([digest(model), digest(key), callDigest(call)])).toString('base64')
}

/** The signature of a text answer, which nobody checks. */
export const textSignature = (model: string) => Buffer.from(`text:${digest(model)}`).toString('base64')

/**
 * Checks the signatures of the current turn, that is since the newest user text: the first call of each
 * model message must carry one, exactly as it was given. Earlier turns are not looked at.
 */
export function checkSignatures(contents: Content[], signer: Signer): void {
  const turnStart = contents.findLastIndex((content) => content.role !== 'model' && !isResponse(content))
  contents.forEach((content, position) => {
    if (content.role !== 'model' || position < turnStart) return
    const first = content.parts?.find((part) => part.functionCall)
    if (first) checkPart(first, position, signer)
  })
}

function checkPart({ functionCall, thoughtSignature }: Part, position: number, signer: Signer): void {
  if (!thoughtSignature) {
    throw invalid(
      'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. ' +
        `Additional data, function call \`default_api:${functionCall!.name}\` , position ${position + 1}. Please refer to the documentation on thought signatures for more details.`,
    )
  }
  if (signer.binding === 'off' || dummies.has(thoughtSignature)) return
  if (!belongs(thoughtSignature, functionCall!, signer)) throw invalid('Corrupted thought signature.')
}

function belongs(signature: string, call: FunctionCall, { binding, model, key }: Signer): boolean {
  const [itsModel, itsKey, itsCall] = decode(signature)
  if (itsCall !== callDigest(call) || itsModel !== digest(model)) return false
  return binding === 'model' || itsKey === digest(key)
}

function decode(signature: string): string[] {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(signature, 'base64').toString('utf8'))
    return Array.isArray(decoded) ? decoded.map(String) : []
  } catch {
    return []
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64').slice(0, 12)

const callDigest = ({ name, args }: FunctionCall) => digest(`${name} ${stable(args ?? {})}`)

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${stable(item)}`).join()}}`
}
