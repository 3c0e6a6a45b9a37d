import type { GenerateRequest, Part } from './wire.ts'

const perImage = 258

/** Tokens of a request: characters of its texts, calls, results and tool declarations by four; media flat. */
export function promptTokens(request: GenerateRequest): number {
  let characters = 0
  let media = 0
  const count = (part: Part) => {
    characters += part.text?.length ?? 0
    if (part.functionCall) characters += JSON.stringify(part.functionCall).length
    if (part.functionResponse) characters += JSON.stringify(part.functionResponse).length
    if (part.inlineData || part.fileData) media += perImage
  }
  for (const content of request.contents) content.parts?.forEach(count)
  request.systemInstruction?.parts?.forEach(count)
  if (request.tools) characters += JSON.stringify(request.tools).length
  return Math.ceil(characters / 4) + media
}

export const textTokens = (text: string) => Math.ceil(text.length / 4)
