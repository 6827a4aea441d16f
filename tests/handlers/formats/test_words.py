"""Announcements as representatives type them, and what is understood of them."""

from datetime import date

import pytest

from handlers.formats.words import Trouble, gather, read, read_counts, read_places, unwrap, write_count, write_line
from storage.assets import Asset
from storage.reports import Action, AdSpend, Count, Found, Metric, PartialDate, Qualifier, Reach, Source

FRIDAY = date(2018, 8, 24)
ABOUT, AT_LEAST, LESS_THAN = Qualifier.ABOUT, Qualifier.AT_LEAST, Qualifier.LESS_THAN


def count(n, *assets, qualifier=Qualifier.EXACT):
    return Count(n, tuple(Asset.of(asset) for asset in assets), qualifier)


def understood(text, today=FRIDAY):
    return read(text, today=today)


def counts_of(text):
    """All itemised counts of a text, part by part, one after the other."""
    return [one for part in understood(text).parts for one in part.counts]


def short(text):
    return [f"{one.n} {'+'.join(map(str, one.assets))}" for one in counts_of(text)]


@pytest.mark.parametrize("text", ["1 groupe, 1 200 comptes", "1 groupe; 1 200 comptes", "1 groupe et 1 200 comptes"])
def test_thousands_behind_a_word_that_is_numbered_elsewhere_stay_whole(text):
    assert short(text) == ["1 group", "1200 account"]


# --- The story of August 2018 ---------------------------------------------------------------------------------------


def test_google_of_23_august_in_french():
    reading = understood(
        "39 chaînes YouTube (près de 13.500 vues aux États-Unis), 6 blogs Blogger et 13 comptes Google+ liés à l'Iran"
    )
    assert reading.stated is None
    assert [part.counts for part in reading.parts] == [
        (count(39, "youtube_channel"), count(6, "blogger_blog"), count(13, "google_plus_account"))
    ]
    assert reading.reach == (Reach(13500, Metric.VIEWS, ABOUT, "US"),)
    assert reading.origins == ("IR",)
    assert reading.unread == ()


def test_facebook_s_headline_of_21_august():
    reading = understood("652 pages, groups and accounts from Iran aimed at Latin America, US, UK and the Middle East")
    assert reading.stated == count(652, "page", "group", "account")
    assert reading.parts == ()
    assert reading.origins == ("IR",)
    assert reading.targets == ("M49:419", "US", "GB", "M49:145")
    assert reading.unread == ()


def test_the_words_of_a_command_with_the_platform_behind():
    reading = understood("652 pages, groups and accounts on Facebook from Iran aimed at US, UK")
    assert reading.stated == count(652, "facebook_page", "facebook_group", "facebook_account")
    assert (reading.origins, reading.targets) == (("IR",), ("US", "GB"))


def test_facebook_s_three_networks_part_by_part():
    reading = understood(
        "On Tuesday we took down 652 Pages, groups and accounts that originated in Iran.\n"
        "Part 1 (Liberty Front Press): 74 Pages, 70 accounts and 3 groups on Facebook, as well as 76 accounts on "
        "Instagram. Some 155,000 accounts followed at least one of these Pages and 2,300 joined one of these groups. "
        "Over $6,000 spent on ads, paid for in US and Australian dollars. The first ad ran in January 2015, the "
        "last in August 2018. It was aimed at the Middle East, the UK and the US.\n"
        "Part 2: 12 Pages and 66 accounts on Facebook, 9 on Instagram. About 1,100 people followed one of these "
        "Instagram accounts. Active since 2016.\n"
        "Part 3: 168 Pages, 140 accounts (Facebook), 31 accounts (Instagram). Active from July 2012 to April 2018."
    )
    assert reading.stated == count(652, "page", "group", "account")
    assert reading.acted_on == date(2018, 8, 21)
    first, second, third = reading.parts
    assert first.name == "Part 1 (Liberty Front Press)"
    assert first.counts == (
        count(74, "facebook_page"),
        count(70, "facebook_account"),
        count(3, "facebook_group"),
        count(76, "instagram_account"),
    )
    assert first.reach == (Reach(155_000, Metric.PAGE_FOLLOWERS, ABOUT), Reach(2300, Metric.GROUP_MEMBERS))
    assert first.ad_spend == AdSpend(6000, AT_LEAST, ("USD", "AUD"))
    assert (first.active_since, first.active_until) == (PartialDate(2015, 1), PartialDate(2018, 8))
    assert first.targets == ("M49:145", "GB", "US")
    assert second.counts == (
        count(12, "facebook_page"),
        count(66, "facebook_account"),
        count(9, "instagram_account"),
    )
    assert second.reach == (Reach(1100, Metric.INSTAGRAM_FOLLOWERS, ABOUT),)
    assert (second.active_since, second.active_until) == (PartialDate(2016), None)
    assert third.counts[1:] == (count(140, "facebook_account"), count(31, "instagram_account"))
    assert (third.active_since, third.active_until) == (PartialDate(2012, 7), PartialDate(2018, 4))
    assert sum(one.n for part in reading.parts for one in part.counts) == 649


def test_twitter_s_284_that_became_770():
    first = understood("Twitter suspended 284 accounts linked to Iran on 21 August")
    assert first.parts[0].counts == (count(284, "x_account"),)
    assert (first.acted_on, first.actions) == (date(2018, 8, 21), (Action.SUSPENDED,))
    later = understood("486 more accounts suspended, 770 in all", date(2018, 8, 28))
    assert later.stated == count(770, "account")
    assert later.parts[0].counts == (count(486, "account"),)


def test_microsoft_s_six_domains_by_court_order():
    reading = understood(
        "Last Tuesday we seized six domains, by court order, tied to Russia and targeting the US Senate"
    )
    assert reading.parts[0].counts == (count(6, "domain"),)
    assert reading.actions == (Action.DOMAINS_SEIZED,)
    assert reading.policy == "by court order"
    assert (reading.origins, reading.targets) == (("RU",), ("US",))
    assert reading.acted_on == date(2018, 8, 21)


# --- Numbers and qualifiers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("13.500", 13500), ("13 500", 13500), ("13\u202f500", 13500), ("13\u00a0500", 13500), ("13\u2009500", 13500),
        ("13,500", 13500), ("1.234.567", 1_234_567), ("1.2 million", 1_200_000), ("1,2 million de", 1_200_000),
        ("12k", 12_000), ("1.5k", 1500), ("two dozen", 24), ("six", 6), ("douze", 12), ("a hundred", 100),
        ("vingt et un", 21), ("quatre-vingt-dix-sept", 97), ("deux cents", 200), ("one hundred and four", 104),
        ("three thousand", 3000), ("mille", 1000), ("half a million", 500_000), ("soixante-et-onze", 71),
        ("septante-deux", 72), ("two million three hundred thousand", 2_300_000), ("2 milliards de", 2_000_000_000),
    ],
)  # fmt: skip
def test_a_number_in_figures_or_words(words, n):
    assert short(f"{words} accounts" if " de" not in words else f"{words} comptes") == [f"{n} account"]


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("about 300", ABOUT), ("around 300", ABOUT), ("roughly 300", ABOUT), ("some 300", ABOUT), ("nearly 300", ABOUT),
        ("almost 300", ABOUT), ("approximately 300", ABOUT), ("~300", ABOUT), ("~ 300", ABOUT), ("≈300", ABOUT),
        ("300 or so", ABOUT), ("at least 300", AT_LEAST), ("more than 300", AT_LEAST), ("over 300", AT_LEAST),
        ("upwards of 300", AT_LEAST), ("a minimum of 300", AT_LEAST), ("300+", AT_LEAST), (">300", AT_LEAST),
        ("no fewer than 300", AT_LEAST), ("less than 300", LESS_THAN), ("fewer than 300", LESS_THAN),
        ("up to 300", LESS_THAN), ("at most 300", LESS_THAN), ("près de 300", ABOUT), ("environ 300", ABOUT),
        ("quelque 300", ABOUT), ("plus de 300", AT_LEAST), ("au moins 300", AT_LEAST), ("moins de 300", LESS_THAN),
        ("jusqu'à 300", LESS_THAN), ("pas moins de 300", AT_LEAST), ("300", Qualifier.EXACT),
        ("at least about 300", AT_LEAST),
    ],
)  # fmt: skip
def test_how_exactly_a_number_was_meant(words, qualifier):
    assert counts_of(f"We removed {words} pages") == [count(300, "page", qualifier=qualifier)]


@pytest.mark.parametrize(
    ("words", "n"),
    [("une centaine de", 100), ("une vingtaine de", 20), ("une douzaine de", 12), ("un millier de", 1000),
     ("près d'une centaine de", 100)],
)  # fmt: skip
def test_a_french_round_number_means_about(words, n):
    assert counts_of(f"{words} comptes") == [count(n, "account", qualifier=ABOUT)]
    assert counts_of("plus d'une centaine de comptes") == [count(100, "account", qualifier=AT_LEAST)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 accounts were removed",
        "Part 1 of 3",
        "12 of these accounts were in French",
        "one or more of these Pages",
        "at least one of these groups",
        "a 12-page report",
        "90% of accounts",
        "90 percent of the pages",
        "between 10 and 15 accounts",
        "10-15 pages",
        "entre 10 et 15 comptes",
        "dozens of accounts and several pages",
        "three hacking groups",
        "12 operators used fake accounts",
        "APT28 and COVID-19 accounts",
        "we did not remove 3 groups",
        "sharing 4,000 posts",
        "1.5 pages",
        "des centaines de comptes",
        "two-thirds of 300 accounts were new",
        "24/7 accounts",
        "it visited a group of people",
    ],
)
def test_what_is_no_count_is_not_counted_and_stays(text):
    reading = understood(text)
    assert (reading.stated, reading.parts) == (None, ())
    assert reading.unread


# --- Kinds, platforms and lists -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("74 Facebook Pages, 70 accounts and 3 groups", ["74 facebook_page", "70 facebook_account",
        "3 facebook_group"]),
        ("74 Pages, 70 accounts and 3 groups on Facebook", ["74 facebook_page", "70 facebook_account",
        "3 facebook_group"]),
        ("74 pages, 70 comptes et 3 groupes Facebook", ["74 facebook_page", "70 facebook_account", "3 facebook_group"]),
        ("74 Facebook pages and 76 accounts on Instagram", ["74 facebook_page", "76 instagram_account"]),
        ("1 Instagram account and 3 groups", ["1 instagram_account", "3 group"]),
        ("284 Twitter accounts and 6 domains", ["284 x_account", "6 domain"]),
        ("284 accounts (Twitter); 6 pages", ["284 x_account", "6 page"]),
        ("110 Facebook and Instagram accounts", ["110 facebook_account+instagram_account"]),
        ("110 accounts on Facebook and Instagram", ["110 facebook_account+instagram_account"]),
        ("66 accounts on Facebook, 9 on Instagram", ["66 facebook_account", "9 instagram_account"]),
        ("Facebook: 74 pages and 70 accounts; Instagram: 76 accounts",
         ["74 facebook_page", "70 facebook_account", "76 instagram_account"]),
        ("Facebook pages: 74, groups: 3, Instagram accounts: 76", ["74 facebook_page", "3 facebook_group",
        "76 instagram_account"]),
        ("Accounts removed: 110 (Facebook), 42 (Instagram)", ["110 facebook_account", "42 instagram_account"]),
        ("12 faux comptes LinkedIn, 3 subreddits, 2 serveurs Discord, 5 tweets",
         ["12 linkedin_account", "3 subreddit", "2 discord_server", "5 x_post"]),
        ("3 pages et un groupe", ["3 page", "1 group"]),
        ("13 Google+ accounts, 2 AdSense accounts, 4 Google Play apps",
         ["13 google_plus_account", "2 google_adsense_account", "4 google_play_app"]),
        ("200 X (formerly Twitter) accounts, 3 Truth Social accounts", ["200 x_account", "3 truth_social_account"]),
        ("20 comptes de messagerie Gmail et 4 noms de domaine", ["20 gmail_email", "4 domain"]),
        ("9 blog posts", ["9 post"]),
        ("14 state-backed Telegram channels", ["14 telegram_channel"]),
        # Words that are codes and units of currencies as well.
        ("12 all new Facebook pages and 3 real accounts on X", ["12 facebook_page", "3 x_account"]),
        ("284 Foobar accounts", ["284 account"]),
        ("removed 8 Pages and 5 accounts from Facebook", ["8 facebook_page", "5 facebook_account"]),
        ("12 Facebook and 9 Instagram accounts", ["12 facebook_account", "9 instagram_account"]),
        ("6 blogs, 2 domaines et une page Facebook", ["6 blog", "2 domain", "1 facebook_page"]),
        ("une page Facebook et deux groupes WhatsApp", ["1 facebook_page", "2 whatsapp_group"]),
        ("74 x Facebook pages, 70 x accounts", ["74 facebook_page", "70 facebook_account"]),
        ("1. 74 Pages\n2. 3 groups", ["74 page", "3 group"]),
        ("3 apps from the Play Store", ["3 google_play_app"]),
        ("YouTube terminated 39 channels", ["39 youtube_channel"]),
        ("Facebook removed 39 accounts", ["39 account"]),
        ("Seven Facebook Pages, two Groups & four Instagram profiles",
         ["7 facebook_page", "2 facebook_group", "4 instagram_profile"]),
    ],
)  # fmt: skip
def test_lists_of_kinds_on_platforms(text, expected):
    assert short(text) == expected


def test_a_name_that_no_table_has_stays_unread_beside_its_count():
    assert understood("284 Foobar accounts").unread == ("Foobar",)


@pytest.mark.parametrize(
    "text",
    [
        "58 accounts: 39 YouTube channels and 13 Google+ pages",
        "58 accounts, including 39 YouTube channels and 13 Google+ pages",
        "58 comptes liés à l'Iran, dont 39 chaînes YouTube et 13 pages Google+",
        "58 comptes liés à l'Iran : 39 chaînes YouTube et 13 pages Google+",
    ],
)
def test_a_total_and_what_it_breaks_down_into(text):
    reading = understood(text)
    assert reading.stated == count(58, "account")
    assert reading.parts[0].counts == (count(39, "youtube_channel"), count(13, "google_plus_page"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Liberty Front Press: 74 pages. Second one: 12 pages", ["Liberty Front Press", "Second one"]),
        ("Network 1: 74 pages; network 2: 12 pages", ["Network 1", "network 2"]),
        ("Network 2 of 3: 12 pages", ["Network 2 of 3"]),
        ("The first network comprised 74 pages. The second network: 12 pages.", ["first network", "second network"]),
        ("Première vague : 74 pages. Deuxième vague : 12 pages.", ["Première vague", "Deuxième vague"]),
        ("Réseau 1 (Liberty Front Press) : 74 pages", ["Réseau 1 (Liberty Front Press)"]),
        ('Part 1: "Liberty Front Press"\n74 pages\nPart 2\n12 pages', ['Part 1: "Liberty Front Press"', "Part 2"]),
        ("Update: 12 pages", [""]),
        ("Yesterday: 12 pages", [""]),
        ("We removed: 12 pages", [""]),
        ("Network 12 pages", []),
    ],
)
def test_the_networks_of_an_announcement(text, names):
    assert [part.name for part in understood(text).parts] == names


def test_a_closing_total_is_of_the_whole():
    reading = understood("Réseau 1 : 74 pages. Réseau 2 : 12 comptes. Total : 86 pages et comptes.")
    assert reading.stated == count(86, "page", "account")
    assert [len(part.counts) for part in reading.parts] == [1, 1]


# --- Reach, money, actions, provenance ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("About 155,000 accounts followed one or more of these Pages", Reach(155_000, Metric.PAGE_FOLLOWERS, ABOUT)),
        ("2,300 people joined", Reach(2300, Metric.GROUP_MEMBERS)),
        ("13.500 vues aux États-Unis", Reach(13_500, Metric.VIEWS, place="US")),
        ("13,466 US views", Reach(13_466, Metric.VIEWS, place="US")),
        ("48,000 Instagram followers", Reach(48_000, Metric.INSTAGRAM_FOLLOWERS)),
        ("48 000 abonnés sur Instagram", Reach(48_000, Metric.INSTAGRAM_FOLLOWERS)),
        ("1.5M followers", Reach(1_500_000, Metric.FOLLOWERS)),
        ("12,000 subscribers", Reach(12_000, Metric.SUBSCRIBERS)),
        ("over 4,000 users were interested in these events", Reach(4000, Metric.INTERESTED, AT_LEAST)),
        ("Pages followed by about 155,000 accounts", Reach(155_000, Metric.PAGE_FOLLOWERS, ABOUT)),
        ("suivis par 2 300 personnes", Reach(2300, Metric.FOLLOWERS)),
        ("viewed 13,500 times", Reach(13_500, Metric.VIEWS)),
        ("environ 48 000 comptes suivaient au moins l'une de ces pages", Reach(48_000, Metric.PAGE_FOLLOWERS, ABOUT)),
    ],
)
def test_a_reach_is_no_count(text, reach):
    reading = understood(text)
    assert reading.reach == (reach,)
    assert reading.parts == ()


@pytest.mark.parametrize(
    ("text", "spend"),
    [
        ("around $6,000 in spending for ads", AdSpend(6000, ABOUT)),
        ("about $15,000 in ads, paid for mostly in Hong Kong Dollars, Chinese Yuan and euros",
         AdSpend(15_000, ABOUT, ("HKD", "CNY", "EUR"))),
        ("6 000 dollars US de publicité", AdSpend(6000)),
        (
            "$60 in ads, paid for in Israeli new shekels, Thai baht and Georgian lari",
            AdSpend(60, currencies=("ILS", "THB", "GEL")),
        ),
        ("6 000 $ de publicités payées en roubles", AdSpend(6000, currencies=("RUB",))),
        ("$10 in ads, paid for in all of them", AdSpend(10)),
        ("$10 in ads, paid for in MAD and eur", AdSpend(10, currencies=("MAD", "EUR"))),
        ("around $1,400 in spending, paid for mostly in US Dollars, for ads", AdSpend(1400, ABOUT, ("USD",))),
        ("$10 in ads, paid for in US Dollars, Euros, and Guatemalan Quetzales",
         AdSpend(10, currencies=("USD", "EUR", "GTQ"))),
        ("$10 in ads, paid for in Kenyan shillings, Ugandan shillings and Zambian kwachas",
         AdSpend(10, currencies=("KES", "UGX", "ZMW"))),
        ("10 $ de publicités payées en meticals et en leks", AdSpend(10, currencies=("MZN", "ALL"))),
        ("US$1.2 million in ad spending", AdSpend(1_200_000)),
        ("ads worth 900 USD", AdSpend(900)),
        ("no ad spend", AdSpend(0)),
        ("The network did not run any ads", AdSpend(0)),
        ("aucune dépense publicitaire", AdSpend(0)),
        ("€5,000 in ads", None),
        ("A$6,000 in ads", None),
        ("a fine of $6,000", None),
    ],
)  # fmt: skip
def test_ad_spend(text, spend):
    assert understood(text).ad_spend == spend


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("We took down 12 pages", (Action.REMOVED,)),
        ("took them down", (Action.REMOVED,)),
        ("accounts were suspended and disabled", (Action.SUSPENDED, Action.DISABLED)),
        ("avons supprimé 12 pages", (Action.REMOVED,)),
        ("labelled 14 accounts, demoted their posts", (Action.LABELLED, Action.DEMOTED)),
        ("six domaines saisis", (Action.DOMAINS_SEIZED,)),
        ("took control of 6 websites", (Action.DOMAINS_SEIZED,)),
        ("blocked 5 domains", (Action.DOMAINS_BLOCKED,)),
        ("blocked 5 accounts", ()),
        ("rejected 12 ads", (Action.ADS_REFUSED,)),
        ("did not remove anything", ()),
        ("previously removed accounts", ()),
        ("will remove them", ()),
    ],
)
def test_what_was_done(text, actions):
    assert understood(text).actions == actions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("after a tip from FireEye", (Found(Source.SECURITY_FIRM, "FireEye"),)),
        ("thanks to the security firm Foobar", (Found(Source.SECURITY_FIRM, "Foobar"),)),
        ("our own investigation", (Found(Source.INTERNAL),)),
        ("We found it as part of Meta\u2019s investigation into suspected behavior", (Found(Source.INTERNAL),)),
        ("à la suite d'une enquête interne", (Found(Source.INTERNAL),)),
        ("signalement d'un journaliste", (Found(Source.JOURNALIST),)),
        ("information from the FBI on 3 July 2018", (Found(Source.GOVERNMENT, "FBI", date(2018, 7, 3)),)),
        ("the German government alerted us on 2 April", (Found(Source.GOVERNMENT, "", date(2018, 4, 2)),)),
        ("information shared by an industry peer", (Found(Source.INDUSTRY_PEER),)),
        ("repérés par des chercheurs de Graphika", (Found(Source.RESEARCHER, "Graphika"),)),
        ("a tip from FireEye and our own investigation",
         (Found(Source.SECURITY_FIRM, "FireEye"), Found(Source.INTERNAL))),
        ("Following a report by Reuters, Twitter suspended them", (Found(Source.JOURNALIST, "Reuters"),)),
    ],
)  # fmt: skip
def test_how_it_was_found(text, found):
    assert understood(text).found == found


def test_the_day_of_a_tip_is_not_the_day_of_the_takedown():
    reading = understood("On 20 August we removed 4 accounts after a tip from the FBI on 3 July")
    assert reading.acted_on == date(2018, 8, 20)
    assert reading.found == (Found(Source.GOVERNMENT, "FBI", date(2018, 7, 3)),)


# --- Dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", (2018, 8, 24)), ("yesterday", (2018, 8, 23)), ("hier", (2018, 8, 23)), ("avant-hier", (2018, 8, 22)),
        ("aujourd'hui", (2018, 8, 24)), ("Thursday", (2018, 8, 23)), ("jeudi", (2018, 8, 23)),
        ("Friday", (2018, 8, 24)), ("last Friday", (2018, 8, 17)), ("vendredi dernier", (2018, 8, 17)),
        ("last Thursday", (2018, 8, 23)), ("Thursday of last week", (2018, 8, 16)), ("21 August", (2018, 8, 21)),
        ("August 21", (2018, 8, 21)), ("Aug. 21st, 2018", (2018, 8, 21)), ("21 août 2018", (2018, 8, 21)),
        ("mardi 21 août", (2018, 8, 21)), ("Tuesday, August 21", (2018, 8, 21)), ("2018-08-21", (2018, 8, 21)),
        ("le 21/08", (2018, 8, 21)), ("21/08/2018", (2018, 8, 21)), ("8/21/2018", (2018, 8, 21)),
        ("le 1er août", (2018, 8, 1)), ("three days ago", (2018, 8, 21)), ("il y a deux jours", (2018, 8, 22)),
        ("on 21 December", (2017, 12, 21)), ("May 3", (2018, 5, 3)), ("le 08/07/2018", (2018, 7, 8)),
    ],
)  # fmt: skip
def test_the_day_of_the_takedown(words, day):
    assert understood(f"We removed 12 pages {words}").acted_on == date(*day)


@pytest.mark.parametrize(
    "words",
    ["tomorrow", "next Thursday", "08/07/2018", "31 February", "24 August 2019", "we may 3", "on 27 August", "24/7",
     "created on 12 March", "before 12 March", "since 12 March", "on 3 July or 4 July"],
)  # fmt: skip
def test_what_is_no_day_of_the_takedown(words):
    assert understood(f"We removed 12 pages {words}").acted_on is None


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("active since 2012", PartialDate(2012), None),
        ("since January 2015", PartialDate(2015, 1), None),
        ("depuis juillet 2012", PartialDate(2012, 7), None),
        ("between January 2015 and August 2018", PartialDate(2015, 1), PartialDate(2018, 8)),
        ("de janvier 2015 à août 2018", PartialDate(2015, 1), PartialDate(2018, 8)),
        ("from 2012 until April 2018", PartialDate(2012), PartialDate(2018, 4)),
        ("jusqu'en avril 2018", None, PartialDate(2018, 4)),
        ("as early as May 2014", PartialDate(2014, 5), None),
        ("since at least early 2016", PartialDate(2016), None),
    ],
)
def test_since_when_it_was_active(words, since, until):
    reading = understood(f"12 pages, {words}")
    assert (reading.active_since, reading.active_until) == (since, until)
    assert reading.acted_on is None


# --- Places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "origins", "targets"),
    [
        ("12 accounts from Iran", ("IR",), ()),
        ("12 Iranian accounts", ("IR",), ()),
        ("12 comptes iraniens", ("IR",), ()),
        ("an Iran-based network", ("IR",), ()),
        ("a France and Spain-based network targeting France", ("FR", "ES"), ("FR",)),
        ("a Togo, Benin and Ghana-based network", ("TG", "BJ", "GH"), ()),
        ("In Ukraine, Russia-based actors posted", ("RU",), ()),
        ("a Belarus, Russia-based network", ("BY", "RU"), ()),
        ("Summary: Belarus, Serbia, Russia-Based Influence Operation", ("BY", "RS", "RU"), ()),
        ("targeting several audiences, with France as a primary focus", (), ("FR",)),
        ("with France as a partner", (), ()),
        ("targeting the US, France and Iran's regional interests", (), ("US", "FR")),
        (
            "targeted audiences in approximately 20 countries, including Ukraine and several nations across Africa",
            (),
            ("UA", "M49:002"),
        ),
        ("targeting 20 accounts in Ukraine", (), ()),
        ("Iran-linked accounts", ("IR",), ()),
        ("accounts run from Egypt and the UAE", ("EG", "AE"), ()),
        ("linked to Iranian state media", ("IR",), ()),
        ("liés à l'Iran et à la Russie", ("IR", "RU"), ()),
        ("en provenance de Russie", ("RU",), ()),
        ("pilotés depuis le Brésil", ("BR",), ()),
        ("originating in and targeting Poland", ("PL",), ("PL",)),
        ("targeting people in Israel, Syria and Lebanon", (), ("IL", "SY", "LB")),
        ("focused on Sudan", (), ("SD",)),
        ("visant le Moyen-Orient et l'Amérique latine", (), ("M49:145", "M49:419")),
        ("à destination de la France", (), ("FR",)),
        ("contre l'Ukraine", (), ("UA",)),
        ("aimed at us and uk", (), ("US", "GB")),
        ("from iran aimed at us, uk", ("IR",), ("US", "GB")),
        ("Iran -> US, UK", ("IR",), ("US", "GB")),
        ("Origin: Iran. Targets: US, UK", ("IR",), ("US", "GB")),
        ("targeting Iranian dissidents in Albania", (), ("AL",)),
        ("of unknown origin, targeting several countries", ("unknown",), ("various",)),
        ("not linked to Russia", (), ()),
        ("posing as American voters", (), ()),
        ("targeted by Iran", (), ()),
        ("in the US", (), ()),
        ("tell us more about it", (), ()),
        ("from Turkey Creek", (), ()),
        ("from New Mexico", (), ()),
        ("from Turkey", ("TR",), ()),
        ("from Congo", (), ()),
        ("from South Korea and Niger", ("KR", "NE"), ()),
        ("from Chad, Jordan and Georgia", ("TD", "JO", "GE"), ()),
        ("a Chinese-language network from Nigeria", ("NG",), ()),
        ("it came from IT", (), ()),
        ("a tip from US law enforcement", (), ()),
        ("used Taiwan-based proxies and other tools", (), ()),
        ("accounts that were Iran-based and fake", ("IR",), ()),
        ("targeting Russian-speaking audiences in Moldova", (), ("MD",)),
        ("we removed new Hungary-targeting activity", (), ("HU",)),
        ("a network of Germany- and France-targeting accounts", (), ("DE", "FR")),
        ("a Russian network of US-targeting Pages", ("RU",), ("US",)),
        ("accounts of Russia-linked actors targeting Ukraine", ("RU",), ("UA",)),
        ("from Moldova; Russian speakers were reached", ("MD",), ()),
        ("targeting the Sikh community, including in Canada and India", (), ("CA", "IN")),
    ],
)
def test_where_from_and_aimed_at_whom(text, origins, targets):
    reading = understood(text)
    assert (reading.origins, reading.targets) == (origins, targets)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Iran", ("IR",)), ("US, UK and the Middle East", ("US", "GB", "M49:145")), ("us, uk", ("US", "GB")),
        ("Amérique latine", ("M49:419",)), ("unknown", ("unknown",)), ("inconnu", ("unknown",)),
        ("various", ("various",)), ("divers", ("various",)), ("Iranian, russes", ("IR", "RU")),
        ("É.-U. et R.-U.", ("US", "GB")), ("U.S., U.A.E.", ("US", "AE")), ("IN, IT", ("IN", "IT")),
        ("M49:145; ir", ("M49:145", "IR")), ("l'Iran, les États-Unis et la Côte d’Ivoire", ("IR", "US", "CI")),
        ("Bosnia and Herzegovina / Trinité-et-Tobago", ("BA", "TT")), ("the Netherlands\nThe Gambia", ("NL", "GM")),
        ("Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea", ("GN", "GW", "GQ", "PG")),
        ("Niger, Nigeria, nigérien, nigérian", ("NE", "NG")), ("Turkey, Türkiye, Turquie", ("TR",)),
        ("DRC, Congo (Brazzaville), Congo-Kinshasa", ("CD", "CG")), ("Jordan and Chad", ("JO", "TD")),
        ("MENA", ("M49:145", "M49:015")), ("Southeast Asia", ("M49:035",)), ("Kosovo, EU", ("XK", "EU")),
        ("E.U., É.-U.", ("EU", "US")),
        ("", ()),
    ],
)  # fmt: skip
def test_a_field_of_places(text, codes):
    places = read_places(text)
    assert places.codes == codes
    assert places.unknown == ()


@pytest.mark.parametrize(
    ("text", "words", "suggestion"),
    [("Congo", "Congo", "CD"), ("North and South, Korea", "Korea", "KR"), ("Germny", "Germny", "DE"),
     ("Virgin Islands", "Virgin Islands", "VG"), ("Sahel", "Sahel", "M49:011")],
)  # fmt: skip
def test_a_place_that_is_not_one_place_is_asked_back(text, words, suggestion):
    asked = {unknown.words: unknown.suggestions for unknown in read_places(text).unknown}
    assert suggestion in asked[words]


# --- The field, Slack's escapes, and writing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("hello", Trouble.NO_NUMBER), ("284 accunts", Trouble.NO_KIND), ("10-15 pages", Trouble.RANGE),
        ("between 10 and 15 pages", Trouble.RANGE), ("12k followers", Trouble.REACH),
        ("99999999999999999999 pages", Trouble.TOO_LARGE),
    ],
)  # fmt: skip
def test_a_line_that_counts_nothing_says_why(text, trouble):
    (line,) = read_counts(text, today=FRIDAY)
    assert line.problem is not None
    assert line.problem.trouble is trouble
    assert line.problem.words == text


def test_a_range_names_its_ends():
    (line,) = read_counts("entre 10 et 15 pages", today=FRIDAY)
    assert line.problem is not None
    assert (line.problem.low, line.problem.high) == (10, 15)


def test_the_field_line_by_line():
    lines = read_counts(
        "652 pages, groups and accounts\n"
        "\n"
        "Liberty Front Press: 74 Facebook pages, 70 accounts\n"
        "- 12 domains\n"
        "Réseau 2 :\n"
        "  3 groupes\n"
        "  110 pages and accounts",
        today=FRIDAY,
    )
    counts = gather(lines)
    assert counts.stated == count(652, "page", "group", "account")
    assert [(part.name, part.counts) for part in counts.parts] == [
        ("Liberty Front Press", (count(74, "facebook_page"), count(70, "facebook_account"))),
        ("", (count(12, "domain"),)),
        ("Réseau 2", (count(3, "group"), count(110, "page", "account"))),
    ]


@pytest.mark.parametrize(
    "text", ["Pages 74, accounts 70", "Pages: 74, accounts: 70", "Pages (74), accounts (70)", "74 pages + 70 accounts"]
)
def test_kinds_and_numbers_in_either_order(text):
    (line,) = read_counts(text, today=FRIDAY)
    assert line.part is not None
    assert line.part.counts == (count(74, "page"), count(70, "account"))


def test_a_second_total_is_a_trouble():
    lines = read_counts("Total: 652 accounts\nIn all: 649 accounts", today=FRIDAY)
    assert lines[0].stated == count(652, "account")
    assert lines[1].problem is not None
    assert lines[1].problem.trouble is Trouble.SECOND_TOTAL


def test_slack_s_escapes_are_undone():
    reading = understood(
        "12 pages &amp; 3 groups, see <https://example.org/a|our post>, ask <@U012|ann> in <#C1|x> &lt;soon&gt;"
    )
    assert reading.summary == "12 pages & 3 groups, see our post (https://example.org/a), ask @ann in #x <soon>"
    assert reading.links == ("https://example.org/a",)
    assert reading.parts[0].counts == (count(12, "page"), count(3, "group"))


@pytest.mark.parametrize(
    ("heard", "typed"),
    [
        ("<http://example.org|example.org>", "example.org"),
        ("<http://example.org/|example.org>", "example.org"),
        ("<http://example.org/?a=1&amp;b=2|example.org/?a=1&amp;b=2>", "example.org/?a=1&b=2"),
        ("<http://example.org/http://a.org|example.org/http://a.org>", "example.org/http://a.org"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("<https://example.org|https://example.org>", "https://example.org"),
        ("<https://evil.example/org|org>", "https://evil.example/org"),
    ],
)
def test_an_address_is_read_as_it_was_typed(heard: str, typed: str):
    assert unwrap(heard) == typed


def test_facts_as_people_read_them():
    mixed = count(1652, "facebook_page", "facebook_group", "account", qualifier=ABOUT)
    assert write_count(mixed, "en") == "about 1,652 Facebook pages, Facebook groups and accounts (platform not named)"
    assert write_line(count(652, "facebook_page", "facebook_group"), "fr") == "652 pages et groupes Facebook"
    assert write_count(count(1, "youtube_channel"), "fr") == "1 chaîne YouTube"
    assert write_line(count(284, "x_account"), "en") == "Total: 284 X (Twitter) accounts"
