"""The API of applications: who may call, what is sent, one section, every step."""
