"""The window: Qt is known here and in the PDF printer, nowhere else."""
