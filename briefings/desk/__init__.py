"""Work on sheets: renaming, merging, what is out of date, how much is covered; and starting and updating
sites."""
