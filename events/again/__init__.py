"""again"""
