from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.evidence.timing import order_by_time
from collusion.graph.build import build_graph
from collusion.minutes import NO_TIME
from tests.tables_of import day, tables_of

reviews = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 3)),
    st.one_of(st.none(), st.integers(0, 9)),
    min_size=1,
    max_size=15,
)


def _graph(times):
    return build_graph(
        tables_of(
            [
                {"reviewer_id": f"a{u}", "product_id": f"p{p}", "posted_at": None if t is None else day(t)}
                for (u, p), t in times.items()
            ]
        )
    )


@settings(max_examples=40)
@given(reviews)
def test_order_by_time__products_then_times_then_reviewers(times):
    graph = _graph(times)
    found = order_by_time(graph)
    rows = graph.reviews.rows()
    edges = np.argsort(found.position)
    keys = [(graph.reviews.indices[e], graph.minute[e], rows[e]) for e in edges]

    assert keys == sorted(keys)
    assert np.arange(graph.reviews.n_edges).tolist() == sorted(found.position.tolist())
    assert rows[edges].tolist() == found.reviewers.tolist()
    assert graph.minute[edges].tolist() == found.minute.tolist()
    assert graph.stars[edges].tolist() == found.stars.tolist()
    known = graph.minute[graph.minute != NO_TIME].tolist()
    assert max(max(known, default=0) - min(known, default=0), 1440) == found.span_minutes
