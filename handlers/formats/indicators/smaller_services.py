"""The addresses of the smaller platforms: hosts, paths and what they stand for."""

from __future__ import annotations

from handlers.formats.indicators.services import CODE, DOTTED, ID, NAME, besides, handle, post, service, tabs
from storage.assets import Platform

_P = Platform
_QUORA = service(
    _P.QUORA,
    "quora.com",
    handle(rf"profile/{DOTTED}(?:/.*)?", "profile/{name}"),
    parts="[a-z]{2}",
)
_TUMBLR = service(
    _P.TUMBLR,
    "tumblr.com",
    post(rf"(?P<name>[a-z0-9\-]{{1,64}})/{ID}(?:/.*)?", "{name}/{id}"),
    handle(
        r"(?:blog/(?:view/)?)?@?"
        + besides(
            "dashboard search explore tagged login register about policy help docs blog settings likes communities"
        )
        + r"(?P<name>[a-z0-9\-]{1,64})",
        "{name}",
    ),
)
_SUBSTACK = service(
    _P.SUBSTACK,
    "substack.com",
    post(r"(?:@[\w.\-]+/)?(?P<kind>note/c|p)-(?P<id>[0-9]+)(?:/.*)?", "{kind}-{id}"),
    handle(r"@(?P<name>[\w.\-]{1,64})" + tabs("notes posts likes reads"), "@{name}"),
    parts="open",
    at=True,
)
_GITHUB = service(
    _P.GITHUB,
    "github.com",
    handle(
        besides(
            "about features pricing login join topics trending explore marketplace sponsors settings orgs search "
            "security enterprise site contact apps collections readme customer-stories team"
        )
        + r"(?P<name>[a-z0-9\-]{1,64})",
        "{name}",
    ),
)
_BLUESKY = service(
    _P.BLUESKY,
    "bsky.app",
    post(
        r"(?:profile/)?(?P<name>[a-z0-9.\-]+\.[a-z]{2,}|did:[a-z]+:[a-z0-9:.]+)/post/(?P<id>[a-z0-9]{8,20})",
        "{name}/post/{id}",
    ),
    handle(
        r"(?:profile/)?@?(?P<name>[a-z0-9.\-]+\.[a-z]{2,}|did:[a-z]+:[a-z0-9:.]+)" + tabs("follows followers"), "{name}"
    ),
)

SMALLER = (
    _QUORA,
    _TUMBLR,
    _SUBSTACK,
    _GITHUB,
    _BLUESKY,
    service(
        _P.GAB,
        "gab.com gab.ai",
        post(rf"(?:@?[\w]+/)?posts/{ID}", "posts/{id}"),
        handle(r"groups/(?P<id>[0-9]+)", "groups/{id}"),
        handle(besides("posts groups explore search about news tv home") + rf"@?{NAME}", "{name}"),
    ),
    service(
        _P.GETTR,
        "gettr.com",
        post(r"post/(?P<name>[a-z0-9]{4,30})", "post/{name}"),
        handle(
            besides("post explore search trending login live") + r"(?:user/)?@?(?P<name>[a-z0-9_.]{1,64})", "{name}"
        ),
    ),
    service(
        _P.TRUTH_SOCIAL,
        "truthsocial.com",
        post(rf"(?:@[\w.]+/)?(?:posts/|statuses/)?{ID}", "posts/{id}"),
        handle(r"@(?P<name>[\w.]{1,64})" + tabs("with_replies media followers following"), "@{name}"),
        at=True,
    ),
    service(
        _P.PARLER,
        "parler.com",
        post(r"(?:post|feed)/(?P<id>[\w\-]{6,60})", "post/{id}"),
        handle(
            besides("post feed search login about") + rf"(?:profile/|user/|#/user/)?@?{NAME}" + tabs("posts media"),
            "{name}",
        ),
    ),
    service(
        _P.RUMBLE,
        "rumble.com",
        handle(rf"(?P<kind>c|user)/{DOTTED}" + tabs("videos about livestreams shorts"), "{kind}/{name}"),
        post(r"(?P<name>v[0-9a-z]{3,10})(?:-.*)?(?:\.html)?", "{name}"),
    ),
    service(
        _P.TWITCH,
        "twitch.tv",
        post(rf"(?:[\w]+/)?videos?/{ID}", "videos/{id}"),
        post(r"(?:[\w]+/)?clip/(?P<id>[\w\-]{5,100})", "clip/{id}"),
        handle(
            besides("videos video clip directory p downloads jobs settings search")
            + NAME
            + tabs("about schedule videos clips"),
            "{name}",
        ),
    ),
    service(
        _P.PATREON,
        "patreon.com",
        post(r"posts/(?:[^/?]*-)?(?P<id>[0-9]+)", "posts/{id}"),
        handle(r"user/?\?u=(?P<id>[0-9]+)", "user/{id}"),
        handle(r"user/(?P<id>[0-9]+)", "user/{id}"),
        handle(
            besides("posts user home explore login about search join checkout")
            + r"(?:c/|cw/)?(?P<name>[\w\-]{2,64})"
            + tabs("posts about membership"),
            "{name}",
        ),
        keys="u",
    ),
    service(
        _P.SOUNDCLOUD,
        "soundcloud.com",
        post(
            besides("discover search you stream upload pages charts people")
            + r"(?P<name>[a-z0-9_\-]{1,64}/(?:sets/)?(?!(?:tracks|albums|sets|reposts|likes|followers|following)$)"
            r"[a-z0-9_\-]{1,120})",
            "{name}",
        ),
        handle(
            besides("discover search you stream upload pages charts people")
            + r"(?P<name>[a-z0-9_\-]{1,64})"
            + tabs("tracks albums sets reposts likes followers following popular-tracks"),
            "{name}",
        ),
    ),
    service(
        _P.WEIBO,
        "weibo.com weibo.cn",
        post(r"(?:status|detail)/(?P<id>[A-Za-z0-9]{6,24})", "status/{id}"),
        post(r"(?P<owner>[0-9]{5,})/(?P<id>[A-Za-z0-9]{6,24})", "{owner}/{id}"),
        handle(r"(?:u/|profile/|p/100505)?(?P<id>[0-9]{5,12})(?:/(?:profile|home|info))?", "u/{id}"),
        handle(
            besides("status detail u p n ttarticle tv login search hot") + r"(?:n/)?(?P<name>[\w\-]{2,64})", "{name}"
        ),
    ),
    service(
        _P.BILIBILI,
        "bilibili.com space.bilibili.com",
        post(r"video/(?P<id>BV[A-Za-z0-9]{8,12}|av[0-9]+)", "video/{id}"),
        handle(r"(?:space/)?(?P<id>[0-9]{3,20})" + tabs("dynamic video article"), "{id}"),
    ),
    service(_P.DOUYIN, "douyin.com", post(rf"video/{ID}", "video/{id}"), handle(rf"user/{CODE}", "user/{id}")),
    service(
        _P.XIAOHONGSHU,
        "xiaohongshu.com",
        post(r"(?:explore|discovery/item)/(?P<name>[0-9a-f]{20,30})", "explore/{name}"),
        handle(r"user/profile/(?P<name>[0-9a-f]{20,30})", "user/profile/{name}"),
    ),
    service(
        _P.SNAPCHAT,
        "snapchat.com",
        handle(
            r"(?:add/|@)?"
            + besides("add discover spotlight p t explore login add unlock lens map")
            + r"(?P<name>[a-z0-9._\-]{2,64})",
            "{name}",
        ),
        parts="m|story|t",
    ),
    service(
        _P.LINE,
        "line.me",
        handle(r"(?:r/)?ti/p/(?P<name>[@~]?[\w.\-%]{2,60})", "ti/p/{name}"),
        handle(r"(?:r/)?ti/g2?/(?P<id>[\w\-]{6,80})", "ti/g/{id}"),
        parts="m|page|lin",
    ),
    service(
        _P.ZALO, "zalo.me", handle(r"g/(?P<name>[a-z0-9]{4,20})", "g/{name}"), handle(r"(?P<id>[0-9]{6,20})", "{id}")
    ),
    service(
        _P.KOO,
        "kooapp.com",
        post(r"koo/(?P<name>[\w.]+/[0-9a-z\-]{6,60})", "koo/{name}"),
        handle(rf"(?:profile/)?@?{DOTTED}", "{name}"),
    ),
    service(
        _P.FLICKR,
        "flickr.com",
        post(rf"photos/{DOTTED.replace('.', '.@')}/{ID}(?:/.*)?", "photos/{name}/{id}"),
        handle(r"(?:photos|people)/(?P<name>[\w.@\-]{2,64})" + tabs("albums sets"), "photos/{name}"),
        handle(r"groups/(?P<name>[\w.@\-]{2,64})(?:/.*)?", "groups/{name}"),
    ),
    service(
        _P.VIMEO,
        "vimeo.com",
        post(rf"(?:video/|channels/[\w]+/)?{ID}(?:/.*)?", "{id}"),
        handle(r"(?P<kind>channels|groups)/(?P<name>[\w\-]{2,64})", "{kind}/{name}"),
        handle(
            besides("video channels groups watch search categories features upgrade log_in join about ondemand")
            + r"(?P<name>[a-z][\w\-]{1,64})"
            + tabs("videos about"),
            "{name}",
        ),
        parts="player",
    ),
    service(
        _P.DAILYMOTION,
        "dailymotion.com",
        post(r"(?:embed/)?video/(?P<name>[a-z0-9]{3,12})(?:_.*)?", "video/{name}"),
        handle(
            besides("video embed search about playlist signin legal") + r"(?:user/)?(?P<name>[\w.\-]{2,64})", "{name}"
        ),
    ),
    service(
        _P.SPOTIFY,
        "open.spotify.com",
        handle(r"(?:intl-[a-z]{2}/)?(?P<kind>user|artist|show)/(?P<id>[\w.\-]{2,64})", "{kind}/{id}"),
        post(r"(?:intl-[a-z]{2}/)?(?P<kind>track|album|playlist|episode)/(?P<id>[A-Za-z0-9]{10,40})", "{kind}/{id}"),
    ),
    service(_P.LIVEJOURNAL, "users.livejournal.com", handle(r"(?P<name>[a-z0-9_\-]{1,64})(?:/profile)?", "{name}")),
    service(
        _P.GOOGLE_PLUS,
        "plus.google.com",
        handle(r"(?:u/[0-9]+/)?(?P<name>\+?[\w\-]{2,64})(?:/(?:posts|about|videos|photos))?", "{name}"),
    ),
    service(_P.BLOGGER, "blogger.com", handle(r"profile/(?P<id>[0-9]{5,30})", "profile/{id}")),
    service(
        _P.SIGNAL, "signal.group signal.me", handle(r"(?:#|group/)(?P<id>[A-Za-z0-9_/+=.\-]{8,200})", "group/{id}")
    ),
    service(
        _P.VIBER,
        "invite.viber.com invite.viber.com",
        handle(r"\?g2?=(?P<id>[\w\-]{6,80})", "invite/{id}"),
        handle(r"invite/(?P<id>[\w\-]{6,80})", "invite/{id}"),
        keys="g g2",
    ),
)
