"""Files written whole or not at all, what is remembered between runs, and worker processes."""
