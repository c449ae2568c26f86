"""What the search knows of each page, and its index by Pagefind."""
