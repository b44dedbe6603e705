"""What is a claim, where it begins and ends, and of which kind: an invented sentence a rule."""

import pytest
from reported_speech import claims, said

DIRECT = [
    ("« La ville paiera », a déclaré le maire.", "La ville paiera"),
    ("« La ville, dit-il, paiera demain. »", "La ville, dit-il, paiera demain."),
    ("“La ville paiera demain”, explique la maire.", "La ville paiera demain"),
    ('"La ville paiera demain", explique la maire.', "La ville paiera demain"),
    ("Le maire a lancé : « La ville paiera. »", "La ville paiera."),
    ("Le maire a haussé les épaules : « La ville paiera. »", "La ville paiera."),
    ("La maire se veut rassurante : « La ville paiera. »", "La ville paiera."),
    ("Le maire rappelle que « la ville, elle, n'a pas payé ».", "la ville, elle, n'a pas payé"),
    ("Le maire a salué « un beau pas en avant ».", "un beau pas en avant"),
    ("Le maire parle d'« une affaire classée ».", "une affaire classée"),
    ("Le préfet accuse le maire d'« oublier les villages ».", "oublier les villages"),
    ("Le préfet a appelé les maires à « ne pas renoncer ».", "ne pas renoncer"),
    ("Le maire se dit « surpris par la méthode ».", "surpris par la méthode"),
    ("Pour le maire, « il faut tout reprendre ».", "il faut tout reprendre"),
    ("« C'est perdu », tempête le maire.", "C'est perdu"),
    ("Et la maire d'ajouter : « La ville paiera. »", "La ville paiera."),
    ("Le préfet a parlé, puis il a répondu : « Je l'ai dit : “jamais deux fois”. »", "Je l'ai dit : “jamais deux fois”."),
    ("– Où est l'argent ? demande la présidente.", "Où est l'argent ?"),
    ("Le maire a répondu, sans un regard, « la ville paiera demain ».", "la ville paiera demain"),
    ("Et le socialiste d'évoquer « une vieille histoire ».", "une vieille histoire"),
    ("Un élu l'accuse de « vendre la peur ».", "vendre la peur"),
    ("« La ville paiera », a tenu à souligner le maire.", "La ville paiera"),
    ("« La ville paiera », a fini par lâcher la maire.", "La ville paiera"),
    ("« La ville paiera », vient d'annoncer la maire.", "La ville paiera"),
    ("18 h 37 — « La ville paiera. »", "La ville paiera."),
    ("« La ville paiera », prévient, mi-sévère, mi-amusé, le maire.", "La ville paiera"),
    ("Faux, rétorque le maire : « La ville a payé. »", "La ville a payé."),
    ("La biologiste, qui n'en est pas, les juge « solides mais partiels ».", "solides mais partiels"),
    ("Le trésorier, délégué au budget, dit « vouloir y croire ».", "vouloir y croire"),
    ("Son père, Paul, disait, se souvient-elle, que « la ville paiera ».", "la ville paiera"),
]
INDIRECT = [
    ("Lui-même défendra, promet-il, une loi qui baissera l'impôt.", "Lui-même défendra, promet-il, une loi qui baissera l'impôt"),
    ("Mieux vaudrait, selon le maire, compter les voix.", "Mieux vaudrait, selon le maire, compter les voix"),
    ("La maire a fait savoir le même jour que la ville paierait.", "la ville paierait"),
    ("La maire a reconnu le lendemain que la ville paierait.", "la ville paierait"),
    ("Le maire a indiqué que la ville paierait.", "la ville paierait"),
    ("Le maire a indiqué lundi, devant la presse, que la ville paierait.", "la ville paierait"),
    ("Le maire a promis de payer la note.", "payer la note"),
    ("Le maire nie avoir payé la note.", "avoir payé la note"),
    ("Le maire dit ne plus se souvenir de rien.", "ne plus se souvenir de rien"),
    ("Le maire dit l'avoir appelée deux fois.", "l'avoir appelée deux fois"),
    ("Le préfet accuse le maire d'avoir menti aux élus.", "avoir menti aux élus"),
    ("Le maire exclut de payer la note.", "payer la note"),
    ("Le maire concède tout de même que la ville paiera.", "la ville paiera"),
    ("Le préfet avertit que tout fond à + 2 °C. La ville paiera.", "tout fond à + 2 °C"),
    ("Elle a demandé aux habitants d'éviter la place.", "éviter la place"),
    ("Le maire s'est engagé à payer la note.", "payer la note"),
    ("La note sera payée, a annoncé le maire.", "La note sera payée"),
    ("Le pont, précise le maire, restera fermé.", "Le pont, précise le maire, restera fermé"),
    ("Deux hommes étaient recherchés, a-t-on appris de source policière.", "Deux hommes étaient recherchés"),
    ("Selon le maire, la note sera payée.", "la note sera payée"),
    ("La note sera payée, selon le maire.", "La note sera payée"),
    ("D'après un rapport de l'État, publié lundi, la note sera payée.", "la note sera payée"),
    ("De l'avis du maire, la note est trop lourde.", "la note est trop lourde"),
    ("À en croire le maire, la note sera payée.", "la note sera payée"),
    ("De source policière, un homme est recherché.", "un homme est recherché"),
    ("Le club a perdu, selon les mots du président.", "Le club a perdu"),
    ("L'annonce par la préfecture que les écoles fermeraient a surpris les parents.", "les écoles fermeraient"),
    ("Le maire a répondu qu'il paierait, puis promis que rien ne changerait.", "il paierait"),
    ("Le maire jure à qui veut l'entendre qu'il paiera.", "il paiera"),
    ("L'un est parti, assurant que tout était payé.", "tout était payé"),
    ("Le maire, qui assure que tout est payé, a quitté la salle.", "tout est payé"),
    ("PARIS (AFP) – La note sera payée, a annoncé le maire.", "La note sera payée"),
    ("Des élus reprochent à la société, qui exploite la digue, de noircir le tableau.", "noircir le tableau"),
    ("Le maire a indiqué en outre que la ville paierait.", "la ville paierait"),
    ("Le maire réclame du reste que la ville paie.", "la ville paie"),
    ("Le maire nie depuis lundi devant les juges n'avoir rien payé.", "n'avoir rien payé"),
    ("Le maire promet que rien ne changera, mais se refuse à chiffrer.", "rien ne changera"),
    ("Et s'engage à payer la note.", "payer la note"),
    ("Les herbiers crépitent, précise le maire, sous la lune.", "Les herbiers crépitent"),
    ("Au bureau de l'Est, précise le maire, rien ne bouge.", "Au bureau de l'Est, précise le maire, rien ne bouge"),
    ("Il n'a, assure la maire, jamais payé la note.", "Il n'a, assure la maire, jamais payé la note"),
    ("Il doit sa place, à en croire le maire, au départ d'un élu.", "Il doit sa place, à en croire le maire, au départ d'un élu"),
    ("Le préfet avançait lundi l'hypothèse que la ville paierait.", "la ville paierait"),
    ("La ministre a réaffirmé sa volonté de payer la note.", "payer la note"),
    ("Le reproche du préfet d'avoir payé la note, jugé infondé, a surpris.", "avoir payé la note"),
    ("L'annonce de la préfecture que les écoles fermeraient ; le reste attendra.", "les écoles fermeraient"),
    ("À lire le rapport, la ville paiera.", "la ville paiera"),
    ("A l'en croire, la ville paiera.", "la ville paiera"),
    ("Pour un habitant, la ville doit payer.", "la ville doit payer"),
    ("Pour le syndicat, la priorité reste le port.", "la priorité reste le port"),
    ("Pour le fabricant, la règle coûterait cher à la ville.", "la règle coûterait cher à la ville"),
    ("Le maire recommande aux élus de reporter le vote.", "reporter le vote"),
    ("La ville s'est engagée à devenir un modèle.", "devenir un modèle"),
    ("Un élu m'expliquait l'autre jour, d'une voix douce, que la ville paierait.", "la ville paierait"),
    ("Le maire assurait l'an dernier que la ville paierait.", "la ville paierait"),
    ("La note sera payée, assurait la semaine dernière un élu.", "La note sera payée"),
    ("Le site a fermé lundi, lorsque le parti, au pouvoir, a fait savoir que la ville paierait.", "la ville paierait"),
    ("La remarque a amusé jusqu'à la préfecture, laquelle admet que la ville paiera.", "la ville paiera"),
    ("Le maire tient pour acquis que la ville paiera.", "la ville paiera"),
    ("Le maire récuse avoir payé la note.", "avoir payé la note"),
    ("Les auteurs avancent une autre explication : le lac brouillerait les ondes.", "le lac brouillerait les ondes"),
    ("La maire annonce une bonne nouvelle : la piscine rouvrira lundi.", "la piscine rouvrira lundi"),
    ("L'association met en garde les clients : les prix ont bondi.", "les prix ont bondi"),
    ("Le préfet prévient les habitants : la route sera fermée.", "la route sera fermée"),
    ("Ils demandent à être reçus avant l'été.", "être reçus avant l'été"),
    ("La note sera payée, assure le maire : « La ville a promis. »", "La note sera payée"),
    ("Un constat partagé par la mairie, qui demande l'embauche de gardes et prévient que la ville paiera.", "la ville paiera"),
    ("Le maire a rappelé la règle : personne ne paiera deux fois.", "personne ne paiera deux fois"),
    ("L'un assure que tout est payé, l'autre jure que rien n'est fait.", "tout est payé"),
    ("Les uns disent que tout est payé, les autres jurent que rien n'est fait.", "rien n'est fait"),
    ("De nombreux habitants assurent que la ville paiera.", "la ville paiera"),
    ("Le préfet a accusé le maire d'avoir menti et a quitté la salle.", "avoir menti"),
    ("Le maire a promis de payer la note, mais ne cite aucun montant.", "payer la note"),
    ("La maire dit avoir payé la note et attend la suite.", "avoir payé la note"),
]
MIXED = [
    ("Mieux vaudrait, de l'avis du maire, « compter les voix ».", "Mieux vaudrait, de l'avis du maire, « compter les voix »"),
    ("Le maire a jugé que l'accord était « juste et bon ».", "l'accord était « juste et bon »"),
    ("Le maire juge le montant « tout à fait juste ».", "le montant « tout à fait juste »"),
    ("Le maire dénonce un « recul en rase campagne ».", "un « recul en rase campagne »"),
    ("Les registres sont « une vieille légende », balaie le maire.", "Les registres sont « une vieille légende »"),
    ("Le préfet accuse le maire d'avoir « menti aux élus ».", "avoir « menti aux élus »"),
    ("Des élus lui reprochent de « noircir le tableau » et de faire fuir les gens.", "« noircir le tableau » et de faire fuir les gens"),
    ("Pour elle, il faut « regarder plus haut ».", "il faut « regarder plus haut »"),
    ("Le maire a plaidé lundi devant la presse pour un accord « juste et durable ».", "un accord « juste et durable »"),
    ("La ville n'est, assure la maire, « jamais redescendue ».", "La ville n'est, assure la maire, « jamais redescendue »"),
    ("Le maire dénonce « la peur » par les uns semée.", "« la peur » par les uns semée"),
    ("Elle était, selon lui, une élève « douce et terrible ».", "Elle était, selon lui, une élève « douce et terrible »"),
    ("La maire juge « inacceptable » le silence de Lyon.", "« inacceptable » le silence de Lyon"),
    ("Un élu juge cette hypothèse « très bretonne ».", "cette hypothèse « très bretonne »"),
    ("Le maire juge ce plan « un peu court ».", "ce plan « un peu court »"),
    ("L'office confirme qu'un loup « ne peut être exclu », formule qui agace.", "un loup « ne peut être exclu »"),
    ("Le maire jure que la ville « a tout payé », chiffre que nul ne croit.", "la ville « a tout payé »"),
    ("L'un parle d'une « sélection numérique ».", "une « sélection numérique »"),
    ("Elle estime que les élus « jouent la montre » et songe à saisir le juge.", "les élus « jouent la montre »"),
]


@pytest.mark.parametrize(
    ("kind", "sentence", "text"),
    [(k, *case) for k, cases in (("direct", DIRECT), ("indirect", INDIRECT), ("mixed", MIXED)) for case in cases],
)
def test_a_claim_is_its_content_alone(kind: str, sentence: str, text: str) -> None:
    assert (kind, text) in [(kind, text) for kind, _, text in said(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "La saison promet d'être longue.",
        "La semaine s'annonce difficile pour le maire.",
        "La région accuse un déficit d'un tiers.",
        "La chaleur explique une partie du désastre : le thermomètre est monté.",
        "L'arbitre a confirmé le troisième but.",
        "Son équipe a assuré l'essentiel pendant une heure.",
        "Les chiffres disent l'ampleur du défi.",
        "Puis la cloche sonne, et le silence annonce la dictée.",
        "L'opération, baptisée « Dauphin bleu », durera six mois.",
        "Surnommé « le facteur », il aimait le vélo.",
        "Cette comédie « fauchée » a déjà été primée.",
        "Un livre au titre éloquent, « Le Maire et la Tirelire », circulait.",
        "Elle présente « Selon Jeanne », portrait d'une bûcheronne.",
        "Un forum intitulé « Que dit la terre ? » se tiendra le 12 août.",
        "Une facture portant la mention « urgent » figure au dossier.",
        "Selon la saison, les horaires changent.",
        "Selon son vœu, la fanfare jouera.",
        "Son mari, ne la voyant pas rentrer, avait prévenu les secours.",
        "Sa sœur, se croyant seule, avait annoncé la fin.",
        "Pour la première fois, le maire est parti.",
        "Le maire n'a pas dit que la ville paierait.",
        "Introduira-t-il un recours ?",
        "Inès, 9 ans, montre à qui veut la nouvelle bibliothèque, « Le Bateau de papier ».",
        "Le maire se réjouit « prudemment ».",
        "Le maire n'en dit que du bien.",
        "Le maire ne montre que la couverture.",
        "Les marins ont trouvé un nom à l'engin, « la grosse bête muette ».",
        "Sous une bâche sur laquelle on lit « La ville paiera ».",
        "Son nom, que l'on devine à demi effacé à l'arrière : « Ici commence la belle étoile de Lyon ».",
        "Son tract, « Rixwihr respire », promet beaucoup.",
        "Son tract, « Rixwihr respire », charme le maire.",
        "Le prototype, baptisé « le Bavard », tempête le maire.",
        "Le procès dit « des faux pomerols » reprend.",
        "Son cours, dit « d'immersion », reprend.",
        "Le talonneur du club, dit « le Notaire », reprend.",
        "L'arrêté dit « des 500 mètres » reprend.",
        "La campagne promet d'être brève.",
        "Le loto aura lieu lundi. Il promet d'être disputé.",
        "L'hypothèse que la ville paie l'amuse.",
        "Sa volonté de payer la note amuse.",
        "L'enfant apprend à lire les nuages.",
        "– du pain\n\n– du lait\n\n– des œufs",
        "La femme du maire a demandé qu'on taise son nom.",
        "Le maire a souhaité garder l'anonymat.",
        "La ville projettera « La Fleur qui ne dit rien », documentaire tourné par la maire.",
    ],
)
def test_what_says_nothing_is_no_claim(sentence: str) -> None:
    assert said(sentence) == []


def test_one_cue_with_coordinated_contents_is_one_claim() -> None:
    [(_, _, text)] = said("Le maire a assuré que la ville paierait et que rien ne changerait.")
    assert text == "la ville paierait et que rien ne changerait"


def test_a_new_cue_is_a_new_claim() -> None:
    texts = [text for _, _, text in said("Le maire juge que le débat a été rude, et assure que la ville paiera.")]
    assert texts == ["le débat a été rude", "la ville paiera"]


def test_a_quotation_after_a_clause_and_a_colon_is_a_claim_of_its_own() -> None:
    found = said("Le maire estime que le mal est ailleurs : « Le crédit reste trop cher. »")
    assert [text for _, _, text in found] == ["le mal est ailleurs", "Le crédit reste trop cher."]


def test_a_quotation_goes_on_over_paragraphs_with_a_mark_at_each() -> None:
    body = "« J’ai passé vingt ans ici », raconte le docteur.\n\n« On appelle, on bricole.\n\n« Il nous faut du monde. »"
    assert [text for _, _, text in said(body)] == ["J’ai passé vingt ans ici", "On appelle, on bricole.", "Il nous faut du monde."]


def test_a_quotation_that_a_later_paragraph_closes_is_one_claim() -> None:
    body = "Le maire a écrit : « Chers voisins,\n\nla ville paiera. »"
    assert [text for _, _, text in said(body)] == ["Chers voisins,\n\nla ville paiera."]


def test_the_title_is_read_without_its_topic() -> None:
    [claim] = claims("Rien.", "Orages dans le Gard : deux disparus après « un mur d'eau », selon une témoin")
    assert (claim.field, claim.text) == ("title", "deux disparus après « un mur d'eau »")


def test_a_title_of_a_work_at_the_head_of_a_title_says_nothing() -> None:
    assert said("Rien.", "« Ce que dit la rivière », un premier roman") == []


def test_a_passive_without_agent_says_nothing_and_its_agent_speaks() -> None:
    assert said("Le maire est accusé d'avoir menti.") == []
    assert said("Il a été accusé par la préfète d'avoir menti.") == [("indirect", "préfète", "avoir menti")]


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Anne Morel assure que le test montra la fuite.", "asserted"),  # the past of a verb in -rer
        ("Anne Morel assure que le test montrera la fuite.", "future"),
        ("Le maire a indiqué que la ville a payé.", "asserted"),
        ("Selon le maire, la ville aurait payé.", "conditional"),
        ("Le maire a promis que la ville paiera.", "future"),
        ("Le maire a promis que la ville paierait.", "future"),
        ("Le maire a estimé que la ville devrait payer.", "conditional"),
        ("Le maire assure que la ville ne paiera pas.", "negated"),
        ("« Qui va payer ? », demande le maire.", "question"),
        ("Le maire a promis de payer la note.", "future"),
        ("Le préfet demande aux maires de payer la note.", "future"),
        ("Le maire nie avoir payé la note.", "asserted"),
        ("Le maire espère avoir payé la note.", "asserted"),
        ("Le maire accuse le préfet d'avoir payé la note.", "asserted"),
    ],
)
def test_modality_is_that_of_the_first_verb(sentence: str, modality: str) -> None:
    assert [claim.modality for claim in claims(sentence)] == [modality]


def test_about_names_the_entities_inside_and_the_speaker_who_says_we() -> None:
    [claim] = claims("« Nous irons à Lyon », a dit Anne Morel.", people=["Anne Morel"], places=["Lyon"])
    assert claim.about == ("Lyon", "Anne Morel")


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("Anne Morel a indiqué qu'elle paierait.", ("Anne Morel",)),
        ("Paul Duroc est arrivé. « Elle a payé, et il le sait », a dit Anne Morel.", ("Paul Duroc",)),
        ("Anne Morel a indiqué qu'il fallait payer.", ()),
        ("Paul Duroc est arrivé. Anne Morel a jugé que l'accord était bon et qu'il durerait.", ()),
        ("Le ministre Paul Duroc est arrivé. Selon Anne Morel, le ministre a payé.", ("Paul Duroc",)),
        ("Anne Morel a évoqué le président russe Paul Duroc. Selon elle, le chef de l'État a payé.", ("Paul Duroc",)),
    ],
)
def test_about_names_whom_pronouns_and_roles_mean(sentence: str, about: tuple[str, ...]) -> None:
    assert claims(sentence, people=["Anne Morel", "Paul Duroc"])[-1].about == about


def test_the_dates_of_a_claim_stand_in_its_text() -> None:
    body = "Le maire a promis que la piscine rouvrirait le 3 mai 2025."
    [claim] = claims(body)
    [date] = claim.dates
    assert (date.value, date.precision, body[date.start : date.end]) == ("2025-05-03", "day", "3 mai 2025")


def test_claims_are_numbered_in_the_order_of_the_text() -> None:
    found = claims("Selon le maire, la ville paiera. « Jamais de la vie », a dit la préfète.", "Le maire promet de payer la note")
    assert [claim.claim_id for claim in found] == ["a-0", "a-1", "a-2"]
    assert [claim.field for claim in found] == ["title", "body", "body"]


def test_two_apostrophes_are_quote_marks_and_seconds_are_not() -> None:
    assert said("’’Les travaux avancent bien’’, indique le maire.") == said("« Les travaux avancent bien », indique le maire.")
    assert claims("Le coureur est arrivé à 39'' du premier et à 12'' du second.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Le maire de la ville, Paul Morel, y voit une chance pour demain.",
        "Ce qui veut dire que les loyers augmentent encore.",
        "Et dire que personne ne viendra ce soir.",
        "On se souvient que la fanfare jouait faux.",
    ],
)
def test_nobody_says_this(text: str) -> None:
    assert claims(text, people=["Paul Morel"]) == []


def test_a_verb_before_a_source_has_its_object_behind_it() -> None:
    [claim] = claims("La ville ne promet, selon la préfète, le retour d'aucun tramway.")
    assert claim.text == "La ville ne promet, selon la préfète, le retour d'aucun tramway"
    [claim] = claims("Le hangar est fermé, selon le maire, et les pompiers sont là.")
    assert claim.text == "Le hangar est fermé"
