/**
 * How people ask to have a note changed or removed, in the languages we know: “forget that note”, “change my note on tea”.
 * Narrow on purpose: what is missed here is asked about.
 */
const not = String.raw`(?<!(?:n't|\b(?:not|never|no|não|nao|ne|non)|(?<!\p{L})не)\s+|n')`
const word = (stems: string) => new RegExp(`${not}(?<!\\p{L})(?:${stems})(?!\\p{L})`, 'iu')

const forgetting = [
  /(?<!(?:\b(?:i|we|they|people|always|not|never|do|did|to|will|might|may)|n't)\s+)\bforget\b(?! it\b)|\byou to forget\b/iu,
  word(`забудь(?:те)?`),
  word(`(?:vergiss|vergesst|vergessen sie)(?! nicht| bitte nicht)`),
  word(`(?<!\\b(?:se|me|nos) )(?:olv[ií]da(?:te|lo|la)?|esque(?:ce|ça)|dimentica(?:lo|la)?)`),
  word(`(?<!j')oublie[zs]?|(?<!ik )vergeet(?! niet)`),
]

const remembering = [
  /(?:^|[.!?,;:—\n]\s*|\b(?:please|and|also|so|(?:can|could|will|would) you(?: please)?|you to)\s+)remember\b(?! when\b)/iu,
  /\b(?:don't|do not) forget\b|\bkeep (?:that |this |it )?in mind\b|\b(?:make|take) a note\b|\b(?:note|write) (?:that|this|it|down)\b/iu,
  /(?<!\p{L})(?:запомни|запиши|не забудь|запам'?ятай)(?:те)?(?!\p{L})/iu,
  /(?<!\p{L})(?:merke? dir|merken sie sich|notiere?|notieren sie|vergiss (?:bitte )?nicht|onthoud|noteer|vergeet niet)(?!\p{L})/iu,
  /(?<!\p{L}|\b(?:me|te|le) )(?:recuerda|acuérdate|anot[ae]|apunta|lembr[ae](?:-te|-se)?|no olvides|não esqueças?)(?!\p{L})/iu,
  /(?<!\p{L})(?:souviens-toi|souvenez-vous|retiens|retenez|notez|note que|n'oublie[zs]? pas|ricorda(?:ti)?|annota)(?!\p{L})/iu,
]

/** A file of that name is none. */
const notes = String.raw`(?<![\p{L}/])(?:notes?|memor(?:y|ies|ia)|memória|mémoire|anotaç\p{L}+|notas?|appunt[oi]|замет\p{L}+|памят\p{L}+|нотат\p{L}+|пам'ят\p{L}*|notiz\p{L}*|gedächtnis|notities?|aantekening\p{L}*|geheugen)(?![\p{L}]|\.\p{L})`
const changing = [
  'chang|edit|updat|correct|fix|replac|rewrit|reword|remov|delet|drop|eras|clear|clean|merg|join|combin|shorten|wip|get rid',
  'измен|поменя|исправ|обнов|перепи|замен|удал|сотр|стер|убер|убра|очист|объедин|сократ|зміни|виправ|онов|видал|зітри|прибер|скорот',
  'änder|aender|korrigier|aktualisier|ersetz|lösch|loesch|entfern|streich|kürz|wijzig|verander|verwijder|wis|corrigeer|vervang|schrap',
  'cambi|corri[gj]|actualiz|atualiz|borr|elimin|quit|reempla|mud|alter|apag|exclu|modif|supprim|effac|remplac|enlèv|cancell|rimuov|aggiorn|sostitu|togli',
].join('|')
const changes = String.raw`${not}(?<!\p{L})(?:${changing})\p{L}*`
/** In one sentence, in either order. */
const changingNotes = [
  new RegExp(String.raw`${changes}[^.!?\n]{0,60}?${notes}`, 'iu'),
  new RegExp(String.raw`${notes}[^.!?\n]{0,60}?${changes}`, 'iu'),
]

const says = (words: string, patterns: RegExp[]) => {
  const plain = words.replace(/[’ʼ]/g, "'")
  return patterns.some((pattern) => pattern.test(plain))
}

/** Whether a person's own words ask for something to be remembered. */
export const asksToRemember = (words: string): boolean => says(words, remembering)

/** Whether they ask for a note to go. */
export const asksToForget = (words: string): boolean => says(words, [...forgetting, ...changingNotes])

/** Whether they ask for what makes a note say something else: a new fact does so as well. */
export const asksToChangeNotes = (words: string): boolean => asksToForget(words) || asksToRemember(words)
