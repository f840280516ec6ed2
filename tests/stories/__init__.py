"""Stories: a person, a browser, the ledger."""
