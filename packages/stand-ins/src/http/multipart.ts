import busboy from 'busboy'

/** One uploaded file of a multipart request. */
export interface UploadedFile {
  /** Form field it came in. */
  field: string
  name: string
  mime: string
  bytes: Buffer
}

export interface MultipartForm {
  fields: Record<string, string>
  files: UploadedFile[]
}

/** Parses a multipart/form-data body that is already in memory. Rejects on a malformed one. */
export function parseMultipart(contentType: string, body: Buffer): Promise<MultipartForm> {
  return new Promise((resolve, reject) => {
    const form: MultipartForm = { fields: {}, files: [] }
    const parser = busboy({
      headers: { 'content-type': contentType },
      defParamCharset: 'utf8',
      limits: { fieldSize: 16 * 1024 * 1024 },
    })
    parser.on('field', (name, value) => {
      form.fields[name] = value
    })
    parser.on('file', (field, stream, info) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        form.files.push({
          field,
          name: info.filename || 'file',
          mime: info.mimeType,
          bytes: Buffer.concat(chunks),
        })
      })
    })
    parser.on('error', reject)
    parser.on('close', () => resolve(form))
    parser.end(body)
  })
}
