/** Words that say nothing of what a message is about, and the ones that answers are acknowledged with. */
const empty = new Set(
  `a about after again all also am an and any are as at be because been but by can could did do does doing done for from get
  go good got great had has have he hello her hey hi him his how i if in into is it its just know let like make may maybe me
  more much my need nice no not now of off oh ok okay on one only or our out over perfect please put right say see she should
  so some sure thank thanks that the their them then there these they thing this those time to too up us use very want was
  we well were what when where which who why will with would wow yeah yep yes yet you your
  cool ja nein danke gut bitte und oder der die das ist nicht ich du wir да нет спасибо хорошо ладно привет понятно и в не на я`.split(
    /\s+/,
  ),
)

/** The words of a message that could be looked for, in lower case. */
export function contentWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter((word) => word.length > 1 && !empty.has(word))
}
