"""Records -> HTML, by pure functions; every word of a customer, an agent or a model is escaped."""
