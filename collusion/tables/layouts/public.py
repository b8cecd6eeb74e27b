"""Layouts in which public data sets and exports keep reviews, and how each maps onto the contract."""

from __future__ import annotations

from collections.abc import Collection

from collusion.tables.layouts.exports import EXPORTS
from collusion.tables.layouts.layout import NAMES_ONLY, PublicLayout, layout_of
from collusion.tables.mapping import UNIX_MILLISECONDS, UNIX_SECONDS

_DAY_ZONE_YEAR = "%a %b %d %H:%M:%S %z %Y"


_AMAZON_2014 = {
    "reviewer_id": "reviewerID",
    "product_id": "asin",
    "rating": "overall",
    "posted_at": "unixReviewTime",
    "text": "reviewText",
    "verified": "verified",
}
_STEAM_WORDS = {"values": {"true": 5, "True": 5, "1": 5, "false": 1, "False": 1, "0": 1}}
_RECOMMENDED = "A recommendation counts as five stars, its opposite as one."
_NO_ACCOUNTS = (
    "This export names no accounts: every review counts as an account of its own, so that only bursts and "
    "texts can tell. Ask for an export with accounts."
)

#: What people call the app that an answer of a store does not name.
_APPS = ("app_id", "appId", "package_name", "packageName", "app")

LAYOUTS: tuple[PublicLayout, ...] = (
    layout_of(
        "Amazon reviews 2014 or 2018 (McAuley)",
        "reviews",
        "reviewerID|asin|overall|unixReviewTime",
        columns=_AMAZON_2014,
        dates={"posted_at": UNIX_SECONDS},
    ),
    layout_of(
        "Amazon reviews 2023 (McAuley)",
        "reviews",
        "user_id|parent_asin|rating|timestamp",
        columns={
            "reviewer_id": "user_id",
            "product_id": "parent_asin",
            "posted_at": "timestamp",
            "verified": "verified_purchase",
        },
        dates={"posted_at": UNIX_MILLISECONDS},
        advice="Variants of a listing count as one product: parent_asin.",
    ),
    layout_of(
        "Amazon metadata 2014 (McAuley)",
        "products",
        "asin|categories|imUrl",
        columns={"product_id": "asin"},
    ),
    layout_of(
        "Amazon metadata 2018 (McAuley)",
        "products",
        "asin|main_cat|brand|also_buy",
        columns={"product_id": "asin", "category": "main_cat"},
    ),
    layout_of(
        "Amazon metadata 2023 (McAuley)",
        "products",
        "parent_asin|main_category|store|rating_number",
        columns={"product_id": "parent_asin", "category": "main_category", "brand": "store"},
    ),
    layout_of(
        "Yelp Open Dataset",
        "reviews",
        "review_id|user_id|business_id|stars|date",
        columns={
            "reviewer_id": "user_id",
            "product_id": "business_id",
            "rating": "stars",
            "posted_at": "date",
        },
    ),
    layout_of(
        "Yelp Open Dataset",
        "products",
        "business_id|name|is_open|review_count",
        columns={"product_id": "business_id", "title": "name", "category": "categories"},
    ),
    layout_of(
        "Yelp Open Dataset",
        "accounts",
        "user_id|yelping_since|average_stars",
        columns={"reviewer_id": "user_id", "created_at": "yelping_since"},
    ),
    layout_of(
        "Google Local 2021 (UCSD)",
        "reviews",
        "user_id|gmap_id|rating|time",
        columns={"reviewer_id": "user_id", "product_id": "gmap_id", "posted_at": "time"},
        dates={"posted_at": UNIX_MILLISECONDS},
    ),
    layout_of(
        "Google Local 2021 (UCSD)",
        "products",
        "gmap_id|num_of_reviews|avg_rating",
        columns={"product_id": "gmap_id", "title": "name"},
    ),
    layout_of(
        "Google Local 2018 (UCSD)",
        "reviews",
        "gPlusUserId|gPlusPlaceId|rating|unixReviewTime",
        columns={
            "reviewer_id": "gPlusUserId",
            "product_id": "gPlusPlaceId",
            "posted_at": "unixReviewTime",
            "text": "reviewText",
        },
        dates={"posted_at": UNIX_SECONDS},
    ),
    layout_of(
        "Steam reviews (UCSD)",
        "reviews",
        "username|product_id|date|hours|text",
        columns={"reviewer_id": "username", "posted_at": "date"},
        advice=f"It has no stars. {NAMES_ONLY}",
    ),
    layout_of(
        "Steam reviews 2021 (Kaggle)",
        "reviews",
        "app_id|review_id|recommended|author.steamid|timestamp_created",
        columns={
            "reviewer_id": "author.steamid",
            "product_id": "app_id",
            "rating": "recommended",
            "posted_at": "timestamp_created",
            "text": "review",
            "verified": "steam_purchase",
            "marketplace": "language",
        },
        dates={"posted_at": UNIX_SECONDS},
        rating=_STEAM_WORDS,
        advice=_RECOMMENDED,
    ),
    layout_of(
        "Steam recommendations (Kaggle)",
        "reviews",
        "app_id|user_id|is_recommended|review_id|date",
        columns={
            "reviewer_id": "user_id",
            "product_id": "app_id",
            "rating": "is_recommended",
            "posted_at": "date",
        },
        rating=_STEAM_WORDS,
        advice=_RECOMMENDED,
    ),
    layout_of(
        "Steam games (Kaggle)",
        "products",
        "app_id|title|date_release|positive_ratio",
        columns={"product_id": "app_id"},
    ),
    layout_of(
        "Goodreads (UCSD)",
        "reviews",
        "user_id|book_id|review_id|rating|date_added",
        columns={
            "reviewer_id": "user_id",
            "product_id": "book_id",
            "posted_at": "date_added",
            "text": "review_text",
        },
        dates={"posted_at": _DAY_ZONE_YEAR},
        null_values=("0",),
        advice="0 stars mean that none were given.",
    ),
    layout_of(
        "Goodreads interactions (UCSD)",
        "reviews",
        "user_id|book_id|rating|is_read|is_reviewed",
        columns={"reviewer_id": "user_id", "product_id": "book_id"},
        null_values=("0",),
        advice="0 stars mean that none were given. It has no times.",
    ),
    layout_of(
        "Goodreads books (UCSD)",
        "products",
        "book_id|title|publisher|ratings_count",
        columns={"product_id": "book_id", "brand": "publisher", "parent_id": "work_id"},
    ),
    layout_of(
        "Trustpilot Business export",
        "reviews",
        "Review Id|Review Consumer User Id|Review Stars|Business Unit Id",
        columns={
            "reviewer_id": "Review Consumer User Id",
            "product_id": "Business Unit Id",
            "rating": "Review Stars",
            "posted_at": "Review Created (UTC)",
            "review_id": "Review Id",
            "text": "Review Content",
            "marketplace": "Review Language",
        },
    ),
    layout_of(
        "Trustpilot Business export",
        "reviews",
        "Review Id|Review Consumer User Id|Review Stars|Domain Url",
        columns={
            "reviewer_id": "Review Consumer User Id",
            "product_id": "Domain Url",
            "rating": "Review Stars",
            "posted_at": "Review Created (UTC)",
            "review_id": "Review Id",
            "text": "Review Content",
            "marketplace": "Review Language",
        },
    ),
    layout_of(
        "Trustpilot API",
        "reviews",
        "id|stars|createdAt|consumer.id|businessUnit.id",
        columns={
            "reviewer_id": "consumer.id",
            "product_id": "businessUnit.id",
            "rating": "stars",
            "posted_at": "createdAt",
            "review_id": "id",
            "marketplace": "language",
        },
    ),
    layout_of(
        "Bazaarvoice Conversations API",
        "reviews",
        "Id|ProductId|AuthorId|Rating|SubmissionTime",
        columns={
            "reviewer_id": "AuthorId",
            "product_id": "ProductId",
            "rating": "Rating",
            "posted_at": "SubmissionTime",
            "review_id": "Id",
            "text": "ReviewText",
            "marketplace": "ContentLocale",
        },
    ),
    *(
        layout_of(
            "App Store reviews (app_store_scraper)",
            "reviews",
            f"userName|rating|review|isEdited|{app}",
            columns={
                "reviewer_id": "userName",
                "product_id": app,
                "posted_at": "date",
                "text": "review",
                "marketplace": "country",
            },
            advice=NAMES_ONLY,
        )
        for app in ("app_id", "appId", "app_name")
    ),
    *(
        layout_of(
            "App Store Connect API",
            "reviews",
            f"{within}reviewerNickname|{within}rating|{within}createdDate",
            columns={
                "reviewer_id": f"{within}reviewerNickname",
                "rating": f"{within}rating",
                "posted_at": f"{within}createdDate",
                "review_id": "id",
                "text": f"{within}body",
                "marketplace": f"{within}territory",
            },
            advice=NAMES_ONLY,
            products=_APPS,
        )
        # As the service answers, and with a column for each attribute.
        for within in ("attributes.", "")
    ),
    layout_of(
        "iTunes RSS feed of customer reviews",
        "reviews",
        "author.uri.label|im:rating.label|updated.label|content.label",
        columns={
            "reviewer_id": "author.uri.label",
            "rating": "im:rating.label",
            "posted_at": "updated.label",
            "review_id": "id.label",
            "text": "content.label",
        },
        products=_APPS,
    ),
    layout_of(
        "Google Play Developer API",
        "reviews",
        "reviewId|authorName|comments.0.userComment.starRating|comments.0.userComment.lastModified.seconds",
        columns={
            "reviewer_id": "authorName",
            "rating": "comments.0.userComment.starRating",
            "posted_at": "comments.0.userComment.lastModified.seconds",
            "review_id": "reviewId",
            "text": "comments.0.userComment.text",
            "marketplace": "comments.0.userComment.reviewerLanguage",
        },
        dates={"posted_at": UNIX_SECONDS},
        advice=f"{NAMES_ONLY} The time is that of the last change.",
        products=_APPS,
    ),
    layout_of(
        "Google Play Console export",
        "reviews",
        "Package Name|Star Rating|Review Submit Millis Since Epoch|Review Link",
        columns={
            "reviewer_id": "Review Link",
            "product_id": "Package Name",
            "rating": "Star Rating",
            "posted_at": "Review Submit Millis Since Epoch",
            "text": "Review Text",
            "marketplace": "Reviewer Language",
        },
        dates={"posted_at": UNIX_MILLISECONDS},
        advice=_NO_ACCOUNTS,
    ),
    *(
        layout_of(
            "Google Play reviews (google_play_scraper)",
            "reviews",
            f"reviewId|userName|score|at|{app}",
            columns={
                "reviewer_id": "userName",
                "product_id": app,
                "rating": "score",
                "posted_at": "at",
                "review_id": "reviewId",
                "text": "content",
            },
            advice=NAMES_ONLY,
        )
        for app in ("appId", "app_id", "app_name")
    ),
    *EXPORTS,
)
"""Every layout that is known."""


def find_layout(names: Collection[str]) -> PublicLayout | None:
    """Return the layout whose signature is within the column `names` of a file, the longest one; or None."""
    there = set(names)
    fitting = [layout for layout in LAYOUTS if layout.signature <= there]
    return max(fitting, key=lambda layout: len(layout.signature), default=None)
