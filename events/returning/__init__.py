"""returning"""
