import { code, fence, listing, located, pathIn, type Recognise } from './intent.ts'

export const listFiles: Recognise = (clause) => {
  if (!/\b(list|show|what)\b.*\bfiles\b/i.test(clause)) return undefined
  const isShared = /\bshared\b/i.test(clause)
  const [whose, folder] = isShared ? ['the shared files', 'The shared folder'] : ['your files', 'Your folder']
  return {
    call: { name: 'file_list', args: isShared ? { location: 'shared' } : {} },
    doing: `list ${whose}`,
    tell: ({ text }) => {
      const lines = text.split('\n').filter((line) => line.trim())
      if (lines.length === 0) return `${folder} is empty.`
      return `These are ${whose}:\n\n${lines.map(listLine).join('\n')}`
    },
  }
}

/** `name (12 bytes)` with the name as code. */
function listLine(line: string): string {
  const [, name, remark] = /^(.+?)(?: \(([^()]*)\))?$/.exec(line.trim()) ?? []
  return `- \`${name ?? line}\`${remark ? ` · ${remark}` : ''}`
}

export const writeNote: Recognise = (clause) => {
  const match = /\b(?:write|make|save) (?:me )?a note\s*[:,]?\s*(.+)$/is.exec(clause)
  const note = match?.[1]?.trim()
  if (!note) return undefined
  const path = `files/notes/${slug(note)}.md`
  return {
    call: { name: 'file_write', args: { path, content: `${note}\n` } },
    doing: `write ${code(path)}`,
    tell: () => `Noted. It is in \`${path}\`:\n\n> ${note.replaceAll('\n', '\n> ')}`,
  }
}

function slug(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? ['note']
  return words.slice(0, 5).join('-')
}

/** `write <path>: <text>`, over as many lines as there are. */
export const writeFile: Recognise = (clause) => {
  const match = /^\W*(?:please )?write (?!(?:me )?a note\b)([^:\n]+?)\s*: ?(.+)$/is.exec(clause)
  if (!match) return undefined
  const { path, ...where } = located(match[1]!)
  return {
    call: { name: 'file_write', args: { path, content: `${match[2]!.trimEnd()}\n`, ...where } },
    doing: `write ${code(path)}`,
    tell: () => `I wrote ${code(path)}.`,
  }
}

export const readFile: Recognise = (clause) => {
  const [, wish] = /\bread (?:me )?(?:the )?(?:file )?(.+)$/is.exec(clause) ?? []
  if (!wish) return undefined
  const { path: rest, ...where } = located(wish)
  const path = /^([\w./ -]*[\w-]+\.\w+|[\w.-]+\/[\w./-]+)/.exec(rest)?.[1]?.trim()
  if (!path) return undefined
  return {
    call: { name: 'file_read', args: { path, ...where } },
    doing: `read ${code(path)}`,
    tell: ({ text }) => `This is \`${path}\`:\n\n${fence(text, /\.(\w+)$/.exec(path)?.[1])}`,
  }
}

export const deleteFile: Recognise = (clause) => {
  const [, folder, wish] =
    /\bdelete (?:my )?(?:the )?(?:(?:(folder|directory)|file)\s+)?(\S.*)$/is.exec(clause) ?? []
  if (!wish) return undefined
  const { path, ...where } = located(wish)
  return {
    call: { name: 'file_delete', args: { path, ...where, ...(folder && { recursive: true }) } },
    doing: `delete ${code(path)}`,
    tell: () => `I deleted ${code(path)}.`,
  }
}

/** `replace <a> with <b> in <path>`; `replace all …` replaces every one. */
export const editFile: Recognise = (clause) => {
  const match = /\breplace (all |every )?(.+?) with (.*?) in (\S+(?: \S+)?)\s*$/is.exec(clause)
  if (!match) return undefined
  const [, all, find, replace] = match
  const { path, ...where } = located(match[4]!)
  const args = { path, find: unquoted(find!), replace: unquoted(replace!), ...where }
  return {
    call: { name: 'file_edit', args: { ...args, ...(all && { replace_all: true }) } },
    doing: `change ${code(path)}`,
    tell: () => `I replaced ${code(args.find)} with ${code(args.replace)} in ${code(path)}.`,
  }
}

const unquoted = (text: string) => /^(["'`“])(.*)(["'`”])$/s.exec(text.trim())?.[2] ?? text.trim()

/** `move <a> to <b>`, `copy <a> to <b>`; `over` instead of `to` replaces what is there. */
export const moveFile: Recognise = (clause) => {
  const match = /\b(move|rename|copy) (?:the )?(?:file )?(\S.*?) (to|over) (\S.*)$/is.exec(clause)
  if (!match) return undefined
  const [, verb, source, how, target] = match
  const [from, to] = [located(source!), located(target!)]
  const isCopy = verb!.toLowerCase() === 'copy'
  const args = {
    from: from.path,
    to: to.path,
    ...(from.location && { location: from.location }),
    ...(from.location !== to.location && { to_location: to.location ?? 'user' }),
    ...(isCopy && { copy: true }),
    ...(how!.toLowerCase() === 'over' && { overwrite: true }),
  }
  return {
    call: { name: 'file_move', args },
    doing: `${isCopy ? 'copy' : 'move'} ${code(from.path)}`,
    tell: () => `I ${isCopy ? 'copied' : 'moved'} ${code(from.path)} to ${code(to.path)}.`,
  }
}

export const findFiles: Recognise = (clause) => {
  const [, wish] = /\bfind (?:shared )?files\s+(?:named |like )?(\S+)/i.exec(clause) ?? []
  if (!wish) return undefined
  const glob = pathIn(wish)
  const where = /\bfind shared\b/i.test(clause) ? { location: 'shared' } : {}
  return {
    call: { name: 'search_files', args: { glob, ...where } },
    doing: `look for ${code(glob)}`,
    tell: (result) => listing(`Files like ${code(glob)}:`, `No file is like ${code(glob)}.`, result),
  }
}

export const searchText: Recognise = (clause) => {
  const match = /\bsearch (?:my files )?for (.+?)(?: in (\S+))?\s*$/is.exec(clause)
  if (!match) return undefined
  const pattern = unquoted(match[1]!)
  const folder = match[2] === undefined ? {} : located(match[2])
  return {
    call: { name: 'search_text', args: { pattern, ...folder } },
    doing: `search for ${code(pattern)}`,
    tell: (result) => listing(`${code(pattern)} is in:`, `${code(pattern)} is nowhere.`, result),
  }
}

/** `send me <path>`, `send me <path> saying <caption>`. */
export const sendFile: Recognise = (clause) => {
  const match = /\bsend me (?:the )?(?:file )?(\S.*?)(?: saying (.+))?$/is.exec(clause)
  if (!match) return undefined
  const { path, ...where } = located(match[1]!)
  const caption = match[2]?.trim()
  return {
    call: { name: 'send_file', args: { path, ...where, ...(caption && { caption }) } },
    doing: `send ${code(path)}`,
    tell: () => `Here is ${code(path)}.`,
  }
}
