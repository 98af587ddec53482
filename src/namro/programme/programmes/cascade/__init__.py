"""The cascade (cụ thể hóa): which document specifies which, and what nobody took up."""
