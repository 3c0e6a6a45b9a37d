import { baseForm, formsOfSame } from './irregular-words.ts'
import { sameAs } from './same-words.ts'
import type { Term } from './match-expression.ts'

/** A word in the forms it may have been written in. */
interface Forms {
  /** As they would stand in the list of a person's words. */
  known: string[]
  /** As they are searched for. */
  terms: Term[]
}

/**
 * English endings are the index' own business (porter). Other alphabets are searched by the beginning of the word that
 * its endings leave alone.
 */
export function inflected(word: string): Forms {
  if (/^[\p{Script=Latin}\p{N}\p{M}]+$/u.test(word)) {
    return {
      known: [...new Set([word, ...sameAs(word)].flatMap(formsOf))],
      terms: [word, ...sameAs(word)].map((same) => ({ text: baseForm(same) })),
    }
  }
  if (unspacedScript.test(word)) return { known: [word], terms: [{ text: word }] }
  const forms = shortForms(word)
  if (forms.length > 0) return { known: forms, terms: forms.map((text) => ({ text })) }
  const beginnings = withArticles(word).map((form) => ({ text: form, isPrefix: true }))
  return { known: [word], terms: [{ text: word }, ...beginnings] }
}

/** Written as one with the word that follows. */
const articles: [script: RegExp, words: string[]][] = [
  [/^\p{Script=Hebrew}{3,}$/u, ['ה', 'ב', 'ל', 'ו', 'כ', 'מ', 'ש']],
  [/^\p{Script=Arabic}{3,}$/u, ['ال', 'وال', 'بال', 'لل', 'و']],
]

/** The beginning of a word, also after what is written as one with it, and of what is left without that. */
function withArticles(word: string): string[] {
  const [, own = []] = articles.find(([script]) => script.test(word)) ?? []
  const bare = own.filter((article) => word.startsWith(article)).map((article) => word.slice(article.length))
  const stems = [word, ...bare.filter((rest) => rest.length >= 3)].map(stemOf)
  return [...new Set(stems.flatMap((stem) => [stem, ...own.map((article) => article + stem)]))]
}

const unspacedScript =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+$/u

const russianEnding =
  /(?:иями|ією|ями|ами|ого|его|ому|ему|ыми|ими|иях|иям|ешь|ишь|ете|ите|ться|лась|лись|лось|ется|ях|ах|ов|ев|ей|ой|ий|ый|ая|яя|ое|ее|ые|ие|ую|юю|ам|ям|ом|ем|ым|им|ых|их|ла|ло|ли|ть|ет|ит|ут|ют|ат|ят|ию|ия|ии|ью|ою|ею|ів|ові|еві|[аеиоуыэюяйьіїє])$/u

const shortEndings = [
  'а',
  'у',
  'ом',
  'е',
  'ы',
  'и',
  'ов',
  'ам',
  'ами',
  'ах',
  'я',
  'ю',
  'ем',
  'ей',
  'ой',
  'і',
  'ів',
]

/** “Кот” in its other forms: too many words begin like it. */
function shortForms(word: string): string[] {
  if (!/^\p{Script=Cyrillic}{3}$/u.test(word)) return []
  const stem = word.replace(/[аеиоуыэюяйьіїє]$/u, '')
  return [...new Set([word, ...shortEndings.map((ending) => stem + ending)])]
}

/** The beginning that its other forms share with a word. */
function stemOf(word: string): string {
  if (word.length < 4) return word
  if (!/^\p{Script=Cyrillic}+$/u.test(word)) return word.slice(0, word.length >= 7 ? -2 : -1)
  // “кошек” belongs to “кошка”.
  const plural = word.length > 4 ? word.replace(/[ео]к$/u, 'к') : word
  if (plural !== word) return plural
  const stem = word.replace(russianEnding, '')
  return stem.length >= 3 ? stem : word.slice(0, 3)
}

/** Of one word, some of them twice. */
function formsOf(word: string): string[] {
  const base = baseForm(word)
  const others = base === word ? [] : englishForms(base)
  return [...others, ...englishForms(word), ...formsOfSame(word)]
}

const endings = ['', 's', 'es', 'ed', 'ing', 'e', 'y', 'ies', 'ied', 'ly']

function englishForms(word: string): string[] {
  const stem = word.replace(/(?:ies|ied|ing|ed|es|s|e|y)$/, '')
  const base = stem.length >= 3 ? stem : word
  const doubled = base.replace(/([bdgklmnprt])\1$/, '$1')
  const stems = doubled === base ? [base] : [base, doubled]
  return [word, ...stems.flatMap((stem) => endings.map((ending) => stem + ending))]
}
