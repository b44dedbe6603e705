"""Whose a claim is: an invented passage a rule."""

import pytest
from reported_speech import claims, said


def who(body: str, title: str = "Titre.", **names: list[str]) -> list[tuple[str | None, str]]:
    return [(claim.speaker.name, claim.speaker.resolved_by) for claim in claims(body, title, **names)]


MOREL = ["Anne Morel/Morel"]
PECHE = "Direction de la mer, de la pêche et du sel"


@pytest.mark.parametrize(
    ("sentence", "by"),
    [
        ("Anne Morel a dit que la ville paierait.", "name"),
        ("Mme Morel a dit que la ville paierait.", "name"),
        ("La maire centriste Anne Morel a dit que la ville paierait.", "name"),
        ("La maire, Anne Morel, a dit que la ville paierait.", "apposition"),
        ("Anne Morel, 58 ans, a dit que la ville paierait.", "name"),
        ("Interrogée lundi, Anne Morel a dit que la ville paierait.", "name"),
        ("Dans un entretien au journal, la maire, Anne Morel, a dit que la ville paierait.", "apposition"),
        ("Anne Morel, qui dirige la ville, a dit qu'elle paierait.", "name"),
        ("Anne Morel, elle, a dit que la ville paierait.", "name"),
        ("« La ville paiera », a dit lundi devant la presse Anne Morel.", "name"),
        ("« La ville paiera », a dit la maire de Lyon, Anne Morel.", "apposition"),
        ("Selon Anne Morel, la ville paiera.", "name"),
        ("C'est un reproche que balaie Anne Morel : « La ville paiera. »", "name"),
        ("La députée de Lyon Anne Morel a dit que la ville paierait.", "name"),
        ("Anne Morel – sans lien de parenté avec le maire – a dit que la ville paierait.", "name"),
        ("Aux yeux d'Anne Morel, la ville « confond vitesse et hâte ».", "name"),
    ],
)
def test_a_name_beside_the_cue_speaks(sentence: str, by: str) -> None:
    assert who(sentence, people=MOREL, places=["Lyon"]) == [("Anne Morel", by)]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Une infirmière de nuit dit ne plus dormir.", "infirmière de nuit"),
        ("« Rien ne va plus », souffle un cadre du groupe sous couvert d'anonymat.", "cadre du groupe"),
        ("L'entourage de Mme Morel assure que la ville paiera.", "entourage de Mme Morel"),
        ("Selon une source proche du dossier, la ville paiera.", "source proche du dossier"),
        ("Son communiqué indique que la ville paiera.", "communiqué"),
        ("Une publication Facebook prétend que la ville paiera.", "publication Facebook"),
        ("Les leaders de la coalition Yewwi affirment que la ville paiera.", "leaders de la coalition Yewwi"),
        ("Un de ses voisins assure que la ville paiera.", "Un de ses voisins"),
        ("À la préfecture, on assure que la ville paiera.", "préfecture"),
        ("La déléguée FGTB assure que la ville paiera.", "déléguée FGTB"),
        ("Deux habitants assurent que la ville paiera.", "Deux habitants"),
        ("Le maire a payé et un élu assure que la ville suivra.", "élu"),
        ("L'assurance, donnée au micro de Facebook par un élu, que la ville paierait, a surpris.", "élu"),
        ("Un avis des juges, publié en juin, d'après lequel la ville paiera, circule.", "avis des juges"),
        ("« La ville paiera », dit un élu joint par téléphone.", "élu"),
        ("« La ville paiera », disait l'an dernier un de leurs élus.", "un de leurs élus"),
        ("« La ville paiera », expliquait l'autre jour, souriant, un élu.", "élu"),
        ("Certains assurent que la ville paiera.", "Certains"),
        ("Ceux du port assurent que la ville paiera.", "Ceux du port"),
        ("De nombreux élus, interrogés lundi, assurent que la ville paiera.", "nombreux élus"),
        ("Des élus, comme Anne Morel, assurent que la ville paiera.", "élus"),
        ("Même son de cloche chez les communistes, qui assurent que la ville paiera.", "communistes"),
        ("Les élus de l'Yser assurent que la ville paiera.", "élus de l'Yser"),
        ("Non, répond l'entreprise : « La ville paiera. »", "entreprise"),
        ("De jeunes élus assurent que la ville paiera.", "jeunes élus"),
        ("« La ville paiera », jurent d'autres.", "d'autres"),
        ("Selon de nombreux élus, la ville paiera.", "nombreux élus"),
        ("Les deux assurent que la ville paiera.", "deux"),
        ("Le maire a écrit au ministère, qui assure que la ville paiera.", "ministère"),
        ("La remarque a amusé jusqu'à la préfecture, laquelle admet que la ville paiera.", "préfecture"),
    ],
)
def test_a_noun_phrase_that_names_nobody_stays_without_its_article(sentence: str, speaker: str) -> None:
    assert who(sentence, people=MOREL, bodies=["Facebook", "Yewwi", "FGTB"], places=["Yser"]) == [(speaker, "noun_phrase")]


def test_on_is_nobody() -> None:
    assert who("On dit que la ville paiera.") == [(None, "none")]


def test_a_pronoun_takes_up_the_last_speaker_of_its_gender() -> None:
    body = "Anne Morel a dit que la ville paierait. Paul Petit se tait. Elle a ajouté que rien ne changerait."
    assert who(body, people=["Anne Morel", "Paul Petit"])[1] == ("Anne Morel", "pronoun")


def test_a_pronoun_takes_up_the_subject_of_the_sentence_before() -> None:
    body = "« La ville paiera », a dit Paul Petit. Puis Jean Morel a pris la parole. Il a assuré que rien ne changerait."
    assert who(body, people=["Paul Petit", "Jean Morel"])[1] == ("Jean Morel", "pronoun")


def test_the_subject_of_what_is_told_does_not_tell_it() -> None:
    body = "Anne Morel arrive. Son père se tait ; sa mère, raconte-t-elle, comptait les jours."
    assert who(body, people=MOREL) == [("Anne Morel", "pronoun")]


def test_a_plural_pronoun_takes_up_a_plural() -> None:
    assert who("D'après ses voisins, Anne Morel dormait. Ils assurent avoir appelé.", people=MOREL)[1] == ("voisins", "pronoun")


def test_quant_a_sets_the_topic() -> None:
    body = "Anne Morel se tait. Quant au gouvernement, il promet de payer la note."
    assert who(body, people=MOREL) == [("gouvernement", "pronoun")]


@pytest.mark.parametrize(
    ("introduced", "taken_up"),
    [
        ("La ministre de la Culture, Anne Morel, arrive.", "La ministre"),
        ("Anne Morel, députée du Cantal, arrive.", "L'élue"),
        ("La présidente du tribunal, Anne Morel, arrive.", "La magistrate"),
        ("Anne Morel, 54 ans, arrive.", "La quinquagénaire"),
        ("L'Espagnole Anne Morel arrive.", "L'Espagnole"),
        ("Me Anne Morel arrive.", "L'avocate"),
    ],
)
def test_a_role_takes_up_its_person(introduced: str, taken_up: str) -> None:
    assert who(f"{introduced} {taken_up} dit que la ville paiera.", people=MOREL) == [("Anne Morel", "role")]


def test_a_role_of_the_other_gender_or_office_is_not_taken_for_the_person() -> None:
    body = "La ministre de la Culture, Anne Morel, arrive. Le ministre de l'Intérieur dit que la ville paiera."
    assert who(body, people=MOREL) == [("ministre de l'Intérieur", "noun_phrase")]


def test_a_body_is_taken_up_by_its_noun() -> None:
    body = "L'ONG Regard alerte la ville. L'association accuse le maire d'avoir menti."
    assert who(body, bodies=["Regard"]) == [("Regard", "role")]


def test_an_institution_is_never_another_body() -> None:
    body = "L'ONG Regard alerte la ville. Le gouvernement assure que tout va bien."
    assert who(body, bodies=["Regard"]) == [("gouvernement", "noun_phrase")]


def test_the_homologue_has_the_office_of_the_one_before() -> None:
    body = "Le ministre roumain, Paul Petit, et son homologue, Anne Morel, arrivent. Selon la ministre, la ville paiera."
    assert who(body, people=["Paul Petit", "Anne Morel"]) == [("Anne Morel", "role")]


def test_a_quotation_without_cue_goes_on_with_its_speaker() -> None:
    assert who("« La ville paiera », a dit Anne Morel. « Elle a promis. »", people=MOREL)[1] == ("Anne Morel", "continuation")


def test_a_quotation_after_a_sentence_about_somebody_is_his() -> None:
    body = "« La ville paiera », a dit Anne Morel. Paul Petit n'y croit pas. « Elle ne paiera jamais. »"
    assert who(body, people=["Anne Morel", "Paul Petit"])[1] == ("Paul Petit", "continuation")


def test_answers_of_an_interview_are_the_guests() -> None:
    body = "Anne Morel nous reçoit.\n\nLa ville va-t-elle payer ?\n\n« Oui, elle paiera. »\n\nQue dit Paul Petit ?\n\n« Il se tait. »"
    assert who(body, people=["Anne Morel", "Paul Petit"]) == [("Anne Morel", "continuation")] * 2


def test_the_guest_of_an_interview_is_whom_the_title_names_and_not_who_an_answer_does() -> None:
    asked = "Comment devient-on maire ?\n\n« Par mon oncle, Paul Petit. »"
    title = "Anne Morel : « Il faut payer la note »"
    assert who(f"Elle nous reçoit chez elle.\n\n{asked}", title, people=["Anne Morel", "Paul Petit"])[1][0] == "Anne Morel"
    assert who(f"Elle succède à Paul Petit.\n\n{asked}", title, people=["Anne Morel", "Paul Petit"])[1][0] == "Anne Morel"
    assert who(f"Elle nous reçoit chez elle.\n\n{asked}", title, people=["Paul Petit"], bodies=["Anne Morel"])[1][0] == "Anne Morel"
    assert who(f"Anne Morel nous reçoit.\n\n{asked}", people=["Anne Morel", "Paul Petit"]) == [("Anne Morel", "continuation")]


@pytest.mark.parametrize(
    ("passage", "speaker"),
    [
        ("Du côté de l'association Regard, on nuance. La ville paiera, dit-on, en juin.", "Regard"),
        ("À la mairie, on hausse les épaules. « La ville paiera », assure-t-on.", "mairie"),
        ("À la mairie, on se borne à signaler que la ville paiera.", "mairie"),
        ("À la mairie, on hausse les épaules.\n\nLa ville paiera, dit-on.", None),
        ("À la mairie, on hausse les épaules. Le vent tourne. La ville paiera, dit-on.", None),
    ],
)
def test_on_speaks_for_the_place_of_the_sentence_before(passage: str, speaker: str | None) -> None:
    assert who(passage, bodies=["Regard"])[-1][0] == speaker


def test_turns_of_a_dialogue_alternate() -> None:
    body = "– Où est l'argent ? demande la juge.\n\n– Au fond du lac, répond Paul Petit.\n\n– Et le bateau ?\n\n– Il est au fond aussi."
    assert [name for name, _ in who(body, people=["Paul Petit"])] == ["juge", "Paul Petit", "juge", "Paul Petit"]


def test_the_title_is_read_with_what_the_body_tells() -> None:
    body = "La maire, Anne Morel, a parlé. « La ville paiera en juin », a-t-elle dit."
    assert who(body, "La maire promet de payer la note", people=MOREL)[0] == ("Anne Morel", "role")
    assert who(body, "« La ville paiera » : un débat tendu", people=MOREL)[0] == ("Anne Morel", "continuation")


def test_a_name_before_a_colon_in_the_title_speaks() -> None:
    assert said("Rien.", "Anne Morel : « La ville paiera »", people=MOREL) == [("direct", "Anne Morel", "La ville paiera")]


def test_the_relative_takes_up_its_antecedent() -> None:
    body = "« Rien ne va plus », dit Anne Morel, de la CGT, qui assure que la ville paiera."
    assert who(body, people=MOREL, bodies=["CGT"])[1][0] == "Anne Morel"


@pytest.mark.parametrize(
    ("passage", "speaker", "by"),
    [
        # Nouns and names
        ("Faléor SA dément avoir payé.", "Faléor SA", "name"),
        ("Pour Gazprom, la ville doit payer la note.", "Gazprom", "name"),
        ("Gazprom, la banquise des ports, assure que la ville paiera.", "Gazprom", "name"),
        ("Le patron, un Gantois de 54 ans, assure que la ville paiera.", "patron", "role"),
        ("Selon des médias locaux, le directeur de la mine, Paul Petit, est mort.", "médias locaux", "noun_phrase"),
        # Pronouns and possessives
        ("Les élus sont là. À les en croire, la ville paiera.", "élus", "pronoun"),
        ("Anne Morel est là. Selon ses calculs, la ville paiera.", "Anne Morel", "pronoun"),
        ("Paul Petit est là. « Oui », a-t-il dit, reprochant au maire d'avoir menti.", "Paul Petit", "pronoun"),
        ("Anne Morel parle de Paul Petit et de Jeanne Roux. Cette dernière assure que la ville paiera.", "Jeanne Roux", "pronoun"),
        ("L'idée, reprise par l'eurodéputé Paul Petit, plaît à Jean Roux. Il assure que la ville paiera.", "Paul Petit", "pronoun"),
        ("Paul Petit dort. Le club Gazprom est « ravi », selon Enel. « J'ai payé », raconte-t-il.", "Paul Petit", "pronoun"),
        ("Anne Morel dort. Le maire a tort, rétorque-t-elle : « La ville paiera. »", "Anne Morel", "pronoun"),
        ("Anne Morel et Paul Petit arrivent. « Tout va », dit la première. « La ville paiera », dit le second.", "Paul Petit", "role"),
        ("Anne Morel a vu Jeanne Roux. « Tout va », dit la seconde. « La ville paiera », dit la première.", "Anne Morel", "role"),
        ("Une source proche du maire parle. Selon cette même source, la ville paiera.", "source proche du maire", "role"),
        ("Selon une source du port, tout va. La même source assure que la ville paiera.", "source du port", "role"),
        ("Selon des sources du port, tout va. Ces sources assurent que la ville paiera.", "sources du port", "role"),
        ("« Tout va », dit l'avocat, Me Jean Roux. Celui du club, Paul Petit, assure que la ville paiera.", "Paul Petit", "apposition"),
        ("Des ONG râlent contre Gazprom. Le groupe pétrolier assure que la ville paiera.", "Gazprom", "role"),
        # Names with a comma, and what stands beside a name
        ("Dans son rapport, la Direction de la mer, de la pêche et du sel affirme que la ville paiera.", PECHE, "name"),
        ("Le dessinateur Paul Petit, dit Cornichon, est mort, a fait savoir son éditeur, Jean Roux.", "Jean Roux", "apposition"),
        ("Pour M. Petit, Me Anne Morel a appelé la cour à « ne pas juger une époque ».", "Anne Morel", "name"),
        ("Anne Morel arrive. Pas question de payer la fin du chantier : « Celui qui part balaie. »", "Anne Morel", "continuation"),
        ("Libération râle.\n\nL’Est républicain dort. « C'est fini », note le journal.", "L’Est républicain", "role"),
        ("La juge Anne Morel dort. L'un jure que rien ne va, l'autre jure que la ville paiera.", "autre", "noun_phrase"),
        # Quotations and sentences that go on
        ("Anne Morel arrive. Et s'engage à payer la note.", "Anne Morel", "continuation"),
        ("Voici Anne Morel. Écoutez-la. « La ville paiera. »", "Anne Morel", "continuation"),
        ("Paul Petit parle. « Tout va bien », dit-il.\n\n« C'est la troisième fois. » Anne Morel s'insurge.", "Anne Morel", "name"),
        # Roles
        ("Anne Morel arrive. La déléguée assure que la ville paiera.", "Anne Morel", "role"),
        ("Anne Morel arrive. La pluie tombe. Le vent souffle. La bergère assure que la ville paiera.", "Anne Morel", "role"),
        ("L'avocate générale Anne Morel arrive. L'avocate générale assure que la ville paiera.", "Anne Morel", "role"),
        ("Le président russe Paul Petit arrive. Le chef de l'État assure que la ville paiera.", "Paul Petit", "role"),
        ("Le président du club Paul Petit arrive. Le chef de l'État assure que la ville paiera.", "chef de l'État", "role"),
        ("Le ministre-président Paul Petit arrive. Le ministre-président assure que la ville paiera.", "Paul Petit", "role"),
        ("Paul Petit, riziculteur, arrive. Le riziculteur assure que la ville paiera.", "Paul Petit", "role"),
        ("Anne Morel, dermatologue, arrive. La dermatologue assure que la ville paiera.", "Anne Morel", "role"),
        ("Le juge Jean Roux arrive. Paul Petit dort. Puis rien. Le prévenu assure que la ville paiera.", "Paul Petit", "role"),
        ("Paul Petit dort. Le natif de Thoune assure que la ville paiera.", "Paul Petit", "role"),
        ("L'association belge Gazprom arrive. Enel dort. L'association assure que la ville paiera.", "Gazprom", "role"),
        ("La députée de la Loire Anne Morel arrive. Jeanne Roux dort. La députée assure que la ville paiera.", "Anne Morel", "role"),
        ("Un tour à la mairie, puis à la préfecture, où l'on rappelle que la ville paiera.", "préfecture", "noun_phrase"),
        (
            "Le notaire Jean Roux arrive. Jean Roux dort. La juge Anne Morel dort. Le prévenu assure que la ville paiera.",
            "Jean Roux",
            "role",
        ),
        (
            "Anne Morel arrive. Anne Morel dort. Anne Morel part. Rien. Rien. La couturière assure que la ville paiera.",
            "Anne Morel",
            "role",
        ),
        ("Paul Petit dort. Hier, Jean Roux s'est levé. Il assure que la ville paiera.", "Jean Roux", "pronoun"),
        (
            "Le président, Jean Roux, lui a objecté que tout manque. « Ils dormaient », a-t-il répliqué. "
            "Paul Petit dort. Le juge Jean Roux a relevé que tout manque. « J'ai oublié », a-t-il concédé.",
            "Paul Petit",
            "pronoun",
        ),
        ("Jean Roux affirme que tout va. « Je dors », réplique-t-il.", "Jean Roux", "pronoun"),
        (
            "L'écologue Jeanne Roux dort. La biologiste Anne Morel trouve que la ville paie. "
            "La scientifique brestoise ne la contredit pas. Elle promet que la ville paiera.",
            "Jeanne Roux",
            "pronoun",
        ),
        ("Paul Petit dort. L'ambiance s'est gâtée avec le socialiste Jean Roux. Il assure que la ville paiera.", "Jean Roux", "pronoun"),
        ("« On n'en peut plus de ces travaux » : à la gare, Jean Roux perd patience.", "Jean Roux", "name"),
        ("Selon son rédacteur en chef, Jean Roux, la ville paiera.", "Jean Roux", "apposition"),
        ("D'après son représentant à Facebook, Jean Roux, la ville paiera.", "Jean Roux", "apposition"),
        ("« La ville paiera », fait savoir sa directrice par intérim, Anne Morel.", "Anne Morel", "apposition"),
        ("Son porte-parole pour l'Est, Jean Roux, assure que la ville paiera.", "Jean Roux", "apposition"),
        ("« Elle paiera », a dit le voisin à une élue, Anne Morel.", "voisin", "noun_phrase"),
        ("L'Érythréen Jean Roux a battu le Slovène Paul Petit. Le vainqueur assure que la ville paiera.", "Jean Roux", "role"),
        ("Jean Roux, infirmière, dort. Paul Petit part. La jeune femme de 27 ans assure que la ville paiera.", "Jean Roux", "role"),
        ("L'agence Gazprom arrive. La fonderie Enel dort. La société assure que la ville paiera.", "Enel", "role"),
        ("Paul Petit, le patron, arrive. Selon l'administrateur judiciaire, la ville paiera.", "administrateur judiciaire", "noun_phrase"),
        # Whom a role does not take up
        ("Selon son avocat, Jean Roux a menti.", "avocat", "noun_phrase"),
        ("Interrogé par Me Jean Roux, l'expert assure que la ville paiera.", "expert", "role"),
        ("Selon l'AFP, la compagnie perd tout. La compagnie assure que la ville paiera.", "compagnie", "noun_phrase"),
    ],
)
def test_the_speaker_of_the_last_claim(passage: str, speaker: str, by: str) -> None:
    people = ["Anne Morel", "Paul Petit/M. Petit", "Jean Roux", "Jeanne Roux"]
    bodies = ["Faléor SA", "Gazprom", "Enel", "AFP", "Libération", "L’Est républicain", PECHE]
    assert who(passage, people=people, bodies=bodies, places=["Loire"])[-1] == (speaker, by)


def test_a_noun_behind_the_colon_of_a_title_speaks() -> None:
    assert who("Rien.", "« La ville paiera » : la maire s'engage") == [("maire", "role")]


def test_a_place_before_the_colon_of_a_title_is_not_who_the_body_names() -> None:
    body = "« Le loup ne paie pas », grince Anne Morel."
    assert who(body, "Vosges : « Le loup ne paie pas », la vallée se divise", people=MOREL, places=["Vosges"])[0][0] == "Anne Morel"
    assert who("Rien.", "Kiev : « Nous tiendrons jusqu'au bout »", places=["Kiev"]) == [("Kiev", "name")]


def test_a_title_can_put_together_what_begins_like_the_words_of_the_body() -> None:
    body = "« On nous a rallongé la vie, et sans un mot », dit Anne Morel."
    assert who(body, "Lyon : le pont fermé, « on nous a rallongé la vie d'une heure »", people=MOREL)[0][0] == "Anne Morel"


def test_who_says_the_words_of_the_title_in_the_body_says_them_in_the_title() -> None:
    body = "Anne Morel assure que la ville paiera la note."
    assert who(body, "La ville paiera la note, selon un habitant", people=MOREL)[0] == ("Anne Morel", "continuation")


def test_the_latter_is_no_place() -> None:
    [claim] = claims("Il vit en Belgique avec une femme. Cette dernière assure qu'il ment.", places=["Belgique"])
    assert claim.speaker.name != "Belgique"
