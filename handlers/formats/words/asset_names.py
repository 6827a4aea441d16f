"""The names of platforms and kinds of asset in English and French, to read and to write.

In each row the first name is the one that is written; the others are only read.
"""

from __future__ import annotations

from storage.assets import Kind, Platform

# kind: (English singular | plural | further words, French singular | plural | further words)
KINDS: dict[Kind, tuple[str, str]] = {
    Kind.ACCOUNT: (
        "account|accounts|user account|user accounts|handle|handles|acct|accts|profile account",
        "compte|comptes|compte d'utilisateur|comptes d'utilisateurs|compte utilisateur|comptes utilisateurs",
    ),
    Kind.AD: (
        "ad|ads|advert|adverts|advertisement|advertisements",
        "publicité|publicités|pub|pubs|annonce publicitaire|annonces publicitaires",
    ),
    Kind.AD_ACCOUNT: (
        (
            "ad account|ad accounts|ads account|ads accounts|advertising account|advertising accounts|"
            "advertiser account|advertiser accounts"
        ),
        (
            "compte publicitaire|comptes publicitaires|compte d'annonceur|comptes d'annonceurs|compte de publicité|"
            "comptes de publicité"
        ),
    ),
    Kind.APP: (
        "app|apps|mobile app|mobile apps|mobile application|mobile applications",
        "application|applications|appli|applis|application mobile|applications mobiles",
    ),
    Kind.ASSET: ("asset|assets", "actif|actifs|ressource|ressources"),
    Kind.BLOG: ("blog|blogs", "blog|blogs|blogue|blogues"),
    Kind.BOT: ("bot|bots", "bot|bots|robot|robots"),
    Kind.CHANNEL: ("channel|channels", "chaîne|chaînes|canal|canaux"),
    Kind.COMMENT: ("comment|comments", "commentaire|commentaires"),
    Kind.COMMUNITY: ("community|communities", "communauté|communautés"),
    Kind.DOMAIN: (
        "domain|domains|domain name|domain names|web domain|web domains|internet domain|internet domains",
        "domaine|domaines|nom de domaine|noms de domaine|noms de domaines|domaine internet|domaines internet",
    ),
    Kind.EMAIL: (
        (
            "email account|email accounts|email|emails|e-mail|e-mails|email address|email addresses|e-mail address|"
            "e-mail addresses|e-mail account|e-mail accounts|mail account|mail accounts|mailbox|mailboxes|mail address|"
            "mail addresses"
        ),
        (
            "adresse e-mail|adresses e-mail|adresse email|adresses email|adresse mail|adresses mail|courriel|courriels|"
            "adresse électronique|adresses électroniques|compte de messagerie|comptes de messagerie|compte e-mail|"
            "comptes e-mail|compte email|comptes email|boîte mail|boîtes mail|adresse courriel|adresses courriel|"
            "compte mail|comptes mail"
        ),
    ),
    Kind.EVENT: ("event|events", "événement|événements|évènement|évènements"),
    Kind.GROUP: ("group|groups", "groupe|groupes"),
    Kind.IMAGE: ("image|images|picture|pictures|photo|photos", "image|images|photo|photos"),
    Kind.MESSAGE: ("message|messages", "message|messages"),
    Kind.PAGE: ("page|pages|fan page|fan pages|pg|pgs", "page|pages"),
    Kind.PERSONA: ("persona|personas|personae", "persona|personas|personnage|personnages"),
    Kind.PHONE: (
        "phone number|phone numbers|telephone number|telephone numbers",
        "numéro de téléphone|numéros de téléphone",
    ),
    Kind.PLAYLIST: ("playlist|playlists", "playlist|playlists|liste de lecture|listes de lecture"),
    Kind.POST: ("post|posts", "publication|publications|post|posts"),
    Kind.PROFILE: ("profile|profiles|user profile|user profiles", "profil|profils"),
    Kind.SERVER: ("server|servers", "serveur|serveurs"),
    Kind.STORY: ("story|stories", "story|stories"),
    Kind.SUBREDDIT: ("subreddit|subreddits", "subreddit|subreddits"),
    Kind.VIDEO: ("video|videos", "vidéo|vidéos"),
    Kind.WEBSITE: (
        "website|websites|web site|web sites|site|sites|internet site|internet sites",
        "site web|sites web|site internet|sites internet|site|sites|site d'information|sites d'information",
    ),
}

FEMININE = frozenset(
    {
        Kind.AD, Kind.APP, Kind.CHANNEL, Kind.COMMUNITY, Kind.EMAIL, Kind.IMAGE, Kind.PAGE, Kind.PLAYLIST, Kind.POST,
        Kind.STORY, Kind.VIDEO,
    },
)  # fmt: skip

# These words name a kind and its platform at once.
BOTH: dict[str, tuple[Kind, Platform]] = {
    "tweet": (Kind.POST, Platform.X),
    "tweets": (Kind.POST, Platform.X),
    "youtube channel": (Kind.CHANNEL, Platform.YOUTUBE),
    "youtube channels": (Kind.CHANNEL, Platform.YOUTUBE),
    "adsense account": (Kind.ACCOUNT, Platform.GOOGLE_ADSENSE),
    "adsense accounts": (Kind.ACCOUNT, Platform.GOOGLE_ADSENSE),
}

PLATFORMS: dict[Platform, str] = {
    Platform.AMAZON: "Amazon",
    Platform.ANTHROPIC: "Anthropic|Claude",
    Platform.APPLE: "Apple|Apple App Store|App Store",
    Platform.BILIBILI: "Bilibili",
    Platform.BING: "Bing",
    Platform.BLOGGER: "Blogger|Blogspot",
    Platform.BLUESKY: "Bluesky|Blue Sky",
    Platform.DAILYMOTION: "Dailymotion",
    Platform.DISCORD: "Discord",
    Platform.DOUYIN: "Douyin",
    Platform.FACEBOOK: "Facebook|FB",
    Platform.FLICKR: "Flickr",
    Platform.GAB: "Gab",
    Platform.GETTR: "Gettr",
    Platform.GITHUB: "GitHub",
    Platform.GMAIL: "Gmail",
    Platform.GOOGLE: "Google",
    Platform.GOOGLE_ADS: "Google Ads|AdWords|Google AdWords",
    Platform.GOOGLE_ADSENSE: "Google AdSense|AdSense",
    Platform.GOOGLE_NEWS: "Google News|Google Actualités",
    Platform.GOOGLE_PLAY: "Google Play|Play Store|Google Play developer|Play developer|Google Play Store",
    Platform.GOOGLE_PLUS: "Google+|Google Plus|G+|GooglePlus",
    Platform.INSTAGRAM: "Instagram|IG|Insta",
    Platform.KOO: "Koo",
    Platform.LINE: "Line",
    Platform.LINKEDIN: "LinkedIn",
    Platform.LIVEJOURNAL: "LiveJournal|Live Journal",
    Platform.MASTODON: "Mastodon",
    Platform.MEDIUM: "Medium",
    Platform.MESSENGER: "Messenger|Facebook Messenger",
    Platform.MICROSOFT: "Microsoft",
    Platform.OATH: "Oath",
    Platform.ODNOKLASSNIKI: "Odnoklassniki|OK.ru",
    Platform.OPENAI: "OpenAI|ChatGPT",
    Platform.OUTLOOK: "Outlook|Hotmail|Outlook.com",
    Platform.PARLER: "Parler",
    Platform.PATREON: "Patreon",
    Platform.PINTEREST: "Pinterest",
    Platform.QUORA: "Quora",
    Platform.REDDIT: "Reddit",
    Platform.RUMBLE: "Rumble",
    Platform.SIGNAL: "Signal",
    Platform.SKYPE: "Skype",
    Platform.SNAPCHAT: "Snapchat|Snap",
    Platform.SOUNDCLOUD: "SoundCloud",
    Platform.SPOTIFY: "Spotify",
    Platform.SUBSTACK: "Substack",
    Platform.TELEGRAM: "Telegram",
    Platform.THREADS: "Threads",
    Platform.TIKTOK: "TikTok|Tik Tok",
    Platform.TRUTH_SOCIAL: "Truth Social",
    Platform.TUMBLR: "Tumblr",
    Platform.TWITCH: "Twitch",
    Platform.VIBER: "Viber",
    Platform.VIMEO: "Vimeo",
    Platform.VK: "VK|VKontakte|V Kontakte",
    Platform.WECHAT: "WeChat|Weixin",
    Platform.WEIBO: "Weibo|Sina Weibo",
    Platform.WHATSAPP: "WhatsApp|Whats App",
    Platform.WORDPRESS: "WordPress|Word Press|WordPress.com",
    Platform.X: "X (Twitter)|Twitter|X|X (formerly Twitter)|X (ex-Twitter)|X/Twitter|Twitter/X|Twitter (X)|"
    "Twitter (now X)|X formerly Twitter|ex-Twitter|X (anciennement Twitter)|X (formerly known as Twitter)",
    Platform.XIAOHONGSHU: "Xiaohongshu|RedNote",
    Platform.YAHOO: "Yahoo",
    Platform.YOUTUBE: "YouTube|You Tube",
    Platform.ZALO: "Zalo",
}

# These names are also common words: they count only where they are written with a capital.
CAPITALS = frozenset(
    {"line", "signal", "medium", "x", "threads", "messenger", "parler", "rumble", "snap", "oath", "gab"}
)

# What any social platform has.
SOCIAL = frozenset(
    {
        Kind.ACCOUNT, Kind.AD, Kind.ASSET, Kind.BOT, Kind.COMMENT, Kind.IMAGE, Kind.MESSAGE, Kind.PERSONA, Kind.POST,
        Kind.PROFILE, Kind.VIDEO,
    },
)  # fmt: skip

_P = Platform
# Further kinds, and the platforms that have them: a platform named once is not carried to a kind that it lacks.
ELSEWHERE: dict[Kind, frozenset[Platform]] = {
    Kind.AD_ACCOUNT: frozenset(
        {
            _P.FACEBOOK,
            _P.LINKEDIN,
            _P.X,
            _P.TIKTOK,
            _P.SNAPCHAT,
            _P.REDDIT,
            _P.PINTEREST,
            _P.GOOGLE,
            _P.GOOGLE_ADS,
            _P.MICROSOFT,
            _P.AMAZON,
            _P.BING,
        },
    ),
    Kind.APP: frozenset({_P.GOOGLE_PLAY, _P.APPLE, _P.AMAZON, _P.FACEBOOK, _P.GOOGLE, _P.MICROSOFT}),
    Kind.BLOG: frozenset({_P.BLOGGER, _P.WORDPRESS, _P.TUMBLR, _P.MEDIUM, _P.LIVEJOURNAL, _P.SUBSTACK}),
    Kind.CHANNEL: frozenset(
        {
            _P.YOUTUBE,
            _P.TELEGRAM,
            _P.DISCORD,
            _P.WHATSAPP,
            _P.TWITCH,
            _P.VIBER,
            _P.RUMBLE,
            _P.DAILYMOTION,
            _P.VIMEO,
            _P.BILIBILI,
            _P.ODNOKLASSNIKI,
        },
    ),
    Kind.COMMUNITY: frozenset({_P.REDDIT, _P.X, _P.WHATSAPP, _P.VK, _P.GOOGLE_PLUS, _P.ODNOKLASSNIKI, _P.VIBER}),
    Kind.DOMAIN: frozenset(),
    Kind.EMAIL: frozenset({_P.GMAIL, _P.OUTLOOK, _P.YAHOO, _P.GOOGLE, _P.MICROSOFT}),
    Kind.EVENT: frozenset({_P.FACEBOOK, _P.LINKEDIN}),
    Kind.GROUP: frozenset(
        {
            _P.FACEBOOK,
            _P.VK,
            _P.TELEGRAM,
            _P.WHATSAPP,
            _P.LINKEDIN,
            _P.ODNOKLASSNIKI,
            _P.VIBER,
            _P.LINE,
            _P.WECHAT,
            _P.SIGNAL,
            _P.GAB,
            _P.TRUTH_SOCIAL,
            _P.ZALO,
            _P.FLICKR,
            _P.MESSENGER,
            _P.YAHOO,
        },
    ),
    Kind.PAGE: frozenset({_P.FACEBOOK, _P.LINKEDIN, _P.GOOGLE_PLUS, _P.VK}),
    Kind.PHONE: frozenset(),
    Kind.PLAYLIST: frozenset({_P.YOUTUBE, _P.SPOTIFY, _P.SOUNDCLOUD}),
    Kind.SERVER: frozenset({_P.DISCORD}),
    Kind.STORY: frozenset({_P.FACEBOOK, _P.INSTAGRAM, _P.SNAPCHAT, _P.WHATSAPP}),
    Kind.SUBREDDIT: frozenset({_P.REDDIT}),
    Kind.WEBSITE: frozenset(),
}

# A name that holds e-mail, addresses or nothing else a person could post on.
_NO_SOCIAL = frozenset(
    {_P.GMAIL, _P.OUTLOOK, _P.GOOGLE_PLAY, _P.GOOGLE_ADS, _P.GOOGLE_ADSENSE, _P.GOOGLE_NEWS, _P.BING}
)


def has(platform: Platform, kind: Kind) -> bool:
    """Tell whether assets of this kind exist on this platform."""
    if kind in ELSEWHERE:
        return platform in ELSEWHERE[kind]
    return kind in SOCIAL and (platform not in _NO_SOCIAL or kind in {Kind.ACCOUNT, Kind.ASSET, Kind.AD})
