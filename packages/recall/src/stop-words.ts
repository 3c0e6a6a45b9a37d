/** Words that say nothing of what is looked for. Small lists: a term in over 30 % of what was said is dropped anyway. */
const lists = {
  en: `a about above after again against ago all also am an and any are aren't as at be because been before being below
    between both but by can can't could couldn't did didn't do does doesn't doing don't down during each ever few for
    from further get got had hadn't has hasn't have haven't having he her here hers herself him himself his how i i'd
    i'll i'm i've if in into is isn't it it's its itself just know let's like many may me might more most much must my
    myself no nor not now of off on once only or other ought our ours ourselves out over own please same say said says she
    should shouldn't so some such tell told than that that's the their theirs them themselves then there these they
    they're this those through to too under until up us very was wasn't we were weren't what what's when where which
    while who whom whose why will with won't would wouldn't you you're your yours yourself yourselves s t d ll m re ve
    likely considered considering would might potentially remember recall remind mention mentioned ask asked talk talked anything something thing things`,
  de: `aber als am an auch auf aus bei bin bis bist da damit dann das dass dein deine dem den der des dich die dies diese
    dieser dieses dir doch du ein eine einem einen einer eines er es euch für habe haben hast hat hatte hatten ich ihm ihn
    ihr ihre im in ist ja kann kein keine man mein meine mich mir mit nach nicht noch nun nur ob oder schon sein seine sich
    sie sind so über um und uns unser unter vom von vor war waren was wann warum weil welche welcher wem wen wenn wer werden
    wie wieder wir wird wo wurde zu zum zur`,
  ru: `а без бы был была были было быть в вам вас весь во вот все всё вы где да для до его ее её если есть еще ещё же за и
    из или им их к как какая какие какой какое когда кому который кто куда ли мне мной много мои мой моя моё мы на над нам
    нас не него нее неё нет ни них но ну о об он она они оно от по под при про с сам свои свой со так такой там тебе тебя то
    только тот ты у уже чего чем что чтобы эта эти это этот я напомни помнишь`,
  fr: `ai as au aux avec avais avait avez avoir ce ces cet cette comment dans de des du elle elles en est et eu il ils je
    la le les leur leurs lui ma mais me mes moi mon ne nos notre nous on ou où par pas pour pourquoi qu quand que quel
    quelle quelles quels qui quoi sa sans se ses son sont sur ta te tes toi ton tu un une vos votre vous était étais été
    être`,
  es: `a al algo como con cual cuando cuándo cuál cómo de del desde donde dónde el ella ellas ellos en era eran eres es esa
    ese eso esta estaba este esto está están fue ha han hay la las le les lo los me mi mis muy más nada no nos nosotros o
    os para pero por porque qué que quien quién se ser si sin sobre son soy su sus sí te tiene tu tus tú un una unas uno
    unos y ya yo`,
}

const stopWords = new Set(
  Object.values(lists)
    .flatMap((list) => list.split(/\s+/))
    .map((word) => word.normalize('NFKC').replaceAll('ё', 'е')),
)

export const isStopWord = (word: string): boolean => stopWords.has(word)
