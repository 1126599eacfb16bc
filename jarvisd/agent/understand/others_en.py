"""English that is somebody else's: quoted, sung, played, read from a recipe, said on television, or said to another person."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Whoever says these speaks for nobody in the house, whatever else is said.
_NOT_OURS = re.compile(
    # played
    r"\bsimon says\b|\b(?:pretend(?:ing)?|make believe|monsters? (?:is|are)|abracadabra|dungeon master|hide and seek|red light,? green light)\b|\bin (?:the|this|our) (?:game|play)\b(?! room)|\bplayer (?:one|two|three|four)$"
    r"|\blet us play (?:house|doctors?|schools?|hospitals?|shops?|trains|robots?|pirates?|mums?|families|spaceships?|restaurants?|cops|knights|vets?)\b|\b(?:you|i) (?:will )?be the (?!\w+ (?:to|who|one)\b)"
    r"|\b(?:i am|you are) (?:a|an|the) (?:\w+ )?(?:wizard|witch|robot|captain|king|queen|prince|princess|pirate|dragon|knight|baddie|monster|teacher|shopkeeper|superhero|spy|mummy|mommy|daddy|doctor|driver|pilot|baby|cat|dog|ghost|vampire|fairy)\b"
    r"|\b(?:character|wizard|witch|dragon|knight|princess|pirate|dolly|teddy|puppet|bear) (?:says?|said|wants?|asks?|opens?|closes?|locks?|roars?|shouts?|goes|casts?)\b|\b(?:cast|casts) (?:a|the|my) spell\b|\bact (?:one|two|three|four|five),? scene\b|\b(?:i|we) roll (?:for|a|the dice)\b"
    # on television
    r"|\bladies and gentlemen\b|\bstay tuned\b|\bcoming up (?:next|after)\b|\bafter the break\b|^(?:and )?(?:tonight|tomorrow|live|coming up)(?: live)? on \w+|\b(?:with|try|from|buy) our new\b|\bwelcome (?:our|to the show)\b|\bover to the studio\b"
    r"|\bhit (?:the )?(?:like|subscribe)\b|\bend of lap\b|\bcontestants?\b|\b(?:said|says|asked|cried|shouted) the \w+\b|\bthey are coming\b|\bit is a trap\b|\bviewers\b|\bthe crowd\b|\b(?:one|two|three|four|five) nil\b|\bi need more power\b|\bfor the (?:champions|final|title|big (?:quiz|match|game|show))\b"
    # told, or only thought of
    r"|\b(?:in theory|hypothetically|theoretically|worst case|for the sake of argument|as they say|as the saying goes|they call it|can you believe|would you believe|you would think)\b|^(?:normally|usually|typically|generally) (?:you|we|i|they|people|one)\b"
    r"|^let us (?:think|talk) about\b|^(?:now |let us )?(?:say|suppose|imagine|assume|assuming) (?:the|that|there|someone|somebody|you|we|i)\b|\bthat is (?:her|him|them|my \w+) (?:all over|to a t|every \w+)\b|\b(?:could|would|might|must) (?:\w+ )?have (?:been|turned|switched|left|locked|closed|opened|gone|shut)\b|\b(?:put|wash|brush|wave|clap|shake|move|take|eat|finish|do|tidy) your (?:hands?|shoes|coat|arms?|feet|teeth|hair|hips|pyjamas|homework|dinner|breakfast|toys|socks|jacket)\b|^can you (?:actually|even|really)\b|^(?:\w+ )?(?:run|nip|hop|jump|dash|trot|climb|walk|race|pop (?:up|down|over|out|round|along))(?: (?:up|down|over|along|upstairs|downstairs|outside|quickly|quick))* and (?:turn|switch|put|shut|close|open|lock|get|set)\b|^(?:so )?you (?:turned|switched|locked|closed|opened|shut|left|put|set|did|already)\b|\b(?:is|are|was|were|did|do|does|has|have) not (?:it|they|you|we|he|she)$"
)
_SUNG = re.compile(
    r"\b(?:song|tune|rhyme)(?: that| which)? (?:goes|says?|starts with|begins with)\b|\b(?:chorus|lyrics?|verse) (?:goes|says?|is|are|was|were)\b|\bin (?:the|that|this) (?:song|lyrics|chorus|verse)\b|\bsing (?:with|along|it|to)\b|\bhow does (?:it|that|the song) go\b"
    r"|\b(la|na|doo|da|ooh|oh|whoa|yeah|hey hey|sha)(?:,? \1)+\b|\b(?:oh|ooh|hey|come on|so|my) baby\b(?! (?:is|has|just|monitor|room|girl|boy))|(?:^|[a-z] )(?<!the )(?<!my )(?<!our )(?<!a )baby (?:let|turn|close|open|come|do not|i|you|tonight|hold|please)\b"
    r"|\b(?:he|she|they) sings?\b|\bin my (?:heart|soul|arms)\b|\bhold me\b|\bdance with me\b|\bkaraoke time\b|\bi can see your\b|\bhush little\b|\btwinkle twinkle\b"
)
_TITLED = re.compile(r"\b(?:play|playing|queue|called|put on|listen to|add|search)\b")  # a song by its name
# The end of what stands before words that are quoted.
_SAY = (
    r"(?:says?|said|saying|yell(?:s|ed|ing)?|shout(?:s|ed|ing)?|scream(?:s|ed|ing)?|whisper(?:s|ed|ing)?|text(?:s|ed|ing)|messag(?:es|ed|ing)|wrote|writes|repl(?:ies|ied)|sings?|sang|singing|chant(?:s|ed|ing)?|roar(?:s|ed)|announc(?:es|ed)"
    r"|order(?:s|ed)|demand(?:s|ed)|beg(?:s|ged)|answer(?:s|ed)|mutter(?:s|ed)|reads|call(?:s|ed) out|cr(?:ies|ied)|insist(?:s|ed)|told|tells|telling|reminded|mumbl(?:e|es|ed|ing)|mutter|suggest(?:s|ed)?|recommend(?:s|ed)?|advis(?:es|ed))"
)
_QUOTED = re.compile(
    rf"\b(?<!do i )(?<!did i )(?<!^i )(?<!to ){_SAY}(?: (?:to )?(?:me|us|him|her|them|you|everyone|everybody|the \w+|my \w+|back|out|at \w+|here|there|loudly|again|that|dude|hey|ok|okay|right|just))*$"
    rf"|\b(?:goes|(?:he|she|they|i|who) went)(?: (?:like|all|everyone|everybody|hey|ok|okay|dude|right|oh|no|mate))*$"
    r"|(?:\b(?:am|is|was|are|were|be|being)|'s)(?: all| like| all like)(?: (?:turn|switch|shut) (?:it|that) \w+)?(?: (?:dude|hey|ok|okay|oh|no|yo|man|bro|girl|mate|um|uh|well|please|just))*$"
    r"|\b(?:sign|note|poster|manual|leaflet|instructions|label|text|email|message|letter|caption|subtitle|book|story|line|quote|words|recipe) (?:\w+ ){0,4}?(?:(?:says?|said|goes|reads?)\b|(?:is|was|are|were)$)|^according to\b"
)
_ASKING = re.compile(r" (?:can|could|would|will) (?:you|we|i)(?: please| just)*$")
_WHETHER = re.compile(  # "did anybody actually | turn it on"
    r"^(?:so |and |but )?(?:did|does|do|has|have|is|are|was|were|who|when|why|how|what|where|which)\b.*\b(?:\w+body|\w+one|we|i|you|they|he|she|it) (?:\w+ly|last|ever|even|just|also|still|already)$"
)
_DOING = re.compile(
    r"^(?:i|we|you|he|she|they) (?!am|are|is|was|were|need|want|would|can|could|have|think|feel|please|just|go\b)\w+ (?:.* )?and$"
)
_KIN = (
    r"(?:gentlemen|fellas|chaps|lads|guys|boys|girls|kids|children|folks|mum|mummy|mom|mommy|dad|daddy|granny|grandma|grandpa|granddad|nana|waiter|waitress|driver|officer|nurse|doctor|you (?:two|three|lot|guys)|sergeant|detective|captain|sweetheart|darling|honey|babe|sweetie"
    r"|good (?:boy|girl)(?: \w+)?(?: now)?|(?:uncle|auntie|aunty|aunt|mister|mrs|miss|ms|doctor|professor|cousin) \w+)"
)
# First names that are no other word.
_NAMES = (
    r"(?:abdul|ahmed|aisha|ali|amanda|amir|ana|angus|anita|archie|arjun|ava|barry|beatrice|bernard|bridget|carlos|carol|chandler|clyde|craig|cynthia|darren|deborah|dennis|derek|diego|doris|dorothy|doug|duncan|dwayne|edith|elaine|elena|ethel|fatima|finn|geoff|geoffrey|gerald|gertie|gladys|gordon|graham|greta|hamish|hugh|imogen|ines|ivan|jaden|jeff|jerry|jess|jill|jonas|jordan|jorge|jose|joyce|juan|keisha|kevin|kyle|lars|latoya|layla|leon|lorraine|luis|malcolm|marcus|marge|margery|marie|marion|marjorie|marty|maureen|mavis|mei|mohammed|monica|morag|mustafa|nadia|nick|nigel|niamh|nina|norman|olga|omar|pablo|padraig|pam|pat|patrick|pedro|penny|phoebe|priya|rahul|raj|ralph|ravi|ray|reggie|rhys|rita|rodney|rohan|ross|sanjay|seamus|sergio|sheila|shirley|sinead|sunil|susie|suzanne|tariq|terry|theo|trevor|vernon|vikram|winston|yusuf|yvonne|zara|zack|adam|alan|albert|alice|alex|amelia|amy|andrew|andy|angela|anna|anne|annie|anthony|arthur|barbara|becky|ben|benjamin|beth|betty|bob|bobby|brian|caroline|catherine|charles|charlie|chloe|chris|christine|claire|clara|colin|daisy|dan|daniel|danny"
    r"|dave|david|debbie|diana|dylan|edward|eleanor|elizabeth|ella|ellie|emily|emma|eric|ethan|eva|evan|evie|fiona|fred|freddie|gary|george|gemma|greg|hannah|harriet|harry|helen|henry|hugo|ian|isaac|isabel|isla|jack|jacob|jake|james|jamie|jane|janet|jason|jenny"
    r"|jess|jessica|jim|jimmy|joan|joe|john|johnny|jonathan|joseph|josh|judy|julia|julie|karen|kate|katie|keith|kelly|ken|kevin|kim|laura|lauren|leo|liam|lily|linda|lisa|louise|lucas|lucy|luke|margaret|maria|martin|mary|matt|matthew|megan|mia|michael|michelle|mike"
    r"|molly|nancy|natalie|nathan|neil|nicole|nigel|noah|nora|oliver|olivia|oscar|patricia|paul|paula|peter|pete|phil|philip|rachel|rebecca|richard|rick|robert|roger|ron|ruth|ryan|sally|sam|samantha|sandra|sarah|scott|scotty|sean|sharon|simon|sophia|sophie|stella|stephen"
    r"|steve|steven|stuart|susan|tim|timmy|tina|toby|tom|tommy|tony|tracy|vera|victoria|walter|wendy|william|zoe)"
)
_PERSON = rf"(?:{_NAMES}|{_KIN})"
_CALLED = re.compile(
    rf"(?<!\bfor )(?<!\bto )(?<!\bwith )(?<!\bof )(?<!\bby )(?<!\bat )(?<!\bthe )(?<!\bmy )(?<!\bour )(?<!\bfrom )(?<!\bno )\b{_PERSON}(?: (?:mate|love|dear|darling|please|sweetheart|can|could|would|will|you|just|go|and|i|say|said|quickly))*$"
)
_NAMED = re.compile(  # "play elton john", "sleep well emma"
    r"\b(?:play|playing|listen\w*|watch\w*|(?:i|we|you|they) love|loves|hear|is|was|sleep (?:well|tight)|sweet dreams|happy|thanks|thank|by|called)\b|^(?:good ?night|night night|nighty night|bye|goodbye|good morning|see you)\b"
)
_THEN_CALLED = re.compile(
    rf"^(?:(?:please|now|ok|okay|will you|would you|my|behind you|quickly|then|for me)[, ]+)*{_PERSON}(?:$|,| (?:and|you|please|now|thank|come|will|would|it is|school|love|dear|it)\b)|^(?:for me )?my (?:darling|love|dear)\b"
)
_COOKING = re.compile(
    r"\b(?:simmer(?:ing|s)?|bring to|to (?:the|a) boil|saut[eé]|fry|frying|sear|stir|stirring|whisk|fold in|season|grease|bake|baking|once brown(?:ed)?|until (?:brown|golden|tender|soft|crisp)|golden brown|garlic|onions?|butter|sauce|pan|saucepan|skillet|tin|dough|batter|broth|egg whites?|medium|preheat(?:ed)?"
    r"|drain|sprinkle|fillets?|steak|cream|gas mark|couscous|serve|lemon|pasta|dish|flour|crispy?|roast(?:ed|ing)?|thicken|bubbles|pot|parmesan|marinate|cook for|mix in|step (?:one|two|three|four|five|six|seven))\b"
)
_EVERY = re.compile(r"\bevery (?:night|morning|evening|day)\b")
_YOURS = re.compile(r"\byour (?!(?:\w+ )?(?:volume|sound|voice|brightness|screen|speaker)\b)")  # the house's things are not the assistant's
_HEAT = re.compile(r"\b(?:heat|temperature|it|oven|grill|hob|stove|kettle|cooker|lid)\b")


def addressed(said: str, people: frozenset[str]) -> bool:
    """Somebody is called by a name: "put it on maureen", "derek turn that down". people: those of this house, in small letters.

    said: as `spoken.plain` leaves it.
    """
    own = "|".join(sorted(people))
    name = rf"(?:{own}|{_NAMES})" if own else _NAMES
    if _NAMED.search(said):
        return False
    return bool(
        re.search(rf"{_BEFORE_A_NAME}\b{name}{_CALLING}", said)
        or re.search(rf"{_NOT_CALLED}[\w,] ?\b(?<!for )(?<!to ){name}{_CALLED_LAST}", said)
    )


_BEFORE_A_NAME = r"^(?:(?:oi|hey|oh|come on|no|please|right|ok|okay|um|and|now|well|so|look)[, ]+)*"
_CALLING = r",? (?:please |just |will you |would you |can you |could you |you )*(?:turn|switch|put|shut|close|open|lock|unlock|start|stop|set|get|dim|pause|mute|pull|draw|leave|give|make|pass|run|bring)\b"
_NOT_CALLED = r"^(?!.*\b(?:for|to|with|by|of|from|at|like|than|is|and|the|my|our|tell|wake|call|text|ring|not|called|about|in|on behalf of|message|meet|ask|visit|see|let) \w+(?: (?:love|dear|please))*$).*"
_CALLED_LAST = r"(?: (?:love|dear|please|darling|will you|would you|mate|now|quickly))*$"


def not_ours(said: str) -> bool:
    """Of a whole sentence, as `spoken.plain` leaves it."""
    return bool(_NOT_OURS.search(said) or (_SUNG.search(said) and not _TITLED.search(said)))


def theirs(orders: Sequence[str], gaps: Sequence[str]) -> bool:
    """Of orders that stand in a sentence, one gap before each and one behind the last."""
    for gap in gaps[:-1]:
        if (
            _QUOTED.search(_ASKING.sub("", gap))
            or _DOING.search(gap)
            or (_CALLED.search(gap) and not _NAMED.search(gap))
            or _WHETHER.search(gap)
        ):
            return True
    if any(_THEN_CALLED.search(gap) or _EVERY.search(gap) for gap in gaps[1:]):
        return True
    if any(map(_YOURS.search, orders)):
        return True
    return any(map(_COOKING.search, gaps)) and all(map(_HEAT.search, orders))


# What is joined to an order, and what the house can do nothing about: both are for somebody else, or need to be understood too.
_JOINED = re.compile(
    r"^and (?!(?:come on|then|also|please|so|just|now|but|the|um|uh|er|thanks|thank|cheers|good|goodnight|goodbye|bye|night|happy|love|sleep|can|could|would|will|i|we|it|that|there|this|my|our|yes|no|maybe|make|all|everything|keep|leave|let us|quick|quickly|hurry|be|do not|that's|finally|after|next)\b)\w+"
    r"|^(?:hide|grab|run|come|walk|sit|stand|dance|sing|jump|shake|get (?:up|on|down|out|your|ready|dressed|in)|wash|brush|hold|let (?:me|it|the|your)|feel|touch|welcome)\b"
    r"|^(?:in|on|of|behind|around|along|across|into|all over) (?!case|order|fact|time|purpose|me|us|a |here|there|it\b|the (?:dark|way|meantime|morning|mood|cold|ceiling|wall|floor|outside|inside|left|right|double|go|house)\b|my way|our way)\w+"
)


def joined(gap: str) -> bool:
    return bool(_JOINED.match(gap))
