import SimCore
print("wattline")
