"""The client of the tests looks at each page it fetches; here is that it sees."""

import pytest

from tests.pages import page_faults

GOOD = "<html><title>Orders</title><main><h1>Orders</h1><p id=a>1</p></main></html>"


def test_a_good_page_passes():
    assert page_faults(GOOD) == []
    assert page_faults("<p>a part</p>") == []


@pytest.mark.parametrize(
    "fault",
    [
        GOOD.replace("<h1>Orders</h1>", ""),
        GOOD.replace("<main>", "<main><h1>Twice</h1>"),
        GOOD.replace("Orders</title>", "</title>"),
        GOOD.replace("<main>", "<main><p id=a>again</p>"),
        GOOD.replace("<main>", "<div>").replace("</main>", "</div>"),
        GOOD.replace("<main>", "<main><label for=b>B</label>"),
        GOOD.replace("<p", '<p style="x"'),
        GOOD.replace("<p", "<p onclick=go()"),
        GOOD.replace("<main>", "<main><script>go()</script>"),
        GOOD.replace("<main>", "<main><form></form>"),
        GOOD.replace(">1<", ">None<"),
        "<p id=a></p><p id=a></p>",
    ],
)
def test_a_fault_on_a_page_is_seen(fault):
    assert page_faults(fault)
