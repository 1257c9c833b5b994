"""What patients keep track of themselves: panic attacks, worry, steps towards what they fear."""
