import { stemOf } from './stem.ts'

/**
 * What people ask for by one word and say by another: a kind and what is of that kind, or words for the same. The first
 * words of a line, up to the colon, are asked by; all of a line are searched for.
 */
const lines = `
family relative relatives: mom mother dad father parents husband wife son daughter kids brother sister grandma grandpa cousin aunt uncle
child children kid kids: son daughter baby toddler kids
parent parents: mom mum mother dad father
sibling siblings: brother sister
partner spouse relationship dating married marriage single: husband wife boyfriend girlfriend wedding engaged divorce breakup date
friend friends friendship: buddy pal mate
pet pets animal animals: dog cat puppy kitten bird fish hamster rabbit turtle snake horse
dog dogs: puppy pup
cat cats: kitten
hobby hobbies activity activities pastime leisure interest interests fun enjoy: hiking painting swimming running reading camping dancing cooking gaming gardening photography pottery yoga knitting fishing cycling
relax destress unwind stress calm: therapy therapeutic peaceful soothing meditation yoga destress relaxing escape
exercise workout fitness sport sports athletic: gym run running swim swimming yoga jog cycling hike hiking training basketball football soccer tennis
outdoor outdoors nature: hike hiking camping park forest mountain beach trail lake
art arts artistic creative: painting drawing pottery sculpture sketch photography canvas
paint painting painted: canvas brush watercolor artwork
instrument instruments: guitar piano violin drums clarinet flute cello saxophone bass ukulele trumpet
music musical musician band artist concert: song singer album guitar piano gig festival performance
book books read reading novel author: novel author reading story chapter series library
movie movies film films show watch cinema: movie film series netflix episode theater
game games gaming: play console chess cards board tournament
food dish meal cuisine eat diet: dinner lunch breakfast recipe cook cooking restaurant pizza pasta salad vegetarian vegan
drink drinks beverage: coffee tea wine beer juice water cocktail
cook cooking bake baking recipe: cook bake baked recipe dish cake kitchen
dessert sweet sweets: cake cookie ice cream chocolate pie
job work career occupation profession employment employer: job work career position hired boss office company promotion
boss manager employer: manager supervisor
colleague colleagues coworker: coworkers team
salary income earn pay: salary raise wage paid
fired unemployed: lost laid job
business company startup venture: business store shop studio brand customers clients
shop store: shop store boutique
promote promotion marketing advertise advertisement: ad ads campaign marketing social media instagram
study studies education school university college degree major field: school college university class course degree graduate student exam
teacher teach: teacher professor class students
exam test: exam test grade passed
money finance financial budget cost price expensive: money budget savings loan debt cost price cheap
buy purchase purchased shopping bought: bought purchase ordered shopping got
own possess: own have bought
gift present presents: gift present birthday gave
health illness sick disease medical condition injury injured: sick ill doctor hospital pain flu surgery injury medicine allergy diagnosis
doctor physician: doctor hospital clinic appointment
allergy allergic allergies: allergic allergy
medicine medication pill: medicine pills prescription
mental emotional: therapy counseling anxiety depression stress
diet vegetarian vegan: vegetarian vegan meat
home house apartment live lives living residence: house home apartment flat moved neighborhood
address street: street address
city town country place hometown: city town country from moved
move moved relocate: moved moving new apartment
travel trip vacation holiday journey visit visited abroad: trip travel vacation flight visited tour hotel roadtrip
flight fly plane airport: flight plane airport ticket
hotel accommodation stay: hotel airbnb booked
car vehicle drive transport: car truck drive bike bus train
bike bicycle cycling: bike bicycle ride
event events attend attended participate participated: event conference workshop parade meeting concert festival fair competition group show
party celebrate celebration: party celebrated birthday anniversary
birthday born age old: birthday born years old
wedding marry: wedding married ceremony
competition contest tournament: competition contest won trophy prize
award prize won achievement: award prize trophy medal won first place
volunteer volunteering charity community donate: volunteer charity shelter donate fundraiser community
help support supportive: help support there for encouraged
religion religious faith church spiritual: church faith god pray bible temple mosque
politics political: vote election rights party government liberal conservative
identity gender sexuality: gay lesbian transgender trans woman man queer
feel feeling feelings emotion mood: happy sad excited proud nervous scared angry grateful
happy joy: happy glad excited thrilled
sad upset: sad upset down cry
afraid fear scared: scared afraid nervous anxious
proud accomplishment: proud accomplished
goal goals dream plan plans future aspire ambition: goal dream plan hope want someday
plan plans planning intend: plan planning going next upcoming
problem problems issue challenge challenges difficulty difficulties struggle setback: tough hard problem struggle challenge difficult setback
reason why motivation motivate inspired inspire inspiration: because inspired motivated passion
decide decision chose: decided chose choice
advice recommend recommendation suggest suggestion: recommend suggest should try tips
learn skill skills: learn learned class lesson practice
clothes clothing outfit fashion wear: dress shirt shoes jacket jeans hat
jewelry accessory: necklace ring bracelet earrings
photo photos picture image: picture photo pic
symbol symbolize represent meaning significance: symbol stands means represents reminder
garden plants gardening: garden plants flowers vegetables grow
flower flowers plant: flowers roses sunflowers tulips
weather climate: rain snow sun sunny hot cold storm
computer laptop device phone technology: laptop phone computer app software
code programming software developer: code python javascript app bug program
password login account: password account login
deadline due: deadline due by
meeting appointment: meeting appointment call schedule
name called: named name called
favorite favourite best prefer preference: favorite favourite love best prefer
dislike hate: hate dislike stand
color colour: red blue green yellow purple pink black white
sleep insomnia tired: sleep tired nap rest bed
accident crash: accident crash hit injured
die died death passed loss: died death passed funeral lost
baby pregnant pregnancy: baby pregnant born due
adopt adoption: adopt adoption agency foster
speak language languages: language spanish french german english speak
sing singer: song voice choir
dance dancing dancer: dance ballet contemporary studio
write writing writer: write journal blog poem story book
military army: army service veteran
nationality origin roots: country born from grew up
personality trait traits describe: kind caring thoughtful honest funny strong brave
`

const groups = new Map<string, string[]>()
for (const line of lines.trim().split('\n')) {
  const [keys, words] = line.split(':').map((part) => part.trim().split(/\s+/))
  for (const key of keys!) groups.set(stemOf(key), [...(groups.get(stemOf(key)) ?? []), ...keys!, ...words!])
}

/** Other words under which the same may have been said. */
export function related(word: string): string[] {
  const found = groups.get(stemOf(word)) ?? []
  return [...new Set(found)].filter((other) => stemOf(other) !== stemOf(word))
}
