"""The small words of the language (``small_words`` in ``grammar.toml``), each a set of its forms, as they are written in lower case."""

from streams.nlp.language_folder import read_toml, small_word

AND = small_word("and")
OR = small_word("or")
BUT = small_word("but")
THEN = small_word("then")
# « de », and the same with an article in it.
OF = small_word("of")
OF_THE = small_word("of_the")
# What is written behind an owner: « the minister's spokesman » in English.
GENITIVE = small_word("genitive")
# « à », and the same with an article in it.
TO = small_word("to")
TO_THE = small_word("to_the")
IN = small_word("in")
INSIDE = small_word("inside")
BY = small_word("by")
FOR = small_word("for")
THAT = small_word("that")
# « ce », before « qui » or « que ».
THIS = small_word("this")
IF = small_word("if")
WHO = small_word("who")
WHOSE = small_word("whose")
WHERE = small_word("where")
ACCORDING_TO = small_word("according_to")
NOT = small_word("not")
# The participle that makes a passive in a compound tense: « a été accusé ».
BEEN = small_word("been")
ONESELF = small_word("oneself")
THE = small_word("the")
THE_SINGULAR = small_word("the_singular")
THE_ELIDED = small_word("the_elided")
A = small_word("a")
# « des », as the plural of « un ».
SOME = small_word("some")
# « son », « leur », before a noun.
HIS = small_word("his")
THEIR = small_word("their")
HE = small_word("he")
HE_OR_SHE = small_word("he_or_she")
THEY = small_word("they")
ONE = small_word("one")
THERE = small_word("there")
# The article that a small word holds: « du Mans » is of Le Mans.
CONTRACTED: dict[str, str] = read_toml("grammar.toml")["contracted"]
