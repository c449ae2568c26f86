"""Which pages a site has; those written by hand, and the reference of all keys."""
