"""Ordhållig: drafts replies to complaints, and weighs each promise in them against facts and policy."""
