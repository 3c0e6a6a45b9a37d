/** Browser code: choosing files and sending them, alone or as an album. */
export const filesScript = String.raw`
let chosen = []
let asFiles = false

function showChosen() {
  const items = chosen.map((file) => el('button', { type: 'button', 'aria-label': 'Remove ' + file.name,
    onclick: () => { chosen = chosen.filter((other) => other !== file); showChosen() } }, file.name + ' · ' + size(file.size) + ' ✕'))
  const box = el('input', { type: 'checkbox', id: 'as-files', onchange: (event) => { asFiles = event.target.checked } })
  box.checked = asFiles
  const choice = el('label', { class: 'choice' }, box, ' as files, not as photos')
  const hasPictures = chosen.some((file) => kindOf(file, false) === 'photo')
  byId('chosen').replaceChildren(...items, ...(hasPictures ? [choice] : []))
}

function addFiles(list) {
  chosen = [...chosen, ...list]
  showChosen()
  byId('text').focus()
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] || '')
    reader.onerror = () => reject(new Error('could not read ' + file.name))
    reader.readAsDataURL(file)
  })
}

function kindOf(file, plain = asFiles) {
  if (plain && file.type.startsWith('image/')) return 'document'
  if (/^image\/(png|jpeg|webp)$/.test(file.type)) return 'photo'
  if (file.type === 'image/gif') return 'animation'
  if (/^(audio\/(ogg|opus)|video\/ogg)$/.test(file.type) || /\.(oga|ogg|opus)$/i.test(file.name)) return 'voice'
  if (file.type.startsWith('audio/')) return 'audio'
  if (file.type.startsWith('video/')) return 'video'
  return 'document'
}

/** Pictures and films share an album, sounds have theirs and documents theirs; the rest goes alone. Ten at most. */
function albumsOf(files) {
  const families = { photo: 'seen', video: 'seen', audio: 'audio', document: 'document' }
  const albums = []
  for (const file of files) {
    const family = families[kindOf(file)]
    const album = albums.find((other) => family && other.family === family && other.files.length < 10)
    if (album) album.files.push(file)
    else albums.push({ family, files: [file] })
  }
  return albums.map((album) => album.files)
}

// Telegram lets a bot fetch 20 MB: what is larger need not really travel.
const maxFetched = 20 * 1024 * 1024

async function fileBody(file) {
  const body = { name: file.name, mime: file.type || 'application/octet-stream', as: kindOf(file) }
  return file.size > maxFetched ? { ...body, fileSize: file.size } : { ...body, base64: await base64(file) }
}

function sendFiles(files, caption, replyToMessageId) {
  const userId = current
  return afterLast(() => sendAlbums(userId, files, caption, replyToMessageId))
}

async function sendAlbums(userId, files, caption, replyToMessageId) {
  let words = caption || undefined
  for (const [number, album] of albumsOf(files).entries()) {
    const mediaGroupId = album.length > 1 ? Date.now() + '-' + number : undefined
    const messages = await Promise.all(album.map(async (file, index) => ({ userId, mediaGroupId, replyToMessageId,
      caption: index === 0 ? words : undefined, file: await fileBody(file) })))
    words = undefined
    await api('telegram/messages', { messages })
  }
}
`
