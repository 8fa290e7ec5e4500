"""One planner's question a file: its `Parameters`, and `run(project, parameters, tick) -> Result`."""
