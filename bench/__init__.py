"""How fast the program is beside its peers, measured; not part of the product."""
