"""Our own plugins. The core imports none of them, and none imports another: see `briefings.plugin`."""
