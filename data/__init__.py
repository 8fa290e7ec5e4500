"""What is known: tables, import, administrative units, the project file and the demo."""
