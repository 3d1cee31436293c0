"""Facts from the company's own systems: looked up, not typed. One YAML file maps a query or an address to a fact.

What times out, has the wrong shape or is not found is said as such and never becomes a fact.
"""

from assistant.sources.asking import Answer, Found, Missing, look_up, told_in
from assistant.sources.demo import make_demo_shop
from assistant.sources.mapping import Source, read_sources

__all__ = ["Answer", "Found", "Missing", "Source", "look_up", "make_demo_shop", "read_sources", "told_in"]
