"""Who gets an answer at which address, one module an app; `access_table.py` joins them."""
