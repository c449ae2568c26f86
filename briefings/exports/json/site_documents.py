"""The JSON documents of a site as a whole, key by key: the list of its files and that of its changes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict


class FileDocument(TypedDict):
    """A file for programs."""

    path: Annotated[str, "Its address, below `site`."]
    format: Annotated[str, "The name of its format, as in the settings of sites."]
    media_type: str
    page: Annotated[str | None, "The address of its page, below `site`; null for the site as a whole."]
    updated: Annotated[str | None, "The day of the newest change in it (ISO 8601); null if unknown."]
    size: Annotated[int, "In bytes."]
    sha256: Annotated[str, "In hexadecimal digits."]


class IndexDocument(TypedDict):
    """Every file for programs."""

    version: Annotated[int, "The version of the format. Within a version, keys are only added."]
    title: Annotated[str, "The name of the site."]
    site: Annotated[str, "The address of the site, which paths are relative to; empty if unknown."]
    language: Annotated[str, "The language of the site (BCP 47)."]
    licence: Annotated[
        str | None,
        "The licence of what the site says in its own words, by its SPDX name; null if none is stated.",
    ]
    files: Annotated[list[FileDocument], "Sorted by path."]


class ChangeDocument(TypedDict):
    """A sheet or an entry that was added, changed or removed."""

    op: Annotated[Literal["ADD", "MOD", "DEL"], "Whether it was added, changed or removed."]
    kind: Annotated[str, "The kind of the entry, or of the sheet itself: briefing, actor, source, topic."]
    id: Annotated[str, "The kind and id of the sheet and, for an entry, `#` and its anchor."]
    was: NotRequired[Annotated[str, "The id before, if other words changed it."]]
    url: Annotated[
        str | None,
        "The address of the page, with the anchor of an entry unless it was removed; null if the sheet is not"
        " published now. Relative to the root of the site if the site does not know its address.",
    ]
    when: Annotated[str, "The time of the commit (ISO 8601)."]
    commit: Annotated[str | None, "The id of the commit; null for a change that is not committed."]
    old: Annotated[
        dict[str, Any] | None,
        "The keys before, as in the sheet; those with their default are absent. A citation is an object with"
        " `source` and `passage`. null for what was added, and if the sheet is not published now.",
    ]
    new: Annotated[
        dict[str, Any] | None,
        "The same since the change; null for what was removed, and if the sheet is not published now.",
    ]


class ChangesDocument(TypedDict):
    """The newest changes of the sheets of a site, from its history in Git."""

    version: Annotated[int, "The version of the format. Within a version, keys are only added."]
    begins: NotRequired[
        Annotated[
            str,
            "Only in a shallow clone: the time of the oldest commit that it has. Nothing is known of changes"
            " before that.",
        ]
    ]
    changes: Annotated[list[ChangeDocument], "Newest first. Empty without Git."]
