/** How people name the folder that everybody shares, in the languages we know. */
const sharedWords =
  /\bshared?\b|\beverybody'?s\b|\bcommon folder\b|(?<!\p{L})(?:общ(?:ий|ая|ее|ую|ей|ем|им|его|их)|совместн\p{L}+|спільн\p{L}+|gemeinsam\p{L}*|geteilt\p{L}*|compartid\p{L}+|compartilhad\p{L}+|partagée?s?|condivis\p{L}+|gedeeld\p{L}*)(?!\p{L})/iu

/** Whether a person's own words speak of the shared folder. */
export function mentionsShared(words: string): boolean {
  return sharedWords.test(words)
}
