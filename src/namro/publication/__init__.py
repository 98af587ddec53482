"""What is given to others: to programs, and to the public."""
