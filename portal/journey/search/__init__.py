"""Search: from a number somebody reads aloud, or a few words, to orders they may see.

In:   documents of orders (references and names; nothing erasable); a text.
Out:  orders, found by a whole reference, its beginning, a part of it, or words.
Rule: the index gives keys only. The rows behind them are asked for in the viewer's scope.
"""

from portal.journey.search.document import Document, document
from portal.journey.search.finding import Found, Narrow, find
from portal.journey.search.index import index

__all__ = ["Document", "Found", "Narrow", "document", "find", "index"]
