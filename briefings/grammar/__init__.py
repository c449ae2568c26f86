"""What the words of a language say: sentences, numbers, units, dates, names, and who speaks."""
