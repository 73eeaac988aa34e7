"""Which event an article tells: `resolve` decides, given the events that it may tell."""

from backstory.events.decide import Decision, Joined, Opened, resolve, take_in

__all__ = ["Decision", "Joined", "Opened", "resolve", "take_in"]
