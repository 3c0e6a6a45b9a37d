/**
 * How people name the folder that everybody shares, in the languages we know. Words that also mean “together” or “in
 * general” count only beside a folder or a file; what is missed here is asked about.
 */
const sharedWords = [
  /\bshared\b|\bshare folder\b|\beverybody'?s folder\b|\bcommon folder\b/iu,
  /(?<!\p{L})(?:общ|совместн|спільн)\p{L}+ (?:папк|пап[оц]|тек|каталог|диск|доступ|файл|хранилищ)\p{L}*/iu,
  /(?<!\p{L})(?:gemeinsam|geteilt|gedeeld)\p{L}* (?:ordner|verzeichnis|datei|map|bestand)\p{L}*/iu,
  /(?<!\p{L})(?:compartid[ao]s?|compartilhad[ao]s?|partagée?s?|condivis[aeio])(?!\p{L})/iu,
]

/** Whether a person's own words speak of the shared folder. */
export function mentionsShared(words: string): boolean {
  return sharedWords.some((pattern) => pattern.test(words))
}
