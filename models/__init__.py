"""What the numbers say: rates and plans, from arrays to dataclasses, with no idea of maps or projects."""
