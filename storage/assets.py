"""What can be taken down: the kinds of asset, and the platforms they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Platform(StrEnum):
    """A service that carries assets; the value is the word that stands in exports."""

    AMAZON = "amazon"
    ANTHROPIC = "anthropic"
    APPLE = "apple"
    BILIBILI = "bilibili"
    BING = "bing"
    BLOGGER = "blogger"
    BLUESKY = "bluesky"
    DAILYMOTION = "dailymotion"
    DISCORD = "discord"
    DOUYIN = "douyin"
    FACEBOOK = "facebook"
    FLICKR = "flickr"
    GAB = "gab"
    GETTR = "gettr"
    GITHUB = "github"
    GMAIL = "gmail"
    GOOGLE = "google"
    GOOGLE_ADS = "google_ads"
    GOOGLE_ADSENSE = "google_adsense"
    GOOGLE_NEWS = "google_news"
    GOOGLE_PLAY = "google_play"
    GOOGLE_PLUS = "google_plus"
    INSTAGRAM = "instagram"
    KOO = "koo"
    LINE = "line"
    LINKEDIN = "linkedin"
    LIVEJOURNAL = "livejournal"
    MASTODON = "mastodon"
    MEDIUM = "medium"
    MESSENGER = "messenger"
    MICROSOFT = "microsoft"
    OATH = "oath"
    ODNOKLASSNIKI = "odnoklassniki"
    OPENAI = "openai"
    OUTLOOK = "outlook"
    PARLER = "parler"
    PATREON = "patreon"
    PINTEREST = "pinterest"
    QUORA = "quora"
    REDDIT = "reddit"
    RUMBLE = "rumble"
    SIGNAL = "signal"
    SKYPE = "skype"
    SNAPCHAT = "snapchat"
    SOUNDCLOUD = "soundcloud"
    SPOTIFY = "spotify"
    SUBSTACK = "substack"
    TELEGRAM = "telegram"
    THREADS = "threads"
    TIKTOK = "tiktok"
    TRUTH_SOCIAL = "truth_social"
    TUMBLR = "tumblr"
    TWITCH = "twitch"
    VIBER = "viber"
    VIMEO = "vimeo"
    VK = "vk"
    WECHAT = "wechat"
    WEIBO = "weibo"
    WHATSAPP = "whatsapp"
    WORDPRESS = "wordpress"
    X = "x"
    XIAOHONGSHU = "xiaohongshu"
    YAHOO = "yahoo"
    YOUTUBE = "youtube"
    ZALO = "zalo"


class Kind(StrEnum):
    """What sort of thing an asset is, whatever platform it stands on."""

    ACCOUNT = "account"
    AD = "ad"
    AD_ACCOUNT = "ad_account"
    APP = "app"
    ASSET = "asset"
    BLOG = "blog"
    BOT = "bot"
    CHANNEL = "channel"
    COMMENT = "comment"
    COMMUNITY = "community"
    DOMAIN = "domain"
    EMAIL = "email"
    EVENT = "event"
    GROUP = "group"
    IMAGE = "image"
    MESSAGE = "message"
    PAGE = "page"
    PERSONA = "persona"
    PHONE = "phone"
    PLAYLIST = "playlist"
    POST = "post"
    PROFILE = "profile"
    SERVER = "server"
    STORY = "story"
    SUBREDDIT = "subreddit"
    VIDEO = "video"
    WEBSITE = "website"


@dataclass(frozen=True, slots=True, order=True)
class Asset:
    """A kind of asset, on a platform where one was named: `facebook_page`, `domain`."""

    kind: Kind
    platform: Platform | None = None

    def __str__(self) -> str:
        return f"{self.platform}_{self.kind}" if self.platform else str(self.kind)

    @classmethod
    def of(cls, word: str) -> Self:
        """Read back what `str(asset)` wrote; ValueError for anything else."""
        for platform in Platform:
            kind = word.removeprefix(f"{platform}_")
            if kind != word and kind in set(Kind):
                return cls(Kind(kind), platform)
        return cls(Kind(word))
