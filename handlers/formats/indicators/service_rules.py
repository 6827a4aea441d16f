"""The addresses of every platform that has some: hosts, paths and what they stand for.

In a pattern, a group whose name begins with `id` keeps its case; forms are paths that the same rules read again.
"""

from __future__ import annotations

from handlers.formats.indicators.services import (
    APP,
    CODE,
    COUNTRIES,
    ID,
    NAME,
    PHONE,
    Rule,
    Service,
    besides,
    handle,
    post,
    service,
    tabs,
)
from handlers.formats.indicators.smaller_services import SMALLER
from storage.assets import Platform

_P = Platform

_X = service(
    _P.X,
    "x.com twitter.com",
    post(rf"(?:i/web/|i/|@?[a-z0-9_]{{1,64}}/)?status(?:es)?/{ID}(?:/.*)?", "status/{id}"),
    handle(rf"(?:intent/(?:user|follow)/?)?\?screen_name=@?{NAME}", "{name}"),
    handle(rf"#!/@?{NAME}", "{name}"),
    handle(rf"i/(?P<kind>communities|lists|user|spaces)/{CODE.replace('{4,80}', '{1,80}')}", "i/{kind}/{id}"),
    handle(
        besides(
            "home search explore i settings intent share hashtag login signup tos privacy notifications messages "
            "compose about download jobs status statuses"
        )
        + rf"@?{NAME}"
        + tabs("with_replies media likes followers following highlights verified_followers articles"),
        "{name}",
    ),
    parts="m|mobile",
    keys="screen_name",
)

_FACEBOOK = service(
    _P.FACEBOOK,
    "facebook.com fb.com m.me",
    post(r"(?:permalink|story)\.php\?id=(?P<owner>[0-9]+)&story_fbid=(?P<id>\w+)", "{owner}/posts/{id}"),
    post(r"groups/(?P<group>[^/?\s]+)/(?:posts|permalink)/(?P<id>[0-9]+)(?:/.*)?", "groups/{group}/posts/{id}"),
    post(r"(?P<owner>[\w.\-]+)/posts/(?:[^/?]+/)?(?P<id>(?:pfbid)?[A-Za-z0-9]+)", "{owner}/posts/{id}"),
    post(r"(?P<owner>[\w.\-]+)/(?P<kind>videos|photos)/(?:[^/?]+/)*(?P<id>[0-9]+)(?:\?.*)?", "{owner}/{kind}/{id}"),
    post(r"(?:watch/?(?:live/?)?|video(?:/video)?\.php)\?(?:id=[0-9]+&)?v=(?P<id>[0-9]+)", "watch/{id}"),
    post(r"watch/(?P<id>[0-9]+)", "watch/{id}"),
    post(r"reel/(?P<id>[0-9]+)(?:\?.*)?", "reel/{id}"),
    post(r"photo(?:\.php)?/?\?(?:id=[0-9]+&)?fbid=(?P<id>[0-9]+)", "photo/{id}"),
    post(r"photo/(?P<id>[0-9]+)", "photo/{id}"),
    handle(r"events/(?:[^/?]+/)*(?P<id>[0-9]+)", "events/{id}"),
    handle(
        r"groups/(?P<name>[\w.\-]{1,100})" + tabs("about members media discussion permalink files people"),
        "groups/{name}",
    ),
    handle(r"profile\.php/?\?id=(?P<id>[0-9]{3,20})", "{id}"),
    handle(r"(?:pages|people)/(?:category/)?(?:[^/?]+/)+(?P<id>[0-9]{3,20})", "{id}"),
    handle(r"(?:p/|pages/category/[^/?]+/)[^/?]*-(?P<id>[0-9]{6,20})", "{id}"),
    handle(
        besides(
            "watch marketplace groups events pages people gaming login help policies ads business settings sharer "
            "share dialog plugins public hashtag photo photos reel reels story stories permalink profile video videos "
            "l flx privacy legal careers terms messages notifications bookmarks search home games live media p pg "
            "photo.php video.php story.php permalink.php profile.php login.php sharer.php l.php home.php"
        )
        + r"(?:pg/)?@?(?P<name>[\w.\-]{2,100})"
        + tabs(
            "about photos videos posts reels community mentions events followers following friends live_videos "
            "photos_albums photos_by photos_of photos_stream timeline reviews shop groups info likes"
        ),
        "{name}",
    ),
    parts=r"m|mobile|web|touch|mbasic|free|d|upload|p|x|z-m|business|[a-z]{2}-[a-z]{2}",
    keys="id story_fbid fbid v",
)

_INSTAGRAM = service(
    _P.INSTAGRAM,
    "instagram.com instagr.am",
    post(r"(?:[\w.]{1,64}/)?(?:p|reel|reels|tv)/(?P<id>[A-Za-z0-9_-]{5,40})", "p/{id}"),
    handle(
        besides("explore accounts p reel reels tv stories direct about legal developer web s challenge")
        + r"(?:_u/)?@?(?P<name>[a-z0-9._]{1,64})"
        + tabs("tagged reels channel followers following saved guides feed igtv"),
        "{name}",
    ),
)

_THREADS = service(
    _P.THREADS,
    "threads.net threads.com",
    post(r"(?:@[\w.]{1,64}/)?post/(?P<id>[A-Za-z0-9_-]{5,40})(?:/.*)?", "post/{id}"),
    handle(r"@(?P<name>[a-z0-9._]{1,64})" + tabs("replies reposts media"), "@{name}"),
    at=True,
)

_TELEGRAM = service(
    _P.TELEGRAM,
    "t.me telegram.me telegram.dog web.telegram.org",
    handle(r"(?:joinchat/|\+)(?P<id>[A-Za-z0-9_-]{8,60})", "+{id}"),
    post(r"c/(?P<chat>[0-9]+)/(?:[0-9]+/)?(?P<id>[0-9]+)", "c/{chat}/{id}"),
    handle(r"c/(?P<chat>[0-9]+)", "c/{chat}"),
    handle(r"addlist/(?P<id>[A-Za-z0-9_-]{8,60})", "addlist/{id}"),
    post(
        r"(?:s/)?@?"
        + besides(
            "s c share joinchat addstickers addemoji addlist addtheme proxy socks setlanguage bg login "
            "invoice contact boost giftcode k a"
        )
        + rf"{NAME}/(?:[0-9]+/)?{ID}(?:#.*)?",
        "{name}/{id}",
    ),
    handle(
        r"(?:s/|boost/|[ak]/?#)?@?"
        + besides(
            "s c share joinchat addstickers addemoji addlist addtheme proxy socks "
            "setlanguage bg login invoice contact boost giftcode k a iv"
        )
        + r"(?P<name>[a-z0-9_]{2,64})",
        "{name}",
    ),
)

_YOUTUBE_PAGES = "about videos shorts streams live featured playlists community posts channels podcasts store releases"
_YOUTUBE = service(
    _P.YOUTUBE,
    "youtube.com youtube-nocookie.com",
    post(r"(?:watch/?\?v=|(?:shorts|live|embed|v|video|watch|e)/)(?P<id>[A-Za-z0-9_-]{11})", "video/{id}"),
    post(r"post/(?P<id>Ug[A-Za-z0-9_-]{5,60})", "post/{id}"),
    handle(r"@(?P<name>[\w.\-\u00b7]{1,100})" + tabs(_YOUTUBE_PAGES), "@{name}"),
    handle(r"(?P<kind>c|user)/(?P<name>[^/?#\s\[\]()]{1,100})" + tabs(_YOUTUBE_PAGES), "{kind}/{name}"),
    handle(r"channel/(?P<id>[A-Za-z0-9_-]{3,60})" + tabs(_YOUTUBE_PAGES), "channel/{id}"),
    handle(
        besides(
            "watch shorts live embed v video e c user channel post playlist results feed hashtag gaming music premium "
            "t about howyoutubeworks redirect attribution_link clip account ads creators kids new trending signin "
            "oembed red tv upload supported_browsers"
        )
        + r"(?P<name>[a-z0-9._\-]{2,64})"
        + tabs(_YOUTUBE_PAGES),
        "{name}",
    ),
    parts="m|mobile|music|gaming",
    keys="v",
    at=True,
)
_YOUTU_BE = service(_P.YOUTUBE, "youtu.be", post(r"(?:shorts/|live/)?(?P<id>[A-Za-z0-9_-]{11})", "video/{id}"))

_TIKTOK = service(
    _P.TIKTOK,
    "tiktok.com",
    post(rf"(?:@[\w.\-]*/)?(?:video|photo|v|embed(?:/v2)?)/{ID}(?:\.html)?", "video/{id}"),
    handle(r"@(?P<name>[\w.\-]{1,64})" + tabs("live videos"), "@{name}"),
    at=True,
)

_REDDIT = service(
    _P.REDDIT,
    "reddit.com",
    post(r"(?:(?:r|u|user)/[\w\-]+/)?comments/(?P<name>[a-z0-9]{2,12})(?:/.*)?", "comments/{name}"),
    handle(
        r"(?:u|user)/(?P<name>[\w\-]{1,64})" + tabs("submitted comments posts overview gilded about m/.*"), "u/{name}"
    ),
    handle(r"r/(?P<name>[\w]{1,64})" + tabs("new hot top rising about wiki best about/.*"), "r/{name}"),
    parts="m|mobile|old|new|np|i|amp|sh|[a-z]{2}",
)
_REDD_IT = service(_P.REDDIT, "redd.it", post(r"(?P<name>[a-z0-9]{4,12})", "comments/{name}"))

_PINTEREST_LANDS = "at be biz ca ch cl co.kr co.uk com.au com.mx de dk es fr ie info it jp nz ph pt ru se"
_PINTEREST = service(
    _P.PINTEREST,
    "pinterest.com " + " ".join(f"pinterest.{land}" for land in _PINTEREST_LANDS.split()),
    post(rf"pin/(?:[^/?]*--)?{ID}(?:/.*)?", "pin/{id}"),
    handle(
        besides("pin search ideas explore categories topics today _ settings login business about source board")
        + NAME
        + tabs("_saved _created pins boards _boards"),
        "{name}",
    ),
    parts=COUNTRIES,
)

_VK = service(
    _P.VK,
    "vk.com vk.ru vkontakte.ru",
    post(r"(?:[^?]*\?(?:w|z)=|)(?P<kind>wall|video|clip|photo)(?P<id>-?[0-9]+_[0-9]+).*", "{kind}{id}"),
    handle(
        besides(
            "feed im video videos audio away share share.php away.php search groups friends settings login join "
            "about dev apps photo wall clips market docs"
        )
        + r"@?(?P<name>[a-z0-9_.]{2,64})",
        "{name}",
    ),
    keys="w z",
)
_OK = service(
    _P.ODNOKLASSNIKI,
    "ok.ru odnoklassniki.ru",
    post(rf"(?P<kind>video|live)/{ID}", "{kind}/{id}"),
    post(
        r"(?P<kind>group|profile)/(?P<owner>[0-9]+)/(?P<what>topic|statuses|album|pins)/(?P<id>[0-9]+)(?:/.*)?",
        "{kind}/{owner}/{what}/{id}",
    ),
    handle(
        r"(?P<kind>group|profile)/?(?P<id>[0-9]+)" + tabs("topics statuses about members friends photos"), "{kind}/{id}"
    ),
    handle(
        besides("video live group profile dk search games music about login help")
        + r"(?P<name>[a-z0-9_.]{2,64})"
        + tabs("topics members"),
        "{name}",
    ),
)

_LINKEDIN = service(
    _P.LINKEDIN,
    "linkedin.com",
    post(r"posts/.*activity[-:](?P<id>[0-9]{10,25}).*", "activity/{id}"),
    post(r"feed/update/urn:li:(?:activity|share|ugcpost):(?P<id>[0-9]{10,25}).*", "activity/{id}"),
    post(r"activity/(?P<id>[0-9]{10,25})", "activity/{id}"),
    post(r"pulse/(?P<name>[\w\-.]{3,200})", "pulse/{name}"),
    handle(
        r"(?P<kind>in|company|school|showcase|groups|newsletters)/(?P<name>[\w\-.%'\u2019]{1,120})(?:/.*)?",
        "{kind}/{name}",
    ),
    handle(r"(?P<name>pub/[\w\-]{1,100}(?:/[0-9a-z]{1,4}){0,3})", "{name}"),
    parts=COUNTRIES,
)

_MEDIUM = service(
    _P.MEDIUM,
    "medium.com",
    post(r"p/(?P<name>[0-9a-f]{8,12})", "p/{name}"),
    post(r"(?:@[\w.\-]+|[\w\-]+)/(?:[^/?]*-)?(?P<name>[0-9a-f]{8,12})", "p/{name}"),
    handle(r"@(?P<name>[\w.\-]{1,64})" + tabs("about followers following lists"), "@{name}"),
    handle(
        besides("m me p tag tags topic topics search about membership new-story jobs-at-medium policy u")
        + r"(?P<name>[a-z0-9][a-z0-9\-]{1,64})",
        "{name}",
    ),
    at=True,
)
_DISCORD = service(
    _P.DISCORD,
    "discord.com discord.gg discordapp.com",
    handle(
        r"(?:invite/)?(?!(?:users|channels|servers|invite|api|login|app|developers|nitro|download)(?:/|$))"
        r"(?P<id>[A-Za-z0-9\-]{2,40})",
        "invite/{id}",
    ),
    handle(r"users/(?P<id>[0-9]{10,25})", "users/{id}"),
    handle(r"channels/(?P<id>[0-9]{10,25})(?:/.*)?", "channels/{id}"),
    parts="ptb|canary|m",
)
_WHATSAPP = service(
    _P.WHATSAPP,
    "whatsapp.com wa.me chat.whatsapp.com api.whatsapp.com",
    Rule(handle(r"(?:send/?\?phone=|wa\.me/|\+)?\+?\s?(?P<id>[1-9][0-9]{6,14})", "").pattern, "+{id}", PHONE),
    handle(r"channel/(?P<id>[A-Za-z0-9]{10,60})(?:/.*)?", "channel/{id}"),
    handle(r"(?:chat/|invite/)?(?P<id>[A-Za-z0-9]{18,40})", "chat/{id}"),
    parts="web|chat|api",
    keys="phone",
)

_PACKAGE = r"(?P<id>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)+)"
_ANDROID = service(
    "android",
    "play.google.com",
    Rule(
        handle(
            rf"(?:store/apps/(?:details|testing)|apps/testing|details)?/?\??(?:id=)?{_PACKAGE}(?:[&?/].*)?", ""
        ).pattern,
        "{id}",
        APP,
    ),
    keys="id",
)
_IOS = service(
    "ios",
    "apps.apple.com itunes.apple.com geo.itunes.apple.com",
    Rule(handle(r"(?:[a-z]{2}/)?(?:app/)?(?:[^/?]+/)?(?:id)?(?P<id>[0-9]{3,15})(?:[?/].*)?", "").pattern, "{id}", APP),
    Rule(handle(_PACKAGE, "").pattern, "{id}", APP),
)

SERVICES: tuple[Service, ...] = (
    _X,
    _FACEBOOK,
    _INSTAGRAM,
    _THREADS,
    _TELEGRAM,
    _YOUTUBE,
    _YOUTU_BE,
    _TIKTOK,
    _REDDIT,
    _REDD_IT,
    _PINTEREST,
    _VK,
    _OK,
    _LINKEDIN,
    _MEDIUM,
    _DISCORD,
    _WHATSAPP,
    *SMALLER,
    _ANDROID,
    _IOS,
)
