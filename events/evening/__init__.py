"""evening"""
