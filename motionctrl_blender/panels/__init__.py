"""The sidebar tab "Motion": drawing only."""
