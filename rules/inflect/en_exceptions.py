"""English words that no rule inflects. Data: a line a word, its other forms behind it."""

from collections.abc import Mapping
from types import MappingProxyType


def _table(lines: str) -> Mapping[str, tuple[str, ...]]:
    rows = (line.split() for line in lines.strip().splitlines())
    return MappingProxyType({word: tuple(others) for word, *others in rows})


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# The past tense and the past participle, if it is another.
IRREGULAR_VERBS = _table("""
arise arose arisen
awake awoke awoken
bear bore borne
beat beaten
become became
befall befell befallen
begin began begun
behold beheld
bend bent
bet
bid
bind bound
bite bit bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
broadcast
build built
burn burned burnt
burst
buy bought
cast
catch caught
choose chose chosen
cling clung
come came
cost
creep crept
cut
deal dealt
dig dug
draw drew drawn
dream dreamed dreamt
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fly flew flown
forbid forbade forbidden
forecast
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got gotten
give gave given
go went gone
grind ground
grow grew grown
hang hung hanged
hear heard
hide hid hidden
hit
hold held
hurt
keep kept
kneel knelt
know knew known
lay laid
lead led
leap leaped leapt
learn learned learnt
leave left
lend lent
let
lie lay lain lied
light lit lighted
lose lost
make made
mean meant
meet met
mislead misled
mistake mistook mistaken
misunderstand misunderstood
outdo outdid outdone
overcome overcame
overhear overheard
override overrode overridden
oversee oversaw overseen
overtake overtook overtaken
overthrow overthrew overthrown
pay paid
plead pleaded pled
prove proved proven
put
quit
read
rebuild rebuilt
redo redid redone
remake remade
repay repaid
rethink rethought
retake retook retaken
rewrite rewrote rewritten
rid
ride rode ridden
ring rang rung
rise rose risen
run ran
say said
see saw seen
seek sought
sell sold
send sent
set
shake shook shaken
shed
shine shone
shoot shot
show showed shown
shrink shrank shrunk
shut
sing sang sung
sink sank sunk
sit sat
sleep slept
slide slid
smell smelled smelt
speak spoke spoken
speed sped
spell spelled spelt
spend spent
spill spilled spilt
spin spun
split
spoil spoiled spoilt
spread
spring sprang sprung
stand stood
steal stole stolen
stick stuck
sting stung
strike struck stricken
strip stripped
strive strove striven
swear swore sworn
sweep swept
swell swelled swollen
swim swam swum
swing swung
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
thrust
undergo underwent undergone
understand understood
undertake undertook undertaken
undo undid undone
uphold upheld
upset
wake woke woken
wear wore worn
weep wept
win won
wind wound
withdraw withdrew withdrawn
withhold withheld
withstand withstood
wring wrung
write wrote written
""")

# All other forms.
WHOLE_VERBS = _table("""
be am is are was were been being
have has had having
do does did done doing
""")

IRREGULAR_NOUNS = _table("""
child children
criterion criteria
foot feet
half halves
knife knives
leaf leaves
life lives
loaf loaves
medium media mediums
memorandum memoranda memorandums
mouse mice
penny pence pennies
person people persons
phenomenon phenomena
referendum referendums referenda
self selves
shelf shelves
thief thieves
tooth teeth
wife wives
wolf wolves
""")

INVARIANT = _set("aircraft clergy data headquarters media people personnel police series species")
SINGULAR_IN_S = _set("alias atlas bias canvas chaos cosmos ethos gas lens pathos")
MAN_IS_NO_SUFFIX = _set("human ottoman shaman talisman")
O_WITH_ES = _set("echo embargo go hero potato tomato torpedo veto")

# Verbs of more than one syllable that double their last letter: the stress is on the last.
DOUBLING = _set("""
abet abhor acquit admit allot annul begin commit compel concur confer control defer deter dispel
embed emit enrol equip excel expel fulfil forbid forget incur infer instil occur omit outbid outrun
patrol permit prefer propel rebel rebut recur refer regret remit repel rerun reset submit transfer
transmit unwrap upset
""")
# Doubled in British, single in American spelling.
DOUBLED_OR_NOT = _set("""
bus cancel channel counsel dial duel enrol focus fuel label level libel marshal model panel program
quarrel rival shovel signal total travel tunnel worship
""")
WITH_CK = _set("mimic panic picnic traffic")

PREPOSITIONS = _set("""
about above across after against among around as at before behind below between by despite during
for from in inside into of off on onto out outside over past pending since through to toward towards
under until upon via with within without
""")
