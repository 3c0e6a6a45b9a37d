import { isRecord, textOfValue } from '../http/body.ts'
import { invalid } from './errors.ts'
import { checkInlineData } from './inline-data.ts'
import { isCall, isResponse, type Content, type GenerateRequest, type Part } from './wire.ts'

const topLevel = new Set([
  'contents',
  'systemInstruction',
  'system_instruction',
  'tools',
  'toolConfig',
  'tool_config',
  'safetySettings',
  'generationConfig',
  'cachedContent',
  'model',
  'labels',
  'store',
  'serviceTier',
])

/**
 * Refuses what Gemini refuses in a request's shape and in the order of its history.
 *
 * @throws {InvalidArgument} with Gemini's words.
 */
export function validate(body: unknown, model: string): GenerateRequest {
  if (!isRecord(body)) throw invalid('Invalid JSON payload received. Unexpected token.')
  const unknown = Object.keys(body).find((name) => !topLevel.has(name))
  if (unknown) throw invalid(`Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`)
  const contents = body['contents']
  if (!Array.isArray(contents) || contents.length === 0) {
    throw invalid('* GenerateContentRequest.contents: contents is not specified\n')
  }
  const request = body as unknown as GenerateRequest
  request.contents.forEach(checkContent)
  checkOrder(request.contents, model)
  checkTools(request)
  checkConfig(request, model)
  return request
}

function checkContent({ role, parts }: Content, index: number): void {
  if (role !== undefined && role !== 'user' && role !== 'model') {
    throw invalid('Please use a valid role: user, model.')
  }
  if (!Array.isArray(parts) || parts.length === 0) {
    throw invalid(`* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.\n`)
  }
  parts.forEach((part, at) => checkPart(part, `contents[${index}].parts[${at}]`))
}

const dataFields = ['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse'] as const

function checkPart(part: Part, where: string): void {
  const present = dataFields.filter((field) => part[field] !== undefined)
  if (present.length === 0 || (part.text === '' && !part.thoughtSignature)) {
    throw invalid(
      `* GenerateContentRequest.${where}.data: required oneof field 'data' must have one initialized field\n`,
    )
  }
  if (present.length > 1)
    throw invalid(`Invalid value at '${where}' (oneof), oneof field 'data' is already set.`)
  if (part.inlineData) checkInlineData(part.inlineData, where)
  const response: unknown = part.functionResponse?.response
  if (part.functionResponse && !isRecord(response)) {
    throw invalid(
      `Invalid value at '${where}.function_response.response' (type.googleapis.com/google.protobuf.Struct)`,
    )
  }
}

const callOrder =
  'Please ensure that function call turn comes immediately after a user turn or after a function response turn.'
const responseOrder =
  'Please ensure that function response turn comes immediately after a function call turn.'
const responseCount =
  'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.'

function checkOrder(contents: Content[], model: string): void {
  const [first] = contents
  if (first?.role === 'model') {
    throw invalid(isCall(first) ? callOrder : 'Please ensure that multiturn requests start with a user turn.')
  }
  contents.forEach((content, index) => checkNeighbours(content, contents[index - 1], contents[index + 1]))
  const last = contents.at(-1)!
  if (last.role === 'model' && refusesModelEnd(model)) {
    throw invalid('Requests ending with a model turn are not supported.')
  }
}

function checkNeighbours(content: Content, before: Content | undefined, after: Content | undefined): void {
  if (content.role === 'model' && isCall(content)) {
    if (before?.role === 'model') throw invalid(callOrder)
    const responses = (after?.parts ?? []).filter((part) => part.functionResponse)
    const calls = content.parts!.filter((part) => part.functionCall)
    if (responses.length !== calls.length) throw invalid(responseCount)
    checkAnswers(calls, responses)
  }
  if (isResponse(content) && !(before?.role === 'model' && isCall(before))) throw invalid(responseOrder)
}

function checkAnswers(calls: Part[], responses: Part[]): void {
  calls.forEach(({ functionCall }, index) => {
    const response = responses[index]!.functionResponse!
    const sameId = functionCall!.id === undefined || response.id === functionCall!.id
    if (response.name !== functionCall!.name || !sameId) {
      throw invalid(`Function response ${index} does not match its function call \`${functionCall!.name}\`.`)
    }
  })
}

function checkTools({ tools = [] }: GenerateRequest): void {
  const names = new Set<string>()
  for (const declaration of tools.flatMap((tool) => tool.functionDeclarations ?? [])) {
    const { name } = declaration
    if (!/^[a-zA-Z_][\w.:-]{0,63}$/.test(name ?? '')) {
      throw invalid(
        `* GenerateContentRequest.tools[0].function_declarations[${names.size}].name: [FIELD_INVALID] Invalid function name. Must start with a letter or an underscore.`,
      )
    }
    if (names.has(name)) throw invalid(`Duplicate function declaration found: ${name}`)
    names.add(name)
    if (declaration.parameters && declaration.parametersJsonSchema) {
      throw invalid('parameters and parametersJsonSchema are mutually exclusive.')
    }
    checkOpenApi(declaration.parameters)
  }
}

/** `parameters` takes OpenAPI's subset, not JSON Schema. */
function checkOpenApi(schema: unknown): void {
  if (!isRecord(schema)) return
  const foreign = ['$schema', 'additionalProperties', 'const', '$ref'].find((name) => name in schema)
  if (foreign) {
    throw invalid(
      `Invalid JSON payload received. Unknown name "${foreign}" at 'tools[0].function_declarations[0].parameters': Cannot find field.`,
    )
  }
  for (const property of Object.values(isRecord(schema['properties']) ? schema['properties'] : {})) {
    checkOpenApi(property)
  }
}

const levels = ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH', 'THINKING_LEVEL_UNSPECIFIED']

function checkConfig({ generationConfig = {} }: GenerateRequest, model: string): void {
  const thinking = generationConfig.thinkingConfig ?? {}
  const level = thinking['thinkingLevel']
  if (level !== undefined && thinking['thinkingBudget'] !== undefined) {
    throw invalid('You can only set only one of thinking budget and thinking level.')
  }
  if (level !== undefined && !levels.includes(textOfValue(level).toUpperCase())) {
    throw invalid(
      `Invalid value at 'generation_config.thinking_config.thinking_level', "${textOfValue(level)}"`,
    )
  }
  if (textOfValue(level).toUpperCase() === 'MINIMAL' && version(model) >= 3.7) {
    throw invalid('Thinking level MINIMAL is not supported for this model.')
  }
  const sampling = ['temperature', 'topP', 'topK'].find((name) => generationConfig[name] !== undefined)
  if (sampling && refusesSampling(model)) {
    throw invalid(`${sampling} is not supported for this model.`)
  }
}

const version = (model: string) => Number(/^gemini-(\d+(?:\.\d+)?)/.exec(model)?.[1] ?? 0)

const refusesModelEnd = (model: string) => version(model) >= 3.6 || model === 'gemini-3.5-flash-lite'

const refusesSampling = refusesModelEnd
