"""`briefings desk`: from an article to a page in the browser.

`server` answers a page of its own beside the preview and lets nobody else in; `bench` reads and changes the
sheets for it, `texts` knows the saved text of an article, and `fields` what is asked of each kind of fact.
The page is desk.html, desk.css and desk.js.
"""
