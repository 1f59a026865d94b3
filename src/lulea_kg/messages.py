"""Every message a person may meet, in English and Swedish: what is wrong, and what to do about it."""

from collections import defaultdict
from typing import Final

_PLACE: Final = {"en": ("row", "column"), "sv": ("rad", "kolumn")}

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # Files
    "bad-csv": (
        "the table cannot be read ({found}). Look for a quotation mark that is never closed.",
        "tabellen går inte att läsa ({found}). Leta efter ett citattecken som aldrig stängs.",
    ),
    "bad-header": (
        "this is not the header of the table; it begins {expected}, … with comma or semicolon between.",
        "detta är inte tabellens rubrikrad; den börjar {expected}, … med komma eller semikolon emellan.",
    ),
    "bad-rdf": ("not readable: {found}. Correct the syntax.", "går inte att läsa: {found}. Rätta syntaxen."),
    "bad-toml": ("not readable: {found}. Correct the syntax.", "går inte att läsa: {found}. Rätta syntaxen."),
    "blank-node": (
        "a blank node beside {found}. Give the thing an IRI such as <id/situation/~name>, so that it can be linked to.",
        "en anonym nod vid {found}. Ge saken en IRI som <id/situation/~namn>, så att den går att länka till.",
    ),
    "cell-count": (
        "{found} cells where the header has {expected}. Put a text that holds the separator in quotation marks.",
        "{found} celler där rubriken har {expected}. Sätt citattecken om text som innehåller skiljetecknet.",
    ),
    "control-character": (
        "the cell holds the control character {found}. Remove it.",
        "cellen innehåller styrtecknet {found}. Ta bort det.",
    ),
    "dump-without-graph": (
        "the quad about {found} names no graph. Use the dump of a release (dump.nq.gz).",
        "raden om {found} anger ingen graf. Använd en utgåvas dump (dump.nq.gz).",
    ),
    "empty-dump": ("holds nothing: this is no dump.", "innehåller ingenting: detta är ingen dump."),
    "file-too-large": (
        "{found} bytes, the limit is {limit}. Split the file.",
        "{found} byte, gränsen är {limit}. Dela upp filen.",
    ),
    "foreign-graph": (
        "the graph {found} is not that of the source the file is named after. Move it to that source's own file.",
        "grafen {found} hör inte till källan som filen är uppkallad efter. Flytta den till den källans egen fil.",
    ),
    "missing-column": (
        "the columns {found} are missing. Add them, they may be empty.",
        "kolumnerna {found} saknas. Lägg till dem, de får vara tomma.",
    ),
    "not-text": ("a NUL byte: this is not a text file.", "en NUL-byte: detta är ingen textfil."),
    "not-utf8": (
        "the byte {found} is not UTF-8. Save the file as UTF-8.",
        "byten {found} är inte UTF-8. Spara filen som UTF-8.",
    ),
    "repeated-column": ("the columns {found} stand twice. Keep one.", "kolumnerna {found} står två gånger. Behåll en."),
    "too-deep": ("nested deeper than {limit} levels.", "nästlad djupare än {limit} nivåer."),
    "triple-term": ("a triple term beside {found}: RDF 1.1 only.", "en tripelterm vid {found}: bara RDF 1.1."),
    "unknown-format": (
        "no RDF format is known by the ending {found!r}. Known: {expected}.",
        "inget RDF-format har ändelsen {found!r}. Kända: {expected}.",
    ),
    "unreadable-file": (
        "cannot be read ({found}). Check the path and your permissions.",
        "går inte att läsa ({found}). Kontrollera sökväg och rättigheter.",
    ),
    "unwritable": (
        "cannot be written ({found}). Nothing was changed; check space and permissions.",
        "går inte att skriva ({found}). Inget ändrades; kontrollera utrymme och rättigheter.",
    ),
    # Datasets and registries
    "bad-base": (
        "{found!r} is no base for IRIs. Write an address such as https://data.example.se/relations.",
        "{found!r} är ingen bas för IRI:er. Skriv en adress som https://data.example.se/relationer.",
    ),
    "bad-key": (
        "{found!r} is no key: ten characters a–z, 2–7. Leave the row out to have one minted.",
        "{found!r} är ingen nyckel: tio tecken a–z, 2–7. Utelämna raden så skapas en.",
    ),
    "bad-natural-key": (
        "{found}: a natural key is written <id/TYPE/~key>. Use one of the types in the documentation.",
        "{found}: en naturlig nyckel skrivs <id/TYP/~nyckel>. Använd en av typerna i dokumentationen.",
    ),
    "bad-setting": ("{found!r} cannot be used. Write {expected}.", "{found!r} går inte att använda. Skriv {expected}."),
    "circular-replacement": (
        "the keys {found} replace each other in a circle. Leave replaced_by empty for the one that stays.",
        "nycklarna {found} ersätter varandra i en cirkel. Lämna replaced_by tomt för den som ska vara kvar.",
    ),
    "dataset-exists": (
        "the folder exists and is no dataset. Choose another name.",
        "mappen finns redan och är ingen datamängd. Välj ett annat namn.",
    ),
    "duplicate-dataset": (
        "a second dataset named {found}. Rename one of them.",
        "en andra datamängd med namnet {found}. Byt namn på en av dem.",
    ),
    "duplicate-key": (
        "{found} is registered twice. Keep one row.",
        "{found} är registrerad två gånger. Behåll en rad.",
    ),
    "missing-replacement": (
        "{found} replaces this key, but is no {expected} of the registry. Add its row, or correct the key.",
        "{found} ersätter den här nyckeln, men är ingen {expected} i registret. Lägg till raden, eller rätta nyckeln.",
    ),
    "missing-setting": ("{found} is missing. Add it.", "{found} saknas. Lägg till det."),
    "no-dataset": (
        "no dataset here: no dataset.toml in the folder or directly below it. Make one with lulea-kg new NAME.",
        "ingen datamängd här: ingen dataset.toml i mappen eller direkt under den. Skapa en med lulea-kg new NAMN.",
    ),
    "replacement-incomplete": (
        "a replaced key needs both replaced_by and reason.",
        "en ersatt nyckel behöver både replaced_by och reason.",
    ),
    "unknown-dataset": ("no dataset is named {found}.", "ingen datamängd heter {found}."),
    "unknown-setting": ("the setting {found} is not known. Remove it.", "inställningen {found} är okänd. Ta bort den."),
    "unregistered": (
        "Not in registry.csv: {count}, such as {found}. They got the keys their names give; run lulea-kg new on "
        "the dataset to register them.",
        "Inte i registry.csv: {count}, som {found}. De fick de nycklar deras namn ger; kör lulea-kg new på "
        "datamängden för att registrera dem.",
    ),
    # Rows
    "axis-status": (
        "the status is one of the axis {expected}, not {found}. Correct axis or status.",
        "statusen hör till axeln {expected}, inte {found}. Rätta axis eller status.",
    ),
    "bad-code": ("{found!r} is not one of: {expected}.", "{found!r} är inte någon av: {expected}."),
    "bad-confidence": ("{found!r} is not a number from 0 to 1.", "{found!r} är inte ett tal från 0 till 1."),
    "bad-day": (
        "{found!r} is not a calendar day. Write YYYY-MM-DD.",
        "{found!r} är ingen dag i kalendern. Skriv ÅÅÅÅ-MM-DD.",
    ),
    "bad-edtf": (
        "{found!r} is not a date. Write a day, month or year (2022-09-02, 2022-09, 2022), as the source states it.",
        "{found!r} är inget datum. Skriv dag, månad eller år (2022-09-02, 2022-09, 2022), så som källan anger det.",
    ),
    "bad-language": (
        "{found!r} is no language code. Write one such as sv, en or fi; und when it is not known.",
        "{found!r} är ingen språkkod. Skriv en som sv, en eller fi; und när språket inte är känt.",
    ),
    "bad-row-key": (
        "{found!r} cannot be a key. Use letters, digits, dots and hyphens.",
        "{found!r} kan inte vara en nyckel. Använd bokstäver, siffror, punkter och bindestreck.",
    ),
    "bad-sha256": ("{found!r} is no SHA-256 in hex.", "{found!r} är ingen SHA-256 i hex."),
    "bad-url": (
        "{found!r} is no web address. Begin with https://.",
        "{found!r} är ingen webbadress. Börja med https://.",
    ),
    "claim-outside-source": (
        "claims stand in sources/KEY.ttl, the file of the source that says them; move {found} there.",
        "påståenden står i sources/NYCKEL.ttl, filen för källan som säger dem; flytta {found} dit.",
    ),
    "claim-twice": (
        "the claim {found} stands also at {expected}. Keep one of them, or give this one another key.",
        "påståendet {found} står också på {expected}. Behåll ett av dem, eller ge det här en annan nyckel.",
    ),
    "country-unknown": ("no country has the code {found!r}.", "inget land har koden {found!r}."),
    "duplicate-id": (
        "the key {found!r} stands on two rows. Give each row its own.",
        "nyckeln {found!r} står på två rader. Ge varje rad en egen.",
    ),
    "empty-cell": ("the cell is empty, and must not be.", "cellen är tom, och får inte vara det."),
    "end-before-begin": (
        "the end is before the beginning ({found} < {expected}). Correct it, or leave empty what is unknown.",
        "slutdatum före startdatum ({found} < {expected}). Rätta, eller lämna tomt det som är okänt.",
    ),
    "inference-basis": (
        "{found!r}: an inferred claim names its inference, a stated one names none.",
        "{found!r}: ett slutet påstående anger sin slutledning, ett uttryckligt anger ingen.",
    ),
    "missing-source": (
        "no row of sources.csv has the key {found!r}. Add the source, or correct the key.",
        "ingen rad i sources.csv har nyckeln {found!r}. Lägg till källan, eller rätta nyckeln.",
    ),
    "no-evidence": (
        "the claim {found} rests on no evidence. Let oa:hasTarget point to its words, or to a file and row.",
        "påståendet {found} saknar belägg. Låt oa:hasTarget peka på orden, eller på en fil och rad.",
    ),
    "offsets-length": (
        "end is {found}, but start and the phrase's length give {expected}.",
        "end är {found}, men start och frasens längd ger {expected}.",
    ),
    "offsets-without-phrase": ("offsets without a phrase.", "positioner utan fras."),
    "own-partner": ("{found!r} is the subject itself.", "{found!r} är subjektet självt."),
    "partner-or-territory": (
        "give either a partner, or the territory when the source names no partner.",
        "ange antingen en partner, eller ett område (territory) när källan inte namnger någon partner.",
    ),
    "phrase-too-long": (
        "{found} words: quote at most {limit}, those that hold the name or the changing verb.",
        "{found} ord: citera högst {limit}, de som bär namnet eller det ändrande verbet.",
    ),
    "phrase-without-offsets": (
        "a phrase needs start and end: code points from the beginning of the text, end exclusive.",
        "en fras behöver start och end: kodpunkter från textens början, end ej inräknad.",
    ),
    "phrase-without-snapshot": (
        "the source {expected} has no sha256, so nobody could check the phrase {found!r}. Add the text's digest.",
        "källan {expected} saknar sha256, så ingen kan kontrollera frasen {found!r}. Lägg till textens kontrollsumma.",
    ),
    "unknown-column": (
        "the column {found!r} is not known. Remove it, or move its text to note.",
        "kolumnen {found!r} är okänd. Ta bort den, eller flytta texten till note.",
    ),
    "withdrawal-incomplete": (
        "a withdrawal needs both a day and a reason.",
        "ett återtagande behöver både dag och skäl.",
    ),
    # Snapshots
    "phrase-not-found": (
        "the phrase {phrase!r} does not stand at its place in source {source}; there it says {found!r}. The phrase "
        "stands at: {expected}. Correct the phrase, its offsets or the claim ({claim}).",
        "frasen {phrase!r} står inte på sin plats i källan {source}; där står {found!r}. Frasen står på: {expected}. "
        "Rätta frasen, dess positioner eller påståendet ({claim}).",
    ),
    "build-findings": ("What the build found: correct the data", "Vad bygget fann: rätta datan"),
    "phrases-absent": (
        "{count} phrases are not re-checked: their texts are not in the snapshots folder.",
        "{count} fraser är inte omkontrollerade: deras texter finns inte i mappen snapshots.",
    ),
    "snapshot-altered": (
        "this text is not the one source {source} was read from (SHA-256 {found}…, expected {expected}…). Restore it, "
        "or read the source anew.",
        "texten är inte den som källan {source} lästes från (SHA-256 {found}…, väntat {expected}…). Återställ den, "
        "eller läs källan på nytt.",
    ),
    "snapshot-unowned": ("belongs to no source; it is not used.", "hör inte till någon källa; den används inte."),
    "snapshot-unreadable": ("is not text in UTF-8; it is not used.", "är inte text i UTF-8; den används inte."),
    # Names and queries
    "bad-parameter": (
        "{name}: {found!r} is not one of: {expected}.",
        "{name}: {found!r} är inte någon av: {expected}.",
    ),
    "bad-rule": ("a rule cannot be run: {found}", "en regel går inte att köra: {found}"),
    "bad-sparql": ("not a SPARQL query: {found}", "ingen SPARQL-fråga: {found}"),
    "name-ambiguous": (
        "{found!r} names several things: {suggestions}. Use the key in brackets, or add the country (Name, FI).",
        "{found!r} kan vara flera: {suggestions}. Använd nyckeln inom parentes, eller lägg till landet (Namn, FI).",
    ),
    "name-unknown": ("nothing is named {found!r}.{hint}", "inget heter {found!r}.{hint}"),
    "query-network": (
        "{found} would reach the network; queries here do not.",
        "{found} skulle nå nätet; det gör inga frågor här.",
    ),
    "query-refused": (
        "the server cannot answer the query {query} ({found}).",
        "servern kan inte svara på frågan {query} ({found}).",
    ),
    "query-too-deep": ("the query is nested deeper than {limit}.", "frågan är nästlad djupare än {limit}."),
    "query-too-many": (
        "the query is too long for the parser ({found}, the limit is {limit}). Ask in parts.",
        "frågan är för lång för tolken ({found}, gränsen är {limit}). Fråga i delar.",
    ),
    "query-too-long": (
        "the query has {found} characters, the limit is {limit}.",
        "frågan har {found} tecken, gränsen är {limit}.",
    ),
    "query-unknown": (
        "there is no query named {found!r}.{hint} lulea-kg ask lists them.",
        "det finns ingen fråga {found!r}.{hint} lulea-kg ask räknar upp dem.",
    ),
    "format-needs": (
        "the format {found} needs {expected}. Install it with pip install 'lulea_kg[{extra}]'.",
        "formatet {found} behöver {expected}. Installera det med pip install 'lulea_kg[{extra}]'.",
    ),
    "about-or-theme": (
        "give either about or theme, one of them.",
        "ange antingen about eller theme, ett av dem.",
    ),
    "bad-code-form": (
        "{found!r} is no code of the scheme {expected}. Write it as the register does, with its leading zeros.",
        "{found!r} är ingen kod i kodsystemet {expected}. Skriv den som registret gör, med inledande nollor.",
    ),
    "bad-number": (
        "{found!r} is not a number in the range {expected}.",
        "{found!r} är inte ett tal i intervallet {expected}.",
    ),
    "option-needs": (
        "{found} needs {expected}. Install it with pip install 'lulea_kg[{extra}]'.",
        "{found} behöver {expected}. Installera det med pip install 'lulea_kg[{extra}]'.",
    ),
    "bad-scheduler": (
        "{found!r} is not the address of a scheduler. Write it as in tcp://host:8786.",
        "{found!r} är inte adressen till en schemaläggare. Skriv den som i tcp://dator:8786.",
    ),
    "no-scheduler": (
        "no Dask scheduler answers there ({found}). Start one, or leave --scheduler out.",
        "ingen Dask-schemaläggare svarar där ({found}). Starta en, eller utelämna --scheduler.",
    ),
    "no-workers": (
        "the Dask scheduler there has no workers. Start some, or leave --scheduler out.",
        "Dask-schemaläggaren där har inga arbetare. Starta några, eller utelämna --scheduler.",
    ),
    "scheduler-gone": (
        "the Dask scheduler there ended before the work was done; nothing was sealed. Start it and build again.",
        "Dask-schemaläggaren där slutade innan arbetet var gjort; inget förseglades. Starta den och bygg igen.",
    ),
    "workers-gone": (
        "workers of the Dask scheduler there ended again and again on one and the same source; nothing was sealed. "
        "Give them more memory, or leave --scheduler out.",
        "arbetare hos Dask-schemaläggaren där slutade gång på gång vid en och samma källa; inget förseglades. "
        "Ge dem mer minne, eller utelämna --scheduler.",
    ),
    "worker-differs": (
        "Dask there lacks the lulea_kg or pyshacl of this machine, or has it in another folder. "
        "Install the same in the same folder, and start Dask there anew.",
        "Dask där saknar den här datorns lulea_kg eller pyshacl, eller har den i en annan mapp. "
        "Installera samma i samma mapp, och starta om Dask där.",
    ),
    "format-unfit": (
        "the answer of this query has no form as {found}. Use one of {expected}.",
        "svaret på den här frågan har ingen form som {found}. Använd någon av {expected}.",
    ),
    "nothing-found": (
        "no rows. The answer is about {asOf}; perhaps nothing is known for that day, or a parameter is too narrow.",
        "inga rader. Svaret gäller {asOf}; kanske är inget känt för den dagen, eller en parameter för snäv.",
    ),
    "no-rows": ("no rows.", "inga rader."),
    "bad-graph-option": (
        "{found!r}: --graph is written IRI=FILE.",
        "{found!r}: --graph skrivs IRI=FIL.",
    ),
    "usage-choice": ("{name} is one of: {expected}.", "{name} är någon av: {expected}."),
    "usage-missing": ("{found} is missing.", "{found} saknas."),
    "usage-no-command": ("there is no command {found!r}.", "det finns inget kommando {found!r}."),
    "usage-no-option": ("there is no option {found}.{hint}", "det finns ingen flagga {found}.{hint}"),
    "unknown-parameter": (
        "the query {query} has no parameter {found}. It has: {expected}.",
        "frågan {query} har ingen parameter {found}. Den har: {expected}.",
    ),
    # Releases and stores
    "file-damaged": (
        "does not have the digest it was sealed with. Build the release again.",
        "har inte den kontrollsumma den förseglades med. Bygg utgåvan på nytt.",
    ),
    "graph-damaged": (
        "the graph {found} does not have the digest in the manifest. Build the release again.",
        "grafen {found} har inte kontrollsumman i manifestet. Bygg utgåvan på nytt.",
    ),
    "id-damaged": (
        "the content does not give the id {found}. Build the release again.",
        "innehållet ger inte id:t {found}. Bygg utgåvan på nytt.",
    ),
    "input-rejected": (
        "Faults in the input: {count}. Nothing was sealed.",
        "Fel i indata: {count}. Inget förseglades.",
    ),
    "answer-too-large": (
        "the answer is larger than {limit} bytes. Ask for less, with LIMIT or a narrower pattern.",
        "svaret är större än {limit} byte. Fråga efter mindre, med LIMIT eller ett snävare mönster.",
    ),
    "bad-endpoint": (
        "{found!r} is no address of a SPARQL server. Write one that begins with http:// or https://.",
        "{found!r} är ingen adress till en SPARQL-server. Skriv en som börjar med http:// eller https://.",
    ),
    "erased-release": (
        "this release was erased on {day}: {found}.",
        "den här utgåvan raderades {day}: {found}.",
    ),
    "erasure-incomplete": (
        "the name still stands in: {found}. Remove it there by hand.",
        "namnet står kvar i: {found}. Ta bort det där för hand.",
    ),
    "half-loaded": (
        "the server holds a release only in part. Run lulea-kg push again.",
        "servern har bara en del av en utgåva. Kör lulea-kg push igen.",
    ),
    "nothing-loaded": (
        "the server holds no release. Load one with lulea-kg push.",
        "servern har ingen utgåva. Ladda en med lulea-kg push.",
    ),
    "needs-folder": (
        "--as-known and --published-by make the graph anew, which needs a release folder and not a server.",
        "--as-known och --published-by gör om grafen, och det kräver en utgåvas mapp, inte en server.",
    ),
    "no-union": (
        "the server's default graph is not the union of its graphs, so queries would miss what is there. Set it so.",
        "serverns standardgraf är inte unionen av dess grafer, så frågor skulle missa det som finns. Ställ in den så.",
    ),
    "refused-login": (
        "the server refuses the log-in. Give user and password in LULEA_KG_LOGIN (user:password).",
        "servern avvisar inloggningen. Ange användare och lösenord i LULEA_KG_LOGIN (användare:lösenord).",
    ),
    "remote-garbage": (
        "what answers there is no SPARQL server: the answer is not SPARQL results. Check the address.",
        "det som svarar där är ingen SPARQL-server: svaret är inget SPARQL-resultat. Kontrollera adressen.",
    ),
    "remote-timeout": (
        "the server did not answer within {limit} seconds.",
        "servern svarade inte inom {limit} sekunder.",
    ),
    "remote-unavailable": (
        "the server cannot answer ({found}). Check that it runs and the address.",
        "servern kan inte svara ({found}). Kontrollera att den kör, och adressen.",
    ),
    "several-releases": (
        "the server holds releases under several bases, which no answer could tell apart: {found}. Use a server each.",
        "servern har utgåvor under flera baser, som inget svar kan hålla isär: {found}. Använd en server var.",
    ),
    "unknown-graph-store": (
        "where this server ({found}) keeps its graph store cannot be told. Name the address with --graph-store.",
        "var servern ({found}) har sin graph store går inte att avgöra. Ange adressen med --graph-store.",
    ),
    "no-release": ("is no release. Make one with lulea-kg build.", "är ingen utgåva. Gör en med lulea-kg build."),
    "release-blocked": (
        "Violations: {count}. Nothing was sealed.",
        "Överträdelser: {count}. Inget förseglades.",
    ),
    "shapes-failed": ("the shapes could not be applied: {found}", "formerna gick inte att tillämpa: {found}"),
    "store-file-damaged": (
        "is not as it was written. Remove the folder store, it is made anew from the dump.",
        "är inte som den skrevs. Ta bort mappen store, den görs om från dumpen.",
    ),
    "store-damaged": (
        "the store cannot be read ({found}). Remove the release's folder store, it is made anew from the dump.",
        "lagret går inte att läsa ({found}). Ta bort utgåvans mapp store, den görs om från dumpen.",
    ),
    "store-unavailable": (
        "the store cannot be opened ({found}). Check the path and your permissions.",
        "lagret går inte att öppna ({found}). Kontrollera sökväg och rättigheter.",
    ),
    # Withdrawal
    "not-here": (
        "{found} is not stated in {expected}. Name the dataset folder that holds it with --data.",
        "{found} anges inte i {expected}. Peka ut datamängdens mapp med --data.",
    ),
    "already-withdrawn": ("{found} was withdrawn before.", "{found} är redan återtaget."),
    # Changes
    "change-first-release": ("First release: {count} claims.", "Första utgåvan: {count} påståenden."),
    "change-claim-added": (
        "New claim from “{source}”: {about} <{thing}>",
        "Nytt påstående från ”{source}”: {about} <{thing}>",
    ),
    "change-claim-removed": (
        "Gone is the claim from “{source}”: {about} <{thing}>",
        "Borta är påståendet från ”{source}”: {about} <{thing}>",
    ),
    "change-claim-withdrawn": (
        "Withdrawn is the claim from “{source}”: {about}. Reason: {reason} <{thing}>",
        "Återtaget är påståendet från ”{source}”: {about}. Skäl: {reason} <{thing}>",
    ),
    "change-state-changed": (
        "{name}: {status} was {before}, is now {after}.",
        "{name}: {status} var {before}, är nu {after}.",
    ),
    "change-state-gone": (
        "{name}: no claim says any longer that it is {status} (it was {before}).",
        "{name}: inget påstående säger längre att den är {status} (det var {before}).",
    ),
    "change-state-known": (
        "{name}: {status} is now known ({after}).",
        "{name}: {status} är nu känt ({after}).",
    ),
    "change-erased": ("Erased {day}: <{thing}>. Reason: {reason}", "Raderat {day}: <{thing}>. Skäl: {reason}"),
    "change-release-erased": (
        "The release {name} was deleted {day}. Reason: {reason}",
        "Utgåvan {name} togs bort {day}. Skäl: {reason}",
    ),
    # Workbooks
    "about-missing": (
        "{found} is not filled in. Write it in column B.",
        "{found} är inte ifyllt. Skriv det i kolumn B.",
    ),
    "bad-answer": (
        "{found!r} is no answer. Write {expected}, or leave the cell empty.",
        "{found!r} är inget svar. Skriv {expected}, eller lämna cellen tom.",
    ),
    "cell-error": (
        "these formulas give an error: {found}. Correct them, or write the values.",
        "dessa formler ger fel: {found}. Rätta dem, eller skriv värdena.",
    ),
    "cell-too-long": (
        "a text of {found} letters does not fit in a cell, which holds {limit}. Shorten it.",
        "en text på {found} tecken får inte plats i en cell, som rymmer {limit}. Korta den.",
    ),
    "formula-without-value": (
        "these formulas have no value yet: {found}. Open the workbook in Excel and save it, or write the values.",
        "dessa formler har ännu inget värde: {found}. Öppna arbetsboken i Excel och spara den, eller skriv värdena.",
    ),
    "hidden-sheet": (
        "the sheet {found!r} is hidden and is not read. Show it if it shall be read.",
        "bladet {found!r} är dolt och läses inte. Visa det om det ska läsas.",
    ),
    "marked-wrong": (
        "the row is marked as wrong. Correct it, or remove it.",
        "raden är märkt som fel. Rätta den, eller ta bort den.",
    ),
    "merged-cells": (
        "merged cells: {found}. Unmerge them and write the value in each row.",
        "sammanfogade celler: {found}. Dela dem och skriv värdet på varje rad.",
    ),
    "missing-heading": (
        "these headings are missing: {found}. The sheet is not read until they are there.",
        "dessa rubriker saknas: {found}. Bladet läses inte förrän de finns.",
    ),
    "missing-sheet": (
        "the workbook has no sheet {found!r}. Take it from a new template.",
        "arbetsboken har inget blad {found!r}. Hämta det ur en ny mall.",
    ),
    "nameless-column": (
        "the column has values but no heading, and is not read.",
        "kolumnen har värden men ingen rubrik, och läses inte.",
    ),
    "not-workbook": (
        "this is no Excel workbook. Save it in Excel as .xlsx.",
        "detta är ingen Excel-arbetsbok. Spara den i Excel som .xlsx.",
    ),
    "repeated-heading": (
        "the heading {found!r} stands twice. Keep one of the columns.",
        "rubriken {found!r} står två gånger. Behåll en av kolumnerna.",
    ),
    "sample-row": (
        "a sample row is left. Remove it, or remove {found!r} from it if it is a row of yours.",
        "en exempelrad är kvar. Ta bort den, eller ta bort {found!r} ur den om raden är er egen.",
    ),
    "unknown-heading": (
        "the heading {found!r} is not known, the column is not read.{hint}",
        "rubriken {found!r} är okänd, kolumnen läses inte.{hint}",
    ),
    "unknown-sheet": (
        "the sheet {found!r} is not known and is not read.{hint}",
        "bladet {found!r} är okänt och läses inte.{hint}",
    ),
    "workbook-bomb": (
        "a part grows {found} times when unpacked, the limit is {limit}. Save the workbook anew from Excel.",
        "en del växer {found} gånger när den packas upp, gränsen är {limit}. Spara om arbetsboken från Excel.",
    ),
    "workbook-damaged": (
        "the workbook is damaged ({found}). Open it in Excel and save it anew.",
        "arbetsboken är skadad ({found}). Öppna den i Excel och spara om den.",
    ),
    "workbook-macros": (
        "workbooks with macros are not read. Save it in Excel as .xlsx.",
        "arbetsböcker med makron läses inte. Spara den i Excel som .xlsx.",
    ),
    "workbook-old": (
        "this is the older .xls format, which is not read. Save it in Excel as .xlsx.",
        "detta är det äldre formatet .xls, som inte läses. Spara den i Excel som .xlsx.",
    ),
    "workbook-password": (
        "the workbook is protected by a password. Save it without one.",
        "arbetsboken är skyddad med lösenord. Spara den utan.",
    ),
    "workbook-too-large": (
        "the workbook is too large to be filled in by hand ({found}, the limit is {limit}). "
        "Remove empty rows and formats below the last row, or split it.",
        "arbetsboken är för stor för att vara ifylld för hand ({found}, gränsen är {limit}). "
        "Ta bort tomma rader och format nedanför den sista raden, eller dela den.",
    ),
    "workbook-without-sheets": (
        "no sheet has a known name. Known: {expected}.",
        "inget blad har ett känt namn. Kända: {expected}.",
    ),
    "year-as-date": (
        "the day {found} is read as the year {expected}: Excel makes days of years. Format the cell as text.",
        "dagen {found} läses som året {expected}: Excel gör dagar av årtal. Formatera cellen som text.",
    ),
    "zeros-restored": (
        "{found!r} is read as {expected!r}: Excel drops leading zeros. Format the cell as text.",
        "{found!r} läses som {expected!r}: Excel tar bort inledande nollor. Formatera cellen som text.",
    ),
    # Reconciliation
    "json-missing": ("{found} has no {expected}. Add it.", "{found} saknar {expected}. Lägg till det."),
    "json-not-list": ("{found} is not a list. Write [ … ].", "{found} är ingen lista. Skriv [ … ]."),
    "json-not-number": ("{found} is not a finite number. Write one.", "{found} är inget ändligt tal. Skriv ett."),
    "json-not-object": ("{found} is not an object. Write {{ … }}.", "{found} är inget objekt. Skriv {{ … }}."),
    "json-not-text": (
        "{found} is not a text of whole characters. Write one in quotation marks.",
        "{found} är ingen text av hela tecken. Skriv en inom citattecken.",
    ),
    "json-too-long": (
        "{found} is longer than {limit} characters. Shorten it.",
        "{found} är längre än {limit} tecken. Korta den.",
    ),
    "json-too-many": (
        "{found} holds {count}, the limit is {limit}. Send several requests.",
        "{found} har {count} stycken, gränsen är {limit}. Skicka flera begäran.",
    ),
    "json-unknown-member": (
        "{found} is not known here. Known: {expected}.",
        "{found} är okänt här. Känt: {expected}.",
    ),
    "json-unreadable": ("this is no JSON: {found}. Correct it.", "detta är inte JSON: {found}. Rätta det."),
    # Over HTTP
    "address-unusable": (
        "{host}, port {port}, cannot be listened at ({found}). Give another --host or --port.",
        "det går inte att lyssna på {host}, port {port} ({found}). Ange en annan --host eller --port.",
    ),
    "answer-too-long": (
        "the answer is longer than {limit} MiB. Ask for one municipality, or take the files at /data.",
        "svaret är längre än {limit} MiB. Fråga om en kommun, eller ta filerna på /data.",
    ),
    "bad-encoding": (
        "the request is not percent-encoded UTF-8, or has too many parameters. Encode it as a form is.",
        "begäran är inte procentkodad UTF-8, eller har för många parametrar. Koda den som ett formulär.",
    ),
    "bad-graph-name": (
        "{found!r} is no name of a graph. Give its whole IRI.",
        "{found!r} är inget namn på en graf. Ange hela dess IRI.",
    ),
    "bad-host": (
        "the header Host names no host. Send the name of the server.",
        "huvudet Host anger ingen värd. Skicka serverns namn.",
    ),
    "bad-since": (
        "{found!r} is neither a day nor a release. Write 2026-11-23, or the id of a release.",
        "{found!r} är varken en dag eller en utgåva. Skriv 2026-11-23, eller en utgåvas id.",
    ),
    "body-too-large": (
        "more than {limit} bytes were sent. Send less.",
        "mer än {limit} byte skickades. Skicka mindre.",
    ),
    "body-too-slow": (
        "the request was not whole after {limit} seconds. Send it again.",
        "begäran var inte hel efter {limit} sekunder. Skicka den igen.",
    ),
    "byte-limit": (
        "the answer is longer than {limit} MiB. Ask for less, or take the files at /data.",
        "svaret är längre än {limit} MiB. Fråga efter mindre, eller ta filerna på /data.",
    ),
    "client-left": ("the client has gone.", "klienten har gått."),
    "code-unknown": (
        "no thing has the code {found!r} of {scheme}.{hint}",
        "inget har koden {found!r} i {scheme}.{hint}",
    ),
    "feed-title": (
        "Municipal international relations: changes",
        "Kommuners internationella relationer: ändringar",
    ),
    "formats-offered": (
        "none of the formats asked for is offered. Offered: {expected}.",
        "inget av de begärda formaten finns. Finns: {expected}.",
    ),
    "gone": ("removed {day}: {found}", "borttaget {day}: {found}"),
    "internal-fault": (
        "the server has a fault. Report the request number {found} to whoever runs it.",
        "servern har ett fel. Meddela den som driver den begärans nummer {found}.",
    ),
    "memory-limit": (
        "the query takes more than {limit} MiB of memory. Ask for less at a time.",
        "frågan kräver mer än {limit} MiB minne. Fråga efter mindre åt gången.",
    ),
    "command-needs": (
        "{found} needs {expected}. Install with: pip install 'lulea_kg[{extra}]'",
        "{found} kräver {expected}. Installera med: pip install 'lulea_kg[{extra}]'",
    ),
    "no-page": (
        "there is no page {found}; the last is {expected}.",
        "det finns ingen sida {found}; den sista är {expected}.",
    ),
    "no-query": (
        "no query was sent. Send one as the parameter query.",
        "ingen fråga skickades. Skicka en som parametern query.",
    ),
    "no-such-page": (
        "there is nothing at {found}. Search for it, or start at the first page.",
        "det finns inget på {found}. Sök efter det, eller börja på första sidan.",
    ),
    "no-such-range": ("the file has {limit} bytes; ask for some.", "filen har {limit} byte; be om några av dem."),
    "no-updates": (
        "updates are refused: the data change only when a new release is made.",
        "ändringar tas inte emot: data ändras bara när en ny utgåva görs.",
    ),
    "no-writing": ("this address can only be read.", "den här adressen kan bara läsas."),
    "one-query": ("more than one query was sent. Send one.", "mer än en fråga skickades. Skicka en."),
    "only-utf-8": ("{found} is not UTF-8. Send UTF-8.", "{found} är inte UTF-8. Skicka UTF-8."),
    "parameter-twice": (
        "the parameter {found} is given twice. Give it once.",
        "parametern {found} anges två gånger. Ange den en gång.",
    ),
    "post-type": (
        "{found!r} cannot be read here. Send application/sparql-query or application/x-www-form-urlencoded.",
        "{found!r} går inte att läsa här. Skicka application/sparql-query eller application/x-www-form-urlencoded.",
    ),
    "release-not-kept": (
        "the release {found} is not kept here.",
        "utgåvan {found} finns inte kvar här.",
    ),
    "scheme-unknown": (
        "codes of {found!r} are not known here. Known: {expected}.",
        "koder i {found!r} är inte kända här. Kända: {expected}.",
    ),
    "time-limit": (
        "the query takes longer than {limit} seconds. Ask for less at a time, or take the files at /data.",
        "frågan tar längre än {limit} sekunder. Fråga efter mindre åt gången, eller ta filerna på /data.",
    ),
    "too-many-waiting": (
        "too many queries wait already. Ask again in a while.",
        "för många frågor väntar redan. Fråga igen om en stund.",
    ),
    "view-too-large": (
        "too much ({found}, the limit is {limit}) for a view of another day. Ask for one of its relations.",
        "för mycket ({found}, gränsen är {limit}) för läget en annan dag. Fråga om en av dess relationer.",
    ),
    "worker-ended": (
        "the process that answered was ended. Ask again.",
        "processen som svarade avslutades. Fråga igen.",
    ),
}
_LONGEST: Final = 100
_HINT: Final = {"en": " Did you mean {0}?", "sv": " Menade du {0}?"}


def text(message: str, lang: str, **facts: object) -> str:
    """Return a message in `lang` (sv or en), filled with `facts`; file, row and column, when given, come first."""
    english, swedish = MESSAGES[message]
    suggestions = str(facts.get("suggestions") or "")
    values: dict[str, object] = defaultdict(str, facts)
    if isinstance(found := facts.get("found"), str) and len(found) > _LONGEST:
        values["found"] = found[:_LONGEST] + "…"
    values["hint"] = _HINT[lang].format(suggestions) if suggestions else ""
    row, column = _PLACE[lang]
    place = [
        str(facts.get("file") or ""),
        f"{row} {facts['row']}" if facts.get("row") else "",
        f"{column} {facts['column']}" if facts.get("column") else "",
    ]
    where = ", ".join(part for part in place if part)
    words = (swedish if lang == "sv" else english).format_map(values)
    return f"{where}: {words}" if where else words


def printable(line: str) -> str:
    """Return a line as it may be sent to a terminal: what is not printable, line ends too, becomes a blank."""
    return line if line.isprintable() else "".join(c if c.isprintable() else " " for c in line)
