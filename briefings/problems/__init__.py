"""What can be wrong in a sheet, where, and how that is printed."""
