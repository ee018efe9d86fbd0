"""Static files under hashed names, compressed, with the imports between the widget's modules rewritten to match.

A browser may keep every file for ever, and never mixes modules of two versions.
"""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModulesStorage(CompressedManifestStaticFilesStorage):
    """Adds JavaScript modules to what Django rewrites."""

    support_js_module_import_aggregation = True
