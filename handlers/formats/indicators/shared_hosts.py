"""Hosts that serve many: what one of their customers does says nothing of the host, and blocking it hits them all."""

from __future__ import annotations

from handlers.formats.indicators.hosts import is_private_suffix


def _hosts(*rows: str) -> frozenset[str]:
    return frozenset(host for row in rows for host in row.split())


_SHORTENERS = _hosts(
    """adf.ly amzn.to apple.co b23.tv b.link bit.do bit.ly bitly.com bl.ink buff.ly chilp.it clck.ru cutt.ly cutt.us
    dlvr.it did.li dub.sh fb.me fb.watch g.co gg.gg git.io goo.gl goo.su grabify.link hubs.ly hyperurl.co ift.tt is.gd
    j.mp kutt.it lihi.cc lnkd.in mcaf.ee n9.cl ow.ly pin.it pse.is qr.ae qrco.de rb.gy rebrand.ly
    redd.it reurl.cc s.id shorte.st short.gy shorturl.at shorturl.gg shrtco.de smarturl.it snip.ly soo.gd suo.im
    surl.li t.cn t.co t.ly t2m.io tiny.cc tiny.one tinyurl.com tr.im trib.al u.nu u.to url.cn urlz.fr v.gd v.ht vk.cc
    vm.tiktok.com vt.tiktok.com w.wiki wp.me x.gd y2u.be yadi.sk youtu.be on.soundcloud.com iplogger.org iplogger.com
    2no.co blasze.tk yip.su""",
)
_IN_BIOS = _hosts(
    """about.me allmylinks.com beacons.ai beacons.page bento.me bio.link bio.site biolink.to campsite.bio carrd.co
    contactinbio.com direct.me feedlink.io flow.page flowcode.com heylink.me hoo.be instabio.cc koji.to later.com
    lit.link linkbio.co linkfly.to linkin.bio linkpop.com linkr.bio linktr.ee linktree.com lnk.bio lnk.to lynxinbio.com
    many.link milkshake.app msha.ke onlinktr.ee shor.by shorby.com snipfeed.co solo.to start.page stan.store taplink.at
    taplink.cc taplink.ws tap.bio tap.link withkoji.com znaplink.com""",
)
_PETITIONS = _hosts(
    """350.org act.moveon.org actionnetwork.org addpetition.com aufstehn.at avaaz.org campact.de causes.com change.org
    citizengo.org e-petice.cz petice.com gopetition.com ipetitions.com join.gov.tw
    mesopinions.com moveon.org openpetition.de openpetition.eu peticiones.net petition.parliament.uk
    petition.president.gov.ua petitions.net petitions.whitehouse.gov petitionen.com petities.nl petitie.be
    petizioni.com rootsaction.org sign.moveon.org speakout.com sumofus.org thepetitionsite.com
    weact.campact.de weareone.org 38degrees.org.uk""",
)
_BLOGS = _hosts(
    """ameblo.jp blog.jp blogger.com blogs.com blogspot.com bravejournal.net cnblogs.com csdn.net dreamwidth.org
    exblog.jp fc2.com ghost.io hatenablog.com hubpages.com insanejournal.com jianshu.com jimdofree.com jimdosite.com
    journoportfolio.com livedoor.blog livejournal.com medium.com mystrikingly.com naver.com note.com over-blog.com
    pixnet.net posthaven.com quora.com seesaa.net sina.com.cn sohu.com steemit.com substack.com svbtle.com telegra.ph
    teletype.in tilda.ws tistory.com tumblr.com typepad.com udn.com vocus.cc weebly.com webnode.page wixsite.com
    wordpress.com write.as zhihu.com zen.yandex.ru dzen.ru matters.news matters.town plurk.com dcard.tw ptt.cc
    github.io gitbook.io notion.site webflow.io""",
)
_STORES = _hosts(
    """aliexpress.com amazon.com bandcamp.com bigcartel.com cafepress.com ebay.com etsy.com gumroad.com myshopify.com
    payhip.com redbubble.com shopee.com shopify.com spreadshirt.com spreadshop.com storenvy.com taobao.com
    teepublic.com teespring.com zazzle.com apkpure.com aptoide.com apps.apple.com play.google.com appgallery.huawei.com
    addons.mozilla.org chrome.google.com chromewebstore.google.com apps.microsoft.com""",
)
_FUNDS = _hosts(
    """boosty.to buymeacoffee.com fundly.com gofundme.com gogetfunding.com indiegogo.com justgiving.com kickstarter.com
    ko-fi.com liberapay.com opencollective.com patreon.com paypal.com paypal.me spotfund.com yoomoney.ru""",
)
_FILES = _hosts(
    """4shared.com archive.org archive.is archive.ph anonfiles.com box.com cdn.discordapp.com disk.yandex.ru
    docs.google.com drive.google.com dropbox.com dropmefiles.com file.io filebin.net forms.gle gist.github.com
    github.com gitlab.com bitbucket.org gofile.io hastebin.com imgur.com issuu.com justpaste.it mediafire.com mega.nz
    onedrive.live.com 1drv.ms pastebin.com paste.ee pixeldrain.com postimg.cc raw.githubusercontent.com rentry.co
    scribd.com sendspace.com sites.google.com slideshare.net transfer.sh uploadfiles.io wetransfer.com
    forms.office.com surveymonkey.com typeform.com eventbrite.com meetup.com""",
)
_MEETING_PLACES = _hosts(
    """500px.com 9gag.com artstation.com askfm.com ask.fm baidu.com behance.net bitchute.com brighteon.com disqus.com
    deviantart.com dlive.tv douban.com douyin.com imdb.com kakao.com line.me mewe.com minds.com mixcloud.com
    myspace.com nextdoor.com nicovideo.jp niconico.jp odysee.com onlyfans.com pixiv.net producthunt.com qq.com
    skyrock.com slack.com steamcommunity.com stackoverflow.com toutiao.com tripadvisor.com trustpilot.com trello.com
    twitcasting.tv viber.com wattpad.com weixin.qq.com wikipedia.org wikidata.org xing.com yandex.ru yelp.com zoom.us
    google.com outlook.com mail.ru rutube.ru yahoo.com bing.com cloudflare.com herokuapp.com netlify.app vercel.app
    000webhostapp.com w3spaces.com azurewebsites.net pages.dev web.app firebaseapp.com workers.dev wix.com
    strikingly.com squarespace.com godaddysites.com site123.me ucoz.ru ucoz.com narod.ru altervista.org byethost.com
    infinityfreeapp.com mypressonline.com duckdns.org ddns.net no-ip.org hopto.org myftp.org dedyn.io""",
)
SHARED = _SHORTENERS | _IN_BIOS | _PETITIONS | _BLOGS | _STORES | _FUNDS | _FILES | _MEETING_PLACES
_NO_QUERY = _SHORTENERS | _IN_BIOS | _PETITIONS


def is_shared(host: str) -> bool:
    """Tell whether a host serves many, so that only what stands behind or before its name says who is meant."""
    return host in SHARED or is_private_suffix(host)


def needs_no_query(host: str) -> bool:
    """Tell whether on this host the path alone says what is read: a petition, a short link, a list of links."""
    while host:
        if host in _NO_QUERY:
            return True
        host = host.partition(".")[2]
    return False
