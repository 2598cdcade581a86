"""storms"""
