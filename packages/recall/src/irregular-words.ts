/** Forms of one word that porter does not see as one, as people write them every day. */
const groups = `arise arose arisen, awake awoke awoken, bear bore born, beat beaten, become became, begin began begun,
  bend bent, bite bit bitten, blow blew blown, break broke broken, bring brought, build built, burn burnt, buy bought,
  catch caught, choose chose chosen, come came, cut cutting, deal dealt, dig dug, dive dove, draw drew drawn,
  dream dreamt, drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought,
  find found, flee fled, fly flew flown, forbid forbade forbidden, forget forgot forgotten, forgive forgave forgiven,
  freeze froze frozen, give gave given, go went gone, grow grew grown, hang hung, hear heard, hide hid hidden, hold held,
  keep kept, kneel knelt, know knew known, lay laid, lead led, leap leapt, learn learnt, leave left, lend lent, lie lain,
  light lit, lose lost, make made, mean meant, meet met, pay paid, prove proven, ride rode ridden, ring rang rung,
  rise rose risen, run ran, see saw seen, seek sought, sell sold, send sent, sew sewn, shake shook shaken, shine shone,
  shoot shot, show shown, sing sang sung, sink sank sunk, sit sat, sleep slept, smell smelt, speak spoke spoken,
  spend spent, spin spun, spill spilt, stand stood, steal stole stolen, stick stuck, strike struck, swear swore sworn,
  sweep swept, swim swam swum, swing swung, take took taken, teach taught, tear tore torn, tell told, think thought,
  throw threw thrown, understand understood, wake woke woken, wear wore worn, weep wept, win won, write wrote written,
  child children, man men, woman women, person people, foot feet, tooth teeth, mouse mice, goose geese, wife wives,
  knife knives, leaf leaves, half halves, shelf shelves, thief thieves, loaf loaves, far further furthest`

const baseOf = new Map<string, string>()
const formsOf = new Map<string, string[]>()
for (const group of groups.split(',')) {
  const forms = group.trim().split(/\s+/)
  for (const form of forms) {
    baseOf.set(form, forms[0]!)
    formsOf.set(form, forms)
  }
}

/** All forms of all of them. */
export const irregularForms = [...baseOf.keys()]

/** An English word in its base form where its form is irregular: “bought” is “buy”. Endings are the index' business. */
export const baseForm = (word: string): string => baseOf.get(word) ?? word

/** All forms of an irregular word; of any other one itself. */
export const formsOfSame = (word: string): string[] => formsOf.get(word) ?? [word]
