"""BCP-47 tags, as far as choosing among models needs them."""


def primary(tag):
    """ "en" of "en-US"."""
    return tag.replace("_", "-").split("-")[0].lower()


def nearest(tag, tags):
    """Of `tags` the same one, else the first of the same language, else None."""
    for one in tags:
        if one.lower() == tag.lower():
            return one
    return next((one for one in tags if primary(one) == primary(tag)), None)
