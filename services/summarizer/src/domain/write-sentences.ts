import type { Caller, Completion } from './language-model.ts'
import type { Prompt } from './prompt.ts'
import { readSentences, type Flaw, type SentenceCount, type Verdict } from './read-sentences.ts'

/** The models that write, the first of them that still exists. */
export interface SentenceModels {
  /** @throws AppError retryable: a quota rests, or nobody answers. */
  complete(
    prompt: Prompt,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<Exclude<Completion, { kind: 'gone' }>>
}

export interface WantedSentences {
  count: SentenceCount
  /** @param flaw - what was wrong with the first answer, at the second try. */
  prompt(flaw?: Flaw): Prompt
  caller: Caller
}

const tries = 2

/**
 * Asks for sentences, and once more when what came is no such thing.
 * @returns undefined when no model writes any that can be kept, or none takes the request.
 * @throws AppError retryable: the work is to be done later.
 */
export async function writeSentences(
  models: SentenceModels,
  { count, prompt, caller }: WantedSentences,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  let flaw: Flaw | undefined
  for (let attempt = 0; attempt < tries; attempt++) {
    const completion = await models.complete(prompt(flaw), caller, signal)
    if (completion.kind === 'refused') return undefined
    const verdict = read(completion, count)
    if (verdict.ok) return verdict.sentences
    flaw = verdict.flaw
  }
  return undefined
}

function read(completion: Exclude<Completion, { kind: 'gone' | 'refused' }>, count: SentenceCount): Verdict {
  switch (completion.kind) {
    case 'text':
      return readSentences(completion.text, count)
    case 'cut_off':
      return { ok: false, flaw: 'it is cut off' }
    default:
      throw completion satisfies never
  }
}
