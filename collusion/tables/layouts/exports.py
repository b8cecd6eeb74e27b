"""Layouts of what stores, shops and scrapers answer, which their columns alone do not tell."""

from __future__ import annotations

from collusion.tables.layouts.layout import NAMES_ONLY, PublicLayout, layout_of
from collusion.tables.mapping import UNIX_SECONDS

_RECOMMENDED = "A recommendation counts as five stars, its opposite as one."

EXPORTS: tuple[PublicLayout, ...] = (
    layout_of(
        "Steam store API",
        "reviews",
        "recommendationid|author.steamid|voted_up|timestamp_created",
        columns={
            "reviewer_id": "author.steamid",
            "rating": "voted_up",
            "posted_at": "timestamp_created",
            "review_id": "recommendationid",
            "text": "review",
            "verified": "steam_purchase",
            "marketplace": "language",
        },
        dates={"posted_at": UNIX_SECONDS},
        rating={"values": {"true": 5, "True": 5, "1": 5, "false": 1, "False": 1, "0": 1}},
        advice=_RECOMMENDED,
        products=("appid", "app_id"),
    ),
    layout_of(
        "Google Business Profile API",
        "reviews",
        "reviewId|reviewer.displayName|starRating|createTime",
        columns={
            "reviewer_id": "reviewer.displayName",
            "rating": "starRating",
            "posted_at": "createTime",
            "review_id": "reviewId",
            "text": "comment",
        },
        advice=NAMES_ONLY,
        products=("location", "locationId", "location_id", "storeCode"),
    ),
    layout_of(
        "Facebook recommendations",
        "reviews",
        "created_time|recommendation_type|reviewer.id",
        columns={
            "reviewer_id": "reviewer.id",
            "rating": "recommendation_type",
            "posted_at": "created_time",
            "text": "review_text",
        },
        rating={"values": {"positive": 5, "negative": 1}},
        advice=_RECOMMENDED,
        products=("page_id", "page"),
    ),
    layout_of(
        "Google Places API",
        "reviews",
        "author_url|rating|time|relative_time_description",
        columns={"reviewer_id": "author_url", "posted_at": "time"},
        dates={"posted_at": UNIX_SECONDS},
        advice="The service answers with five reviews a place at most.",
        products=("place_id",),
    ),
    layout_of(
        "Etsy download of a shop",
        "reviews",
        "reviewer|date_reviewed|star_rating|order_id",
        columns={
            "reviewer_id": "reviewer",
            "rating": "star_rating",
            "posted_at": "date_reviewed",
            "text": "message",
        },
        dates={"posted_at": "%m/%d/%Y"},
        advice=f"It tells the shop, not the product. {NAMES_ONLY}",
        products=("listing_id", "shop"),
    ),
    layout_of(
        "Inside Airbnb",
        "products",
        "id|listing_url|host_id|host_since",
        columns={
            "product_id": "id",
            "seller_id": "host_id",
            "title": "name",
            "category": "room_type",
        },
    ),
)
"""Every layout that is known of these."""
