"""What the experiments launch: linear layers, attention, samplers, experts, in torch and a little triton."""
