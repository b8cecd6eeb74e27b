"""Words by which columns of an unknown file are told."""

from __future__ import annotations

#: Words of an account, also within longer ones, in the languages of common exports.
ACCOUNT_WORDS = (
    *("user", "customer", "account", "author", "member", "buyer", "kunde", "client", "usuario", "reviewer"),
    *(
        "requester",
        "rezensent",
        "submitter",
        "consumer",
        "nickname",
        "profile",
        "steamid",
        "shopper",
        "nutzer",
    ),
    *(
        "acheteur",
        "comprador",
        "avaliador",
        "utilisateur",
        "用户",
        "买家",
        "会员",
        "작성자",
        "구매자",
        "회원",
    ),
    *("покупател", "автор", "пользовател", "投稿者", "ユーザー", "顧客", "購入者"),
    *("critic", "guest", "rater", "pseudo", "klant", "klient", "display_name", "displayname"),
)
#: Words of a product; those of Latin letters begin a word.
PRODUCT_WORDS = (
    *("produ", "listing", "business", "artik", "articl", "hotel", "restaurant", "movie", "anime", "place"),
    *("venue", "reviewable", "gmap", "商品", "产品", "상품", "товар", "артикул", "品番", "製品"),
)
#: Words that are products alone or with what an id is called, and part of other words elsewhere.
SHORT_PRODUCT_WORDS = (
    "asin",
    "sku",
    "isbn",
    "ean",
    "item",
    "app",
    "apps",
    "book",
    "game",
    "film",
    "beer",
    "page",
)
#: Words of stars, also within longer ones.
STAR_WORDS = (
    *("star", "rat", "scor", "stern", "bewert", "punkt", "grade", "recommend", "overall", "note", "voted"),
    *("评分", "星", "평점", "별점", "оценк", "рейтинг", "評価", "calific", "puntua", "valorac", "avalia"),
    *("nota", "ocena", "voto", "étoile"),
    *("beoord", "arvost", "betyg", "puan", "yıldız", "hodnoc", "értékel", "đánh giá", "คะแนน", "تقييم"),
)
#: Words of a time.
TIME_WORDS = frozenset(
    {
        *("date", "time", "datetime", "timestamp", "ts", "at", "posted", "submitted", "created", "published"),
        *("opened", "ctime", "datum", "fecha", "data", "written", "when"),
    }
)
#: The same in other scripts.
FOREIGN_TIME_WORDS = ("时间", "日期", "작성일", "등록일", "дата", "投稿日", "日付", "日時")
#: Of a time that is not when a review was written.
OTHER_TIMES = frozenset(
    {
        *(
            "updated",
            "update",
            "modified",
            "edited",
            "reply",
            "replied",
            "response",
            "answer",
            "scraped",
            "seen",
        ),
        *(
            "visit",
            "travel",
            "experience",
            "stay",
            "birth",
            "last",
            "buying",
            "purchase",
            "purchased",
            "order",
        ),
        *("ordered", "crawl", "crawled", "extracted", "deleted", "since", "zone", "deleted", "export", "dev"),
    }
)
#: Words of a column that says something about a review, an account or a product, and names neither.
DESCRIBES = frozenset(
    {
        *(
            "lang",
            "language",
            "locale",
            "country",
            "nationality",
            "state",
            "status",
            "message",
            "text",
            "content",
        ),
        *("comment", "comments", "body", "summary", "anonymous", "version", "type", "device", "platform"),
        *(
            "address",
            "city",
            "province",
            "region",
            "zip",
            "image",
            "images",
            "img",
            "photo",
            "photos",
            "avatar",
        ),
        *("picture", "pictures", "badge", "brand", "category", "categories", "source", "sources", "origin"),
        *("verified", "votes", "likes", "count", "counts", "total", "of", "tag", "tags", "metadata", "price"),
        *("currency", "gender", "sex", "age", "level", "rank", "since", "date", "ip", "agent", "guide", "is"),
        *("has", "reply", "response", "answer", "owner", "input", "query", "recommended", "recommendation"),
        *("cursor", "views", "helpful", "useful", "contributions", "followers", "friends", "style", "abv"),
        *("weight", "parent", "group", "class", "desc", "description", "headline", "by", "games", "playtime"),
        *("first", "last", "middle", "job", "role", "company", "order", "score", "rating"),
    }
)
#: Such words that a product's name may have: ``locationId``, ``company``.
MAY_BE_PRODUCT = frozenset({"location", "company", "comment"})
#: Of numbers that are no stars of a review.
NO_STARS = frozenset(
    {
        *("average", "avg", "mean", "total", "count", "counts", "number", "num", "votes", "vote", "helpful"),
        *("max", "weighted", "sentiment", "id"),
    }
)
#: What an id is called.
ID_WORDS = frozenset(
    {
        *(
            "id",
            "ids",
            "uid",
            "guid",
            "uuid",
            "steamid",
            "key",
            "no",
            "nr",
            "nummer",
            "number",
            "code",
            "hash",
        ),
        *("asin", "asins", "sku", "isbn", "ean", "pk", "oid"),
    }
)
#: What an object that is an account or a product calls its id, its name or its page.
WITHIN = frozenset(
    {"name", "url", "link", "uri", "href", "email", "username", "login", "handle", "nickname", "title"}
)
#: Names that people choose for themselves, one for each.
LOGIN_WORDS = frozenset({"username", "login", "handle", "slug"})
#: What the record itself is called by.
RECORD_NAMES = frozenset(
    {"id", "key", "uuid", "guid", "oid", "row", "index", "no", "nr", "number", "ticket_id", "case_id"}
)
#: What other ids than those of a product are of.
OTHER_IDS = frozenset(
    {"session", "order", "device", "transaction", "seller", "merchant", "vendor", "shop", "store", "batch"}
)
