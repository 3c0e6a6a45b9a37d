/** Bot tokens, Google keys, Groq keys, bearer headers; the shapes of apis we hold keys for. */
const secretShapes = [
  /\d{6,12}:[A-Za-z0-9_-]{30,}/g,
  /AIza[\w-]{30,}/g,
  /gsk_\w{16,}/g,
  /(?<=bearer\s+)[\w.~+/-]{16,}=*/gi,
  /(?<=:\/\/[^/\s:@]*:)[^/\s@]+(?=@)/g,
]

/** Takes everything that looks like a secret out of a text. */
export function redact(text: string): string {
  return secretShapes.reduce((clean, shape) => clean.replace(shape, '[secret]'), text)
}
