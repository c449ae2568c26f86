"""The texts of sources from the web, and articles on saved web pages. Nothing else uses the network.

Pages are untrusted: `client` connects to public hosts only, and `sandbox` has a process of its own read each.
"""

from briefings.plugin import Plugin

PLUGIN = Plugin(
    texts="briefings.plugins.fetching.fetch:fetch_texts",
    article="briefings.plugins.fetching.sandbox:saved_article",
    libraries=("PIL", "charset_normalizer", "protego", "trafilatura", "urllib3"),
    install="briefings[fetch]",
)
