"""Pictures of the window, made without a screen from the schematic demo only."""
