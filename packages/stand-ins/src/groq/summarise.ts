const counts: Record<string, number> = { one: 1, a: 1, two: 2, three: 3, four: 4, five: 5 }

/**
 * The stand-in's language work: a pure function of the prompt.
 *
 * Says as many sentences as the instructions ask for ("exactly TWO sentences", one by default), made of the
 * first words of the last lines it was given.
 */
export function summarise(instructions: string, input: string): string {
  const wanted = sentenceCount(`${instructions}\n${input}`)
  const lines = input
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !blockName.test(line))
  const exchange = wanted === 1 ? oneSentence(lines) : undefined
  if (exchange) return exchange
  const picked = Array.from(
    { length: wanted },
    (_, index) => lines[lines.length - wanted + index] ?? lines[0],
  )
  return picked.map((line) => `It was about ${gist(line ?? 'nothing')}.`).join(' ')
}

/** What stands above lines and is none of them. */
const blockName = /^(?:so far|since|lines):$/

function sentenceCount(text: string): number {
  const match = /\b(?:exactly |in |into )?(one|a|two|three|four|five|[1-5])\s+(?:\w+\s+)?sentences?\b/i.exec(
    text,
  )
  const word = match?.[1]?.toLowerCase() ?? 'one'
  return counts[word] ?? Number(word)
}

const speaker = /^(?:\[[^\]]*\]\s*)?(user|person|human|ray|alice|assistant|aika|bot|model)\b[^:]{0,20}:\s*/i

function oneSentence(lines: string[]): string | undefined {
  const said = (who: RegExp) => lines.findLast((line) => who.test(speaker.exec(line)?.[1] ?? ''))
  const asked = said(/user|person|human|ray|alice/i)
  const answered = said(/assistant|aika|bot|model/i)
  if (!asked) return undefined
  const end = answered ? `, and was told ${gist(answered, 11)}` : ''
  return `The user wrote ${gist(asked, 11)}${end}.`
}

/** 14 words leave room for what stands around one, 11 for two of them. */
function gist(line: string, most = 14): string {
  const words = line
    .replace(speaker, '')
    .replace(/^["“]+|["”]+$/g, '')
    .replaceAll(/[.!?…]+(?=\s|$)/g, ';')
    .split(/\s+/)
    .slice(0, most)
    .join(' ')
  return `“${words.replace(/[;,:]+$/, '')}”`
}
