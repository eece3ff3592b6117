"""Speed and memory as ratios measured in one run, beside bare lower limits."""
