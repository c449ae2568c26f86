"""Problems as text for a terminal. The other formats (github, json, sarif) stand beside it."""
