print("workroom-trials")
