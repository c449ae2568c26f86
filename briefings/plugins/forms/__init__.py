"""`briefings forms` and `briefings form`: issue forms on GitHub, and what people write into them."""

from briefings.plugin import Command, Plugin

PLUGIN = Plugin(
    commands={
        "forms": Command(
            "briefings.plugins.forms.commands:forms", "Write issue forms for people who contribute on GitHub."
        ),
        "form": Command(
            "briefings.plugins.forms.commands:form", "Apply a filled-in issue form to the sheets."
        ),
    },
    starter="briefings.plugins.forms.templates:templates",
)
