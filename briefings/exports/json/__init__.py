"""A JSON document for each page at its address, and the JSON Schemas of these documents."""
