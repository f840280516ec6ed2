"""Who asks: accounts, sessions, links, roles, grants."""
