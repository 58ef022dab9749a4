"""The loading of the graph: sources, identity rules, the pipeline and the starter data."""
