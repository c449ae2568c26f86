"""Which pages a site has, and the reference of all keys."""
