"""The stage after the engine: what a built site still needs, whichever engine built it. Works on the HTML before readers see it."""
