const list = (text: string) => text.split(/,\s*/)

/** What fills the slots of the sentence templates: `{person}`, `{city}` … */
export const vocabulary: Record<string, string[]> = {
  person: list(
    'Marta, Jonas, Priya, Olek, Grandma, Felix, Noor, Ines, Tobias, Hanna, Kwame, Luisa, my brother, my neighbour, Sofia, Emre, Yuki, Dana, my boss, Pavel, Amira, Greta, the landlord, Rafael, Mina, my cousin, Anton, Beatriz, Selma, uncle Georg',
  ),
  city: list(
    'Lisbon, Ghent, Kraków, Bergen, Trieste, Leipzig, Porto, Graz, Cork, Uppsala, Valencia, Ljubljana, Aarhus, Basel, Vilnius, Bologna, Bristol, Tartu, Split, Nantes, Rotterdam, Turku, Salzburg, Málaga, Gdańsk',
  ),
  place: list(
    'the old market hall, the swimming pool, the corner bakery, the lake, the museum, the allotment, the bicycle shop, the dentist, the library, the new ramen place, the harbour, the train station, the climbing hall, the cinema, the town office, the hardware store, the cabin, the botanical garden, the roof terrace, the school',
  ),
  dish: list(
    'lentil soup, mushroom risotto, plum cake, dumplings, shakshuka, potato salad, pad thai, apple strudel, lasagne, borscht, pumpkin curry, fish tacos, pancakes, kimchi stew, onion tart, walnut bread, couscous, paella, gnocchi, rhubarb crumble, ramen, stuffed peppers',
  ),
  thing: list(
    'the bicycle, the washing machine, my left boot, the blue suitcase, the projector, the coffee grinder, the tent, the guitar, the balcony door, the dishwasher, the sewing machine, the old camera, the raincoat, the printer, the drill, the bookshelf, the kayak, the heat pump, the tablet, the record player, the lawn mower, the violin, the freezer, the car keys, the passport',
  ),
  pastime: list(
    'pottery, chess, bouldering, choir, gardening, salsa, birdwatching, fencing, watercolours, swimming, bread baking, astronomy, table tennis, woodwork, improv theatre, sailing, crosswords, beekeeping, photography, knitting, cycling, Portuguese lessons, orienteering, darts',
  ),
  animal: list(
    'the cat, our dog, the hedgehog, the neighbour’s rabbit, a heron, the parrot, two squirrels, the tortoise, a very loud crow, the goat, some bees, the puppy, an owl, the hens',
  ),
  weather: list(
    'pouring rain, thick fog, a heat wave, the first snow, a thunderstorm, clear frost, gusty wind, drizzle, bright sun, hail, a grey sky, warm evening light',
  ),
  mood: list(
    'tired, thrilled, a bit nervous, relieved, hungry, proud, bored, curious, grumpy, hopeful, exhausted, cheerful, puzzled, homesick, calm, impatient',
  ),
  day: list(
    'Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, tomorrow, the day after tomorrow, next weekend, next month, in the holidays',
  ),
  hour: list(
    'six, half past seven, eight sharp, noon, a quarter to three, four, half past five, nine, ten past ten',
  ),
  count: list(
    'two, three, four, five, six, seven, nine, eleven, twelve, fourteen, twenty, thirty, forty, ninety',
  ),
  price: list(
    '12 euros, 18.50, 240 euros, 75 francs, 1,300 euros, 9.90, 49 euros, 610 euros, 33 pounds, 5,800 euros',
  ),
  colour: list(
    'green, dark blue, mustard yellow, white, orange, grey, burgundy, turquoise, black, lilac, copper, beige',
  ),
  topic: list(
    'the rental contract, our tax return, the garden plan, the school timetable, the data migration, the newsletter, the insurance claim, the budget for spring, the invoice template, the backup script, the wedding speech, the kitchen renovation, the travel schedule, the job interview, the monthly report, the heating bill, the birthday party, the study notes, the product photos, the web shop, the sensor log, the recipe collection, the moving checklist, the training plan, the club statutes, the photo archive, the grant application, the customer survey, the router settings, the reading list',
  ),
  tool: list(
    'a spreadsheet, a Python script, the calendar, a shell one-liner, a shared folder, jq, a pivot table, a regular expression, a cron job, SQLite, a flow chart, the command line, a mail filter, a form, a Git branch, a checklist, a small database, a paper notebook',
  ),
  part: list(
    'the opening paragraph, the second column, the deadline, the cover page, the totals, the appendix, the error handling, the naming of files, the delivery address, the test data, the notice period, the summary, the time zones, the duplicates, the signature, the colour scheme, the payment terms, the missing rows, the headings, the cancellation clause',
  ),
  quality: list(
    'simple, reversible, easy to check, cheap, well documented, quick to try, safe to repeat, readable, consistent, robust, honest about its limits, short, complete, easy to explain',
  ),
  risk: list(
    'a missed deadline, lost records, double bookings, unclear responsibility, hidden fees, a broken link, stale numbers, too many exceptions, an angry customer, a full disk, a wrong currency, rounding errors, forgotten renewals, a single point of failure',
  ),
  verb: list(
    'check, rewrite, compare, shorten, export, sort, translate, archive, measure, split, merge, rename, verify, schedule, draft, clean up, print, number, collect, simplify',
  ),
}
