/** What keys look like, for those that are not ours: a vendor's error may echo any. */
const LOOKS_LIKE_A_KEY = /AIza[\w-]{20,}|\bAQ\.[\w-]{20,}|\bgsk_\w{10,}/g

/** Takes every key out of a text. Made once, as the secrets do not change. */
export function scrubber(secrets: readonly string[]): (text: string) => string {
  return (text) => {
    let clean = text
    for (const secret of secrets) clean = clean.replaceAll(secret, '[key removed]')
    return clean.replace(LOOKS_LIKE_A_KEY, '[key removed]')
  }
}
