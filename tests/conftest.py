"""What all tests share."""

from hypothesis import settings

# The same examples every time, whatever the clock and the machine: a failure must be one that anyone can repeat.
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")
