"""Small files in the layouts of public data sets and exports, made up for these tests."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


def lines(rows: Sequence[Row]) -> bytes:
    """Write JSON, one object a line."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def loose(rows: Sequence[Row]) -> bytes:
    """Write Python literals, one a line, as the oldest data sets have them."""
    return b"".join(repr(dict(row)).encode() + b"\n" for row in rows)


def table(rows: Sequence[Row], encoding: str = "utf-8") -> bytes:
    """Write CSV with a header."""
    quoted = ['"' + '","'.join(str(cell).replace('"', '""') for cell in row.values()) + '"' for row in rows]
    return "\r\n".join([",".join(rows[0]), *quoted, ""]).encode(encoding)


AMAZON_2014 = [
    {
        "reviewerID": f"A2SUAM1J3GNN{i}B",
        "asin": f"000001371{i % 2}",
        "reviewerName": 'J. "Mc" Donald',
        "helpful": [2, 3],
        "reviewText": "I bought this.\nIt's fine.",
        "overall": 5.0,
        "summary": "Heavenly",
        "unixReviewTime": 1252800000 + i,
        "reviewTime": "09 13, 2009",
    }
    for i in range(4)
]
AMAZON_2018 = [
    {
        "overall": 4.0,
        "vote": "25",
        "verified": True,
        "reviewTime": "01 1, 2018",
        "reviewerID": f"AUI6WTTT0QZY{i}",
        "asin": f"512008433{i % 2}",
        "style": {"Color:": " Charcoal"},
        "reviewerName": "Abbey",
        "reviewText": "Nice.",
        "summary": "Nice",
        "unixReviewTime": 1514764800,
        "image": ["https://images.example/a.jpg"],
    }
    for i in range(4)
]
AMAZON_2018_META = [
    {
        "category": ["Clothing", "Women"],
        "tech1": "",
        "description": [],
        "title": "Slip-on",
        "also_buy": ["B00JHONN1S"],
        "image": ["https://images.example/b.jpg"],
        "brand": "Coxlures",
        "feature": ["Rubber sole"],
        "rank": "11,677,220 in Clothing",
        "main_cat": "Sports & Outdoors",
        "price": "$7.50",
        "asin": f"512008433{i}",
    }
    for i in range(2)
]
AMAZON_2014_META = [
    {
        "asin": f"000001371{i}",
        "title": "A book",
        "price": 3.17,
        "imUrl": "http://images.example/c.jpg",
        "related": {"also_bought": ["B00JHONN1S"]},
        "salesRank": {"Books": 211836},
        "brand": "Coxlures",
        "categories": [["Books", "History"]],
    }
    for i in range(2)
]
AMAZON_2023 = [
    {
        "rating": 5.0,
        "title": "Such a lovely scent",
        "text": "Smells good [really] {yes}",
        "images": [{"small_image_url": "https://images.example/d.jpg"}] if i else [],
        "asin": f"B00YQ6X8E{i}",
        "parent_asin": "B00YQ6X8EO",
        "user_id": f"AGKHLEW2SOWHNMFQIJGBECAF7IN{i}",
        "timestamp": 1588687728923,
        "helpful_vote": 0,
        "verified_purchase": True,
    }
    for i in range(4)
]
AMAZON_2023_META = [
    {
        "main_category": "All Beauty",
        "title": "Howard LC0008",
        "average_rating": 4.8,
        "rating_number": 10,
        "features": ["a"],
        "description": [],
        "price": None,
        "images": [{"thumb": "https://images.example/e.jpg"}],
        "videos": [],
        "store": "Howard Products",
        "categories": ["Beauty"],
        "details": {"Package Dimensions": "7.1 x 5.5 x 3 inches"},
        "parent_asin": "B00YQ6X8EO",
        "bought_together": None,
    }
]
YELP_REVIEWS = [
    {
        "review_id": f"KU_O5udG6zpxOg-VcAEod{i}",
        "user_id": f"mh_-eMZ6K5RLWhZyISBhw{i}",
        "business_id": "XQfwVwDr-v0ZS3_CbbE5Xw",
        "stars": 3.0,
        "useful": 0,
        "funny": 0,
        "cool": 0,
        "text": "If you decide\nto eat here",
        "date": "2018-07-07 22:09:11",
    }
    for i in range(4)
]
YELP_BUSINESSES = [
    {
        "business_id": "XQfwVwDr-v0ZS3_CbbE5Xw",
        "name": "Abby Rappoport",
        "address": "1616 Chapala St",
        "city": "Santa Barbara",
        "stars": 5.0,
        "review_count": 7,
        "is_open": 0,
        "attributes": {"ByAppointmentOnly": "True"},
        "categories": "Doctors, Health & Medical",
        "hours": None,
    }
]
YELP_USERS = [
    {
        "user_id": f"mh_-eMZ6K5RLWhZyISBhw{i}",
        "name": "Walker",
        "review_count": 585,
        "yelping_since": "2007-01-25 16:47:26",
        "elite": "2007",
        "friends": "NSCy54eWehBJyZdG2iE84w, pe42u7DcCH2QmI81NX-8qA",
        "average_stars": 3.91,
    }
    for i in range(4)
]
GOOGLE_LOCAL = [
    {
        "user_id": f"10132904713463480510{i}",
        "name": "Jane Doe",
        "time": 1609909927056,
        "rating": 5,
        "text": "Great place",
        "pics": [{"url": ["https://images.example/f.jpg"]}] if i else None,
        "resp": None,
        "gmap_id": "0x80c2c778e3b73d33:0xbdc58662a4a97d49",
    }
    for i in range(4)
]
GOOGLE_LOCAL_META = [
    {
        "name": "Nobel Textile",
        "address": "Nobel Textile, 604 E 9th St, Los Angeles",
        "gmap_id": "0x80c2c778e3b73d33:0xbdc58662a4a97d49",
        "description": None,
        "avg_rating": 4.3,
        "num_of_reviews": 7,
        "price": None,
        "hours": [["Thursday", "9AM–5PM"]],
        "state": "Open now",
    }
]
GOOGLE_LOCAL_2018 = [
    {
        "rating": 5.0,
        "reviewerName": "Jane",
        "reviewText": "Great",
        "categories": ["Asian Restaurant"],
        "gPlusPlaceId": "108103314380004200232",
        "unixReviewTime": 1372686659,
        "reviewTime": "Jul 1, 2013",
        "gPlusUserId": f"10000085430351718887{i}",
    }
    for i in range(4)
]
STEAM = [
    {
        "username": f"Chaos Syren {i}",
        "hours": 0.1,
        "products": 41,
        "product_id": "725280",
        "page_order": 0,
        "date": "2017-12-17",
        "text": "This would not be acceptable",
        "early_access": False,
        "page": 1,
    }
    for i in range(4)
]
STEAM_2021 = [
    {
        "": i,
        "app_id": 292030,
        "app_name": "A game",
        "review_id": 85185598 + i,
        "language": "english",
        "review": "One of the best",
        "timestamp_created": 1611379970,
        "timestamp_updated": 1611379970,
        "recommended": bool(i % 2),
        "votes_helpful": 0,
        "steam_purchase": True,
        "received_for_free": False,
        "author.steamid": 76561199054755373 + i,
        "author.num_reviews": 5.0,
    }
    for i in range(4)
]
STEAM_RECOMMENDATIONS = [
    {
        "app_id": 975370,
        "helpful": 0,
        "funny": 0,
        "date": "2022-12-12",
        "is_recommended": str(bool(i % 2)).lower(),
        "hours": 36.3,
        "user_id": 51580 + i,
        "review_id": i,
    }
    for i in range(4)
]
GOODREADS = [
    {
        "user_id": f"8842281e1d1347389f2ab93d60773d4{i}",
        "book_id": "24375664",
        "review_id": f"5cd416f3efc3f944fce4ce2db2290d5{i}",
        "rating": i,
        "review_text": "Mind blowingly cool.",
        "date_added": "Fri Aug 25 13:55:02 -0700 2017",
        "date_updated": "Mon Oct 09 08:55:59 -0700 2017",
        "read_at": "",
        "started_at": "",
        "n_votes": 16,
        "n_comments": 0,
    }
    for i in range(4)
]
GOODREADS_INTERACTIONS = [
    {"user_id": i, "book_id": 948, "is_read": 1, "rating": i, "is_reviewed": 0} for i in range(1, 5)
]
GOODREADS_BOOKS = [
    {
        "isbn": "0312853122",
        "text_reviews_count": "1",
        "authors": [{"author_id": "604031", "role": ""}],
        "publisher": "St. Martin's Press",
        "title": "W.C. Fields",
        "book_id": "24375664",
        "ratings_count": "3",
        "work_id": "5400751",
    }
]
TRUSTPILOT = [
    {
        "Review Created (UTC)": "2023-05-04 10:11:12",
        "Review Consumer User Id": f"5f2a8c{i}",
        "Review Title": "Great",
        "Review Content": 'Fast, "cheap"',
        "Review Stars": 5,
        "Source Name": "Organic",
        "Review Username": "Jane",
        "Review Language": "en",
        "Review Id": f"64535f2a8c{i}",
        "Domain Url": "www.shop.example",
        "Business Unit Id": "46d6a890ffa235a75b00021d",
    }
    for i in range(4)
]
TRUSTPILOT_API = [
    {
        "id": f"5e3de1b45fb06f0001790b5{i}",
        "stars": 5,
        "title": "Excellent",
        "text": "Helpful",
        "language": "en",
        "createdAt": "2022-04-28T10:15:00Z",
        "consumer": {"id": f"5e3de1b45fb06f0001790b6{i}", "displayName": "John D."},
        "businessUnit": {"id": "46d6a890ffa235a75b00021d"},
        "status": "active",
    }
    for i in range(4)
]
BAZAARVOICE = [
    {
        "Id": f"1949{i}",
        "ProductId": "data-gen-7bntz58ppwf3",
        "AuthorId": f"smartPP{i}",
        "UserNickname": "thebestoftheworst",
        "Rating": 4,
        "RatingRange": 5,
        "SubmissionTime": "2010-12-03T10:57:03.000-05:00",
        "Title": "Fun",
        "ReviewText": "Really fun.",
        "ContentLocale": "en_US",
        "Badges": {},
        "Photos": [],
        "IsRecommended": None,
    }
    for i in range(4)
]
APP_STORE = [
    {
        "userName": f"DannyFlo{i}",
        "rating": 5,
        "review": "Good app",
        "date": "2020-09-29 11:08:36",
        "title": "Nice",
        "isEdited": False,
        "app_id": 1481163318,
        "country": "us",
    }
    for i in range(4)
]
CONNECT = [
    {
        "type": "customerReviews",
        "id": f"00000028-b08c-0014-729e-fbd50000000{i}",
        "attributes": {
            "rating": 5 - i,
            "title": "Nice",
            "body": f"Works well {i}",
            "reviewerNickname": f"Anne J{i}",
            "createdDate": f"2017-11-1{i}T08:10:34-08:00",
            "territory": "USA",
        },
        "relationships": {"response": {"links": {"self": "https://connect.example/response"}}},
        "links": {"self": f"https://connect.example/reviews/{i}"},
    }
    for i in range(4)
]
ITUNES = {
    "feed": {
        "author": {"name": {"label": "iTunes Store"}, "uri": {"label": "https://itunes.example/us/"}},
        "entry": [
            {
                "author": {
                    "uri": {"label": f"https://itunes.example/us/reviews/id{300 + i}"},
                    "name": {"label": "nick"},
                    "label": "",
                },
                "updated": {"label": f"2023-05-0{i + 1}T10:20:30-07:00"},
                "im:rating": {"label": str(5 - i)},
                "im:version": {"label": "1.2"},
                "id": {"label": f"99000{i}"},
                "title": {"label": "Nice"},
                "content": {"label": f"Works {i}", "attributes": {"type": "text"}},
                "link": {"attributes": {"rel": "related", "href": "https://itunes.example/us/review?id=1"}},
                "im:voteSum": {"label": "0"},
            }
            for i in range(4)
        ],
        "updated": {"label": "2023-05-05T00:00:00-07:00"},
        "link": [{"attributes": {"rel": f"r{i}", "href": "https://itunes.example/page"}} for i in range(6)],
    }
}
PLAY_API = [
    {
        "reviewId": f"gp:AOqpTOE{i}",
        "authorName": f"Jane {i}",
        "comments": [
            {
                "userComment": {
                    "text": "\tWorks",
                    "lastModified": {"seconds": str(1694340000 + i), "nanos": 5000000},
                    "starRating": 5 - i,
                    "reviewerLanguage": "en",
                    "device": "star2qltechn",
                    "deviceMetadata": {"productName": "star2qltechn", "ramMb": 6144},
                }
            },
            {"developerComment": {"text": "Thanks", "lastModified": {"seconds": "1694350000"}}},
        ],
    }
    for i in range(4)
]
PLAY_CONSOLE = [
    {
        "Package Name": "com.example.app",
        "App Version Code": 210,
        "App Version Name": "2.1",
        "Reviewer Language": "ro",
        "Device": "star2qltechn",
        "Review Submit Date and Time": "2023-09-10T10:00:00Z",
        "Review Submit Millis Since Epoch": 1694340000000 + i,
        "Review Last Update Date and Time": "2023-09-10T10:00:00Z",
        "Review Last Update Millis Since Epoch": 1694340000000,
        "Star Rating": 5,
        "Review Title": "",
        "Review Text": "Excelent",
        "Developer Reply Date and Time": "",
        "Developer Reply Millis Since Epoch": "",
        "Developer Reply Text": "",
        "Review Link": f"https://play.example/console?reviewId=gp:{i}",
    }
    for i in range(4)
]
GOOGLE_PLAY = [
    {
        "reviewId": f"gp:AOqpTO{i}",
        "userName": f"Jane {i}",
        "userImage": "https://images.example/g.jpg",
        "content": "Works",
        "score": 4,
        "thumbsUpCount": 0,
        "reviewCreatedVersion": "4.17",
        "at": "2020-04-05 22:25:57",
        "replyContent": "",
        "repliedAt": "",
        "appId": "com.example.app",
    }
    for i in range(4)
]
RATINGS_2014 = b"A1YJEY40YUW4SE,0123456479,5.0,1391990400\nA60XNB876KYML,B000123456,3.0,1397865600\n"
RATINGS_2018 = b"0123456479,A1YJEY40YUW4SE,5.0,1391990400\nB000123456,A60XNB876KYML,3.0,1397865600\n"

SOURCES: Mapping[str, Mapping[str, bytes]] = {
    "amazon-2014": {
        "reviews_Beauty_5.json.gz": gzip.compress(lines(AMAZON_2014)),
        "meta_Beauty.json.gz": gzip.compress(loose(AMAZON_2014_META)),
    },
    "amazon-2014-ratings": {"ratings_Beauty.csv": RATINGS_2014},
    "amazon-2018": {
        "Beauty.json.gz": gzip.compress(lines(AMAZON_2018)),
        "meta_Beauty.json.gz": gzip.compress(lines(AMAZON_2018_META)),
    },
    "amazon-2018-ratings": {"Beauty.csv": RATINGS_2018},
    "amazon-2023": {"All_Beauty.jsonl": lines(AMAZON_2023), "meta_All_Beauty.jsonl": lines(AMAZON_2023_META)},
    "yelp": {
        "yelp_academic_dataset_review.json": lines(YELP_REVIEWS),
        "yelp_academic_dataset_business.json": lines(YELP_BUSINESSES),
        "yelp_academic_dataset_user.json": lines(YELP_USERS),
    },
    "google-local": {
        "review-Alaska.json.gz": gzip.compress(lines(GOOGLE_LOCAL)),
        "meta-Alaska.json.gz": gzip.compress(lines(GOOGLE_LOCAL_META)),
    },
    "google-local-2018": {"reviews.clean.json.gz": gzip.compress(loose(GOOGLE_LOCAL_2018))},
    "steam": {"steam_reviews.json.gz": gzip.compress(loose(STEAM))},
    "steam-2021": {"steam_reviews.csv": table(STEAM_2021)},
    "steam-recommendations": {"recommendations.csv": table(STEAM_RECOMMENDATIONS)},
    "goodreads": {
        "goodreads_reviews_dedup.json.gz": gzip.compress(lines(GOODREADS)),
        "goodreads_books.json.gz": gzip.compress(lines(GOODREADS_BOOKS)),
    },
    "goodreads-interactions": {"goodreads_interactions.csv": table(GOODREADS_INTERACTIONS)},
    "trustpilot": {"reviews-export.csv": table(TRUSTPILOT)},
    "trustpilot-api": {"trustpilot.json": json.dumps({"reviews": TRUSTPILOT_API}, indent=1).encode()},
    "bazaarvoice": {
        "results.json": json.dumps({"Limit": 4, "TotalResults": 4, "Results": BAZAARVOICE}).encode()
    },
    "app-store": {"app_store.csv": table(APP_STORE)},
    "app-store-connect": {
        "reviews/app_id=682658836/page-1.json": json.dumps(
            {"data": CONNECT, "links": {"self": "https://connect.example"}, "meta": {"paging": {"total": 4}}}
        ).encode()
    },
    "app-store-connect-flat": {
        "export.csv": table([{"id": one["id"], "app_id": 682658836, **one["attributes"]} for one in CONNECT])
    },
    "app-store-connect-one-app": {"682658836.json": json.dumps({"data": CONNECT}).encode()},
    "itunes-rss": {"reviews-284882215.json": json.dumps(ITUNES).encode()},
    "itunes-rss-of-apps": {"app_id=284882215/page-1.json": json.dumps(ITUNES, indent=2).encode()},
    "google-play-api": {
        "com.example.app.json": json.dumps(
            {"reviews": PLAY_API, "tokenPagination": {"nextPageToken": "x"}}, indent=2
        ).encode()
    },
    "google-play-api-pages": {
        "app_id=com.example.app/pages.jsonl": lines([{"reviews": PLAY_API[:2]}, {"reviews": PLAY_API[2:]}])
    },
    "google-play-console": {"reviews_com.example.app_202309.csv": table(PLAY_CONSOLE, "utf-16")},
    "google-play": {"play.csv": table(GOOGLE_PLAY)},
}
"""Files by name, of each public layout."""


def write_source(name: str, folder: Path) -> Path:
    """Write one of `SOURCES` into a new folder."""
    folder.mkdir(parents=True)
    for file, data in SOURCES[name].items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
    return folder
