"""The demonstration played through the same actions as people use, step by step."""
