"""One test a rule: a form, and what it names."""

import pytest
from name_reading import names_of, read, vocabulary

PERSON, ORGANIZATION, PLACE = "person", "organization", "place"


def kinds(text: str) -> dict[str, str | None]:
    return {name: kind for kind, name in read(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hier, M. Dobranu a dit", "Dobranu"),
        ("hier, Mme Paris a dit", "Paris"),
        ("la sœur de Mathilde de Saint-Aubin est là", "Mathilde de Saint-Aubin"),
        ("avec Hugo van der Linden hier", "Hugo van der Linden"),
        ("et Yassine El Khamlichi vient", "Yassine El Khamlichi"),
        ("de la Liégeoise Florence Vandermeulen, hier", "Florence Vandermeulen"),
        ("le député N-VA Joris Peetermans dort", "Joris Peetermans"),
        ("l'ancien ministre du Travail Roland Petitjean-Kahn dit", "Roland Petitjean-Kahn"),
        ("avec Tchoupi Zorglub, 58 ans, boulanger", "Tchoupi Zorglub"),
        ("ici, Zorglub, maire de la ville, dort", "Zorglub"),
        ("hier, nous demande Anaïs", "Anaïs"),
        ("qui appartenait à Folly Lawson hier", "Folly Lawson"),
        ("l'horloger Zorga Lambelet dit", "Zorga Lambelet"),
        ("avec Nedra Trabelsi-Fontaine hier", "Nedra Trabelsi-Fontaine"),
        ("avec Zorga Trabelsi-Fontaine hier", "Zorga Trabelsi-Fontaine"),
        ("le conseiller d'Etat Dominique Overney dit", "Dominique Overney"),
        ("le député du Kesrouan Ziad Abou Rjeily dit", "Ziad Abou Rjeily"),
        ("avec Duarte Lobo d'Ávila hier", "Duarte Lobo d'Ávila"),
        ("avec Inmaculada Ruiz de la Torre hier", "Inmaculada Ruiz de la Torre"),
        ("avec Paul Morel de Lyon hier", "Paul Morel"),
        ("avec Nadia al-Mansouri hier", "Nadia al-Mansouri"),
        ("et place Urs Waeber dans une posture délicate", "Urs Waeber"),
        ("le président du Sénat Paul Zorglub dit", "Paul Zorglub"),
        ("la présidente du Front national Anne Zorglub dit", "Anne Zorglub"),
        ("le patron du Centre des montagnes Paul Zorglub dit", "Paul Zorglub"),
        ("la cour d'assises de Lyon Me Paul Zorglub dit", "Paul Zorglub"),
        ("avec Dominique de Zorglub hier", "Dominique de Zorglub"),
        ("c'est cher, confie à l'AFP Anaïs, au marché", "Anaïs"),
        ("a dit à l'Agence France-Presse Paul, 50 ans", "Paul"),
        ("avec Zorgh van Rochat hier", "Zorgh van Rochat"),
        ("de l'Union européenne et de Mme Rochat hier", "Rochat"),
        ("M. Toussaint et Mme Pâques dorment", "Toussaint"),
        ("le ministre, Philippe-Yves Zorg (PS), dort", "Philippe-Yves Zorg"),
        ("Zorgh Dolma Rochat-Zorg : « Au sommet, je dors »", "Zorgh Dolma Rochat-Zorg"),
        ("les « encres de rivière » de Zu Lanyinh, née ici", "Zu Lanyinh"),
        ("trois salles à Zu Lanyinh, née à Suzhou", "Zu Lanyinh"),
        ("avec Zorgh Attoumani-Rochat, enseignante, réfugiée ici", "Zorgh Attoumani-Rochat"),
        ("raconte au Télégramme Anne Rochat, hier", "Anne Rochat"),
        ("la troupe du Lisboète Duarte Zorglub dort", "Duarte Zorglub"),
    ],
)
def test_people(text: str, name: str) -> None:
    assert kinds(text)[name] == PERSON


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("le tribunal correctionnel de Béthune juge", "tribunal correctionnel de Béthune"),
        ("la préfecture du Puy-de-Dôme dit", "préfecture du Puy-de-Dôme"),
        ("le ministère de la Transition écologique promet", "ministère de la Transition écologique"),
        ("le ministère grec de la Marine marchande dit", "ministère grec de la Marine marchande"),
        ("l'Office français de la biodiversité (OFB) dit", "Office français de la biodiversité"),
        ("la Confédération française démocratique du travail (CFDT) dit", "Confédération française démocratique du travail"),
        ("de l'agence régionale de santé (ARS) hier", "agence régionale de santé"),
        ("à l'Université Grenoble Alpes hier", "Université Grenoble Alpes"),
        ("le gouvernement wallon dort", "gouvernement wallon"),
        ("le groupe Cordelle fermera", "Cordelle"),
        ("un concurrent français, Ruote Bellandi, dort", "Ruote Bellandi"),
        ("l'association « Sioule vivante » dit", "Sioule vivante"),
        ("le collectif Eau pour tous accuse", "Eau pour tous"),
        ("le comité de défense Vivre et soigner à Valbrune promet", "Vivre et soigner à Valbrune"),
        ("l'association Meute et Montagne accuse", "Meute et Montagne"),
        ("un militant, du collectif Agareb respire, dit", "Agareb respire"),
        ("la société Normandie Logistique du Littoral dément", "Normandie Logistique du Littoral"),
        ("chez Kolo Partners hier", "Kolo Partners"),
        ("face à l'AS Montargil hier", "AS Montargil"),
        ("hier l'Élysée a dit", "Élysée"),
        ("à Bercy, on dit", "Bercy"),
        ("lu dans le Monde hier", "Monde"),
        ("de la Laiterie des Trois-Puys hier", "Laiterie des Trois-Puys"),
        ("selon la FDXYZ hier", "FDXYZ"),
        ("avec Elke Van den Brandt (Zorg) hier", "Zorg"),
        ("de l'Union locale des pêcheurs à la ligne, hier", "Union locale des pêcheurs à la ligne"),
        ("de la Direction des eaux et sports hier", "Direction des eaux et sports"),
        ("chez Castelnau & Filles hier", "Castelnau & Filles"),
        ("chez Groupama-FDJ hier", "Groupama-FDJ"),
        ("les dons de la Défense européenne hier", "Défense européenne"),
        ("ici, l'Absym, le principal syndicat, dort", "Absym"),
        # Heads and what completes them
        ("la Haute école du paysage, d'ingénierie et d'architecture (HEPIA) dit", "Haute école du paysage, d'ingénierie et d'architecture"),
        ("l'université Oran 2 dit", "université Oran 2"),
        ("à l'Université du Québec à Rimouski hier", "Université du Québec à Rimouski"),
        ("la police cantonale vaudoise dit", "police cantonale vaudoise"),
        ("le ministère des Enseignements maternel et primaire indique", "ministère des Enseignements maternel et primaire"),
        ("le secrétariat d'État à la Mer indique", "secrétariat d'État à la Mer"),
        ("le ministère du Cadre de vie indique", "ministère du Cadre de vie"),
        ("le ministère des Forêts et de la Faune indique", "ministère des Forêts et de la Faune"),
        ("l'Ehpad de la Drôme ferme", "Ehpad de la Drôme"),
        ("hier, le Stade lavallois bat", "Stade lavallois"),
        ("le Parti communiste marocain accuse", "Parti communiste marocain"),
        ("la Croix-Rouge malienne annonce", "Croix-Rouge malienne"),
        # Names behind a describing noun
        ("Un groupe de Brno, Moravské Vozy, annonce", "Moravské Vozy"),
        ("Sa coopérative, Tantely Mainty, exige", "Tantely Mainty"),
        ("l'horloger Swatch annonce", "Swatch"),
        ("la mutuelle Bana ya Mai dit", "Bana ya Mai"),
        ("la chaîne Kanal 7 annonce", "Kanal 7"),
        ("le comité Libre parcours annonce", "Libre parcours"),
        ("le collectif Carouge à l'ombre demande", "Carouge à l'ombre"),
        ("le collectif Pierre debout demande", "Pierre debout"),
        ("le mouvement Rixwihr en commun accuse", "Rixwihr en commun"),
        ("la liste Marly en l'air accuse", "Marly en l'air"),
        ("le collectif Rixwihr lundi demande", "Rixwihr"),
        ("l'association Un toit en règle accuse", "Un toit en règle"),
        ("le collectif Nos quartiers demande", "Nos quartiers"),
        ("l'association Guichet vivant a récolté", "Guichet vivant"),
        ("l'association Guichet marchande a récolté", "Guichet marchande"),
        ("l'association Guichet marchande trois prix", "Guichet"),
        ("le centre hospitalier Jeanne-Declerck ferme", "centre hospitalier Jeanne-Declerck"),
        # Forms and places in the sentence
        ("un infectiologue à Zorgsanté hier", "Zorgsanté"),
        ("hier Créée en 2018, puis. Fondée à La Ciotat, Levazur dort", "Levazur"),
        ("selon Sud-Santé hier", "Sud-Santé"),
        ("chez Bonnefoy et Fils hier", "Bonnefoy et Fils"),
        ("le Coton Sport de Garoua bat", "Coton Sport de Garoua"),
        ("en courrier A. La Poste annonce", "La Poste"),
        ("hier, la Ville de Zorg annonce", "Ville de Zorg"),
        ("hier, l'armée soudanaise dort", "armée soudanaise"),
        ("hier, la London School of Economics dort", "London School of Economics"),
        ("la députée du Bloc québécois Anne Morel dort", "Bloc québécois"),
        ("hier, la Société locale et agricole de Zorgville dort", "Société locale et agricole de Zorgville"),
        ("hier, la Fédération nationale d'aide au logement dort", "Fédération nationale d'aide au logement"),
        ("hier, Galet Maternel dort", "Galet Maternel"),
        ("hier, POST Luxembourg dort", "POST Luxembourg"),
        ("le collectif Anne Morel demande", "Anne Morel"),
        ("selon les garde-côtes philippins hier", "garde-côtes philippins"),
        ("avec la garde côtière libyenne hier", "garde côtière libyenne"),
        ("selon la marine ukrainienne hier", "marine ukrainienne"),
        ("le gouvernement de la Nouvelle-Calédonie dort", "gouvernement de la Nouvelle-Calédonie"),
        ("le parlement de Catalogne dort", "parlement de Catalogne"),
        ("la communauté de communes Zorg, Rance et Rougier dort", "communauté de communes Zorg, Rance et Rougier"),
        (
            "l'Office de l'eau, de la forêt et de la protection des sports dort",
            "Office de l'eau, de la forêt et de la protection des sports",
        ),
        ("l'Institut pour l'eau, la faune et la forêt (ZPLA) dort", "Institut pour l'eau, la faune et la forêt"),
        ("le ministère de l'Économie, de la Santé et des Sports dort", "ministère de l'Économie, de la Santé et des Sports"),
        ("de l'Université de Liège et de l'Observatoire de Goma hier", "Observatoire de Goma"),
        ("de l'Université de Liège et de l'Institut de Tulle hier", "Université de Liège"),
        ("le collectif Ne coupons pas le Barry accuse", "Ne coupons pas le Barry"),
        ("le collectif Ne touchez plus à Zorg accuse", "Ne touchez plus à Zorg"),
        ("la raffinerie TotalEnergies de Donges dort", "TotalEnergies"),
        ("à l'hôtel Novotel de Lille hier", "Novotel"),
        ("la station Europe 1 dit", "Europe 1"),
        ("selon le quotidien 24 heures, rien", "24 heures"),
        ("le groupe des Verts/ALE dort", "Verts/ALE"),
        ("lu dans le quotidien Philippine Zorg Inquirer hier", "Philippine Zorg Inquirer"),
        ("raconte au Télégramme Anne Rochat, hier", "Télégramme"),
        ("licenciée au ski-club de La Clusaz hier", "ski-club de La Clusaz"),
        ("hier, l'Association des jeunes avocats dort", "Association des jeunes avocats"),
        ("face au RK Zorgtav hier", "RK Zorgtav"),
        ("les élèves du lycée Henri-Zorg d'Aubervilliers dorment", "lycée Henri-Zorg d'Aubervilliers"),
        ("le directeur du collège Anne-Marie de Stains dort", "collège Anne-Marie de Stains"),
        ("hier, l'Union des anciens marins de Lille dort", "Union des anciens marins de Lille"),
        ("hier, l'Institut pour la forêt et la faune (ZPLA) dort", "Institut pour la forêt et la faune"),
        ("au centre de santé de la Croix-Rouge hier", "Croix-Rouge"),
        ("hier, le Parc naturel régional du Morvan dit", "Parc naturel régional du Morvan"),
    ],
)
def test_organizations(text: str, name: str) -> None:
    assert kinds(text).get(name) == ORGANIZATION, read(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("il vit à Valbrune depuis", "Valbrune"),
        ("il va en Côte d’Ivoire hier", "Côte d’Ivoire"),
        ("dans le Puy-de-Dôme hier", "Puy-de-Dôme"),
        ("au stade des Embruns hier", "stade des Embruns"),
        ("devant la rue King hier", "rue King"),
        ("en mer Noire hier", "mer Noire"),
        ("les habitants de Zorgville dorment", "Zorgville"),
        ("dans ce café de Sion hier", "Sion"),
        ("le barrage du Nil hier", "Nil"),
        ("dans la province du Houet hier", "Houet"),
        ("né à Ustou (Ariège) hier", "Ustou"),
        ("sur la Pointe du Raz hier", "Pointe du Raz"),
        ("sur la RD192 hier", "RD192"),
        ("sur l'A36 hier", "A36"),
        ("sur la route nationale 7 hier", "route nationale 7"),
        ("il y a une école de Lille", "Lille"),
        ("l'horloger de Bourj Hammoud dit", "Bourj Hammoud"),
        ("venus de Lorient et de Killybergs hier", "Killybergs"),
        ("le pont enjambe la Gazeille hier", "Gazeille"),
        ("le comté des Galets dort", "comté des Galets"),
        ("la ravine du Bernica déborde", "ravine du Bernica"),
        ("la ravine des Galets déborde", "ravine des Galets"),
        ("sur la place de Sardaigne hier", "place de Sardaigne"),
        ("sur la place de Bajina Bašta hier", "Bajina Bašta"),
        ("sur la place de la Gare hier", "place de la Gare"),
        ("dans la rue du 23-Juin hier", "rue du 23-Juin"),
        ("dans la rue du 11 Novembre 1918 hier", "rue du 11 Novembre 1918"),
        ("sur la passerelle des Moulins hier", "passerelle des Moulins"),
        ("à l'île du Levant hier", "île du Levant"),
        ("hier le marais breton dort", "marais breton"),
        ("hier, la rivière des Galets déborde", "rivière des Galets"),
        ("hier, le fleuve Zorgo déborde", "Zorgo"),
        ("hier, dans la patinoire de la Zorgherie", "patinoire de la Zorgherie"),
        ("il fustige « un rapport écrit à Nairobi », à titre personnel", "Nairobi"),
        ("sur la côte Est hier", "côte Est"),
        ("dans les quartiers Nord hier", "quartiers Nord"),
        ("sur le cours Mirabeau hier", "cours Mirabeau"),
        ("cours des 50-Otages, hier", "cours des 50-Otages"),
        ("dans la rue des 3-Évêchés hier", "rue des 3-Évêchés"),
        ("sur le quai de Boisguilbert hier", "quai de Boisguilbert"),
        ("devant la succursale du boulevard des Forges hier", "boulevard des Forges"),
        ("dans la rue de l'Université hier", "rue de l'Université"),
        ("au gymnase Lucie-Aubrac de Rive-de-Gier hier", "gymnase Lucie-Aubrac"),
        ("au gymnase Lucie-Aubrac de Rive-de-Gier hier", "Rive-de-Gier"),
        ("dans le bâtiment Juste-Lipse hier", "bâtiment Juste-Lipse"),
        ("près du récif de Zorgbina hier", "récif de Zorgbina"),
        ("à la station Molière hier", "station Molière"),
        ("l'ancienne filature Motte-Zorg dort", "filature Motte-Zorg"),
        ("dans l'ancienne verrerie Zorglub hier", "verrerie Zorglub"),
        ("devant le palais du Luxembourg hier", "palais du Luxembourg"),
        ("sur les marches du palais Chigi hier", "palais Chigi"),
        ("la maison de santé de Lille dort", "Lille"),
        ("un théâtre civil de Courtrai dort", "Courtrai"),
        ("l'antenne de l'Anse-à-l'Orme dort", "Anse-à-l'Orme"),
        ("hier, Zorg-sur-Gazeille dort", "Zorg-sur-Gazeille"),
        ("La Côte d'Ivoire dort", "Côte d'Ivoire"),
        ("il pédale d'Anderlecht à Uccle hier", "Anderlecht"),
        ("venus de Dax hier", "Dax"),
        ("hier, au Grand-Bornand, on dort", "Grand-Bornand"),
        ("au K2, hier", "K2"),
        ("dans le Saguenay–Lac-Saint-Jean hier", "Saguenay–Lac-Saint-Jean"),
        ("dernière usine du pays d'Olmes hier", "pays d'Olmes"),
        ("entre les îles de Houat et d'Hœdic hier", "Hœdic"),
        ("de la petite mer de Gâvres hier", "petite mer de Gâvres"),
        ("sur le canal de Zorg à Tulle hier", "canal de Zorg à Tulle"),
        ("sur le canal de la Zorgue à l'Escaut hier", "canal de la Zorgue à l'Escaut"),
        ("sur le canal de Suez à Port-Saïd hier", "canal de Suez"),
        ("sur le canal de la Zorgue au Rhin hier", "canal de la Zorgue au Rhin"),
        ("à la station de métro Jean-Zorg hier", "station de métro Jean-Zorg"),
        ("au stade national Marcel-Zorg hier", "stade national Marcel-Zorg"),
        ("au parc public Zorglub hier", "parc public Zorglub"),
        ("dans les gorges de la Jonte hier", "gorges de la Jonte"),
        ("le terminal de Zorg-Louga hier", "Zorg-Louga"),
        ("hier, Zorg, chef-lieu du district, dort", "Zorg"),
        ("vers Zorg, un village de montagne, on dort", "Zorg"),
        ("dans les vallées de Zorg et de Tulle hier", "Tulle"),
        ("un habitant de la maison de santé de Tulle dort", "Tulle"),
        ("au Colisée Financière Bas-Zorg hier", "Colisée Financière Bas-Zorg"),
        ("à la Zorglub Arena hier", "Zorglub Arena"),
        ("dans le parc naturel régional du Morvan hier", "parc naturel régional du Morvan"),
    ],
)
def test_places(text: str, name: str) -> None:
    assert kinds(text).get(name) == PLACE, read(text)


@pytest.mark.parametrize(
    "text",
    [
        "l'État a dit non",
        "les Brestois ont gagné",
        "la Québécoise est partie",
        "le film « La Chambre des oiseaux » sort",
        "une opération baptisée « Dauphin bleu » commence",
        "hier lundi, en Ligue 1",
        "le PIB et la TVA montent",
        "le ministre de la Protection civile dort",
        "la commissaire aux Affaires intérieures dort",
        "après Nice-Marseille et Paris-Nice",
        "le programme Horizon Zorg et la tempête Goran",
        "la Guerre mondiale dure",
        "les Baka dorment",
        "le Tour des Hauts-Plateaux commence",
        "avant la Saint-Martin, comme à la Saint-Zorg",
        "au forum Zorg'Innov hier",
        "hier, le Caillou d'or a été remis",
        "hier, le Balai d'or sort",
        "un collectif de pêcheurs et deux CFA dorment",
        "Trois ponts sur huit dorment",
        "Cyclone Malandy : on dort",
        "des meubles en bois Zorg",
        "EN DIRECT, on dort",
        "hier, la ligne B du tramway",
        "les usagers du RER C dorment",
    ],
)
def test_no_names(text: str) -> None:
    assert [(kind, name) for kind, name in read(text) if kind] == []


@pytest.mark.parametrize("text", ["sur un quai d'Ostende hier", "dans une rue de Marseille hier", "entre deux ponts de Rennes hier"])
def test_any_site_of_a_town_is_not_named(text: str) -> None:
    assert [kind for kind, _ in read(text)] == ["place"]
    assert " " not in read(text)[0][1]


def test_the_acronym_in_parentheses_belongs_to_the_nearest_long_form() -> None:
    names = names_of("le syndicat Unia et la Société suisse des auteurs (SSA) protestent")
    assert [(name.text, name.acronym) for name in names if name.acronym] == [("Société suisse des auteurs", "SSA")]


def test_a_name_that_the_article_has_shown_is_read_again_with_its_small_words() -> None:
    names = names_of("le président de Sioule vivante dort", {"sioule vivante": "organization"})
    assert [name.text for name in names] == ["Sioule vivante"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("un collectif de pêcheurs de Mutsamudu accuse", "collectif de pêcheurs de Mutsamudu"),
        ("une école de Lille ferme", "école de Lille"),
        ("dans les cours d'école de Bonabéri hier", "école de Bonabéri"),
        ("les repas des Ehpad de la Drôme hier", "Ehpad de la Drôme"),
        ("avec Coton Dupont de Garoua hier", "Coton Dupont de Garoua"),
    ],
)
def test_what_is_no_name_of_a_body(text: str, body: str) -> None:
    assert body not in kinds(text)


@pytest.mark.parametrize(
    "text",
    ["l'UZRT, l'Université de Zorg à Tulle, dit", "l'Union de Zorg et de la Terre de Roulle (UZRT) dit"],
)
def test_an_acronym_belongs_to_the_long_form_beside_it(text: str) -> None:
    assert [name.acronym for name in names_of(text) if name.size > 1] == ["UZRT"]


def test_the_acronym_may_begin_behind_the_head_of_its_long_form() -> None:
    names = names_of("l'Office Provence Logis Habitat (PLH) dit")
    assert [(name.text, name.acronym) for name in names if name.acronym] == [("Office Provence Logis Habitat", "PLH")]


@pytest.mark.parametrize(
    ("text", "acronym"),
    [
        ("la Fédération internationale de biathlon (IBU) dort", "IBU"),
        ("le Centre national de recherche du développement (Zofifa) dort", "Zofifa"),
        ("la Fédération des cheminots de France (CGT) dort", None),
        ("le Laboratoire d'économie de Lille (CNRS) dort", None),
    ],
)
def test_an_acronym_may_be_that_of_another_language_but_not_that_of_the_body_above(text: str, acronym: str | None) -> None:
    assert [name.acronym for name in names_of(text) if name.size > 1] == [acronym]


def test_a_town_before_a_colon_is_where_the_news_comes_from() -> None:
    assert [name.located for name in names_of("Carouge : le maire jure")] == [True]


def test_two_unknown_names_behind_an_acronym_are_a_person() -> None:
    assert [name.text for name in names_of("le biologiste de l'EPFL Zorgh Rochat dit")] == ["EPFL", "Zorgh Rochat"]


def test_the_letters_of_an_acronym_may_stand_in_the_order_of_another_language() -> None:
    names = names_of("hier, l'Office européen de tourisme (TOE) dit")
    assert [(name.text, name.acronym) for name in names if name.acronym] == [("Office européen de tourisme", "TOE")]


def test_who_is_apposed_to_a_role_in_a_body_is_no_body() -> None:
    [person] = names_of("le secrétaire général de l'organisation, Zorgh Rochat, dort")
    assert person.best != ORGANIZATION


def test_people_have_no_article() -> None:
    [body], [person] = names_of("de la Lia Rumantscha hier"), names_of("avec Lia Rumantscha hier")
    assert body.votes["person"] < person.votes["person"]


def test_the_kind_of_a_thing_before_its_name_at_the_start_of_a_sentence_is_no_part_of_it() -> None:
    assert [name.text for name in names_of("Fleuve Corentyne : le maire jure")] == ["Corentyne"]


@pytest.mark.parametrize(
    "text",
    [
        "pour des Français interrogés hier",
        "avec la Légion d'honneur hier",
        "sous la Ve République hier",
        "de tous les PDG hier",
        "la mise en place du Plan Zorglub hier",
        "signé @Zorglub hier",
        "avec #Zorglub hier",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert read(text) == []


def test_the_article_of_a_name_stands_in_the_preposition() -> None:
    assert read("une femme du Mans dort") == [(PLACE, "Mans")]
    assert read("une enquête du Parisien dit") == [(ORGANIZATION, "Parisien")]
    assert (ORGANIZATION, "Monde") not in read("une étape du Tour du Monde dort")


def test_a_part_of_a_country_is_no_body() -> None:
    assert (PLACE, "France") in read("de l'Est de la France hier")


def test_two_bodies_that_et_joins_are_two() -> None:
    assert [name.text for name in names_of("entre l'Union européenne et le Canada hier")] == ["Union européenne", "Canada"]


def test_a_landmark_is_a_place() -> None:
    assert read("devant le Bataclan hier") == [(PLACE, "Bataclan")]


def test_what_is_against_or_for_something_is_no_part_of_a_body_with_a_name_of_its_own() -> None:
    assert [name.text for name in names_of("la Cour suprême contre la Belgique hier")] == [
        "Cour suprême",
        "Belgique",
    ]


def test_et_des_begins_something_else_behind_an_adjective() -> None:
    assert [name.text for name in names_of("la Chambre européenne et des bureaux hier")] == ["Chambre européenne"]


def test_a_king_and_a_queen_are_in_no_town() -> None:
    assert (PLACE, "Roi et") not in read("hier, le Roi et la Reine sont là")


@pytest.mark.parametrize("word", ["français", "françaises", "grecque", "grecques", "turques", "parisienne", "sportive"])
def test_forms_of_demonyms_are_made_of_the_listed_one(word: str) -> None:
    assert vocabulary().is_demonym(word) == (word != "sportive")
