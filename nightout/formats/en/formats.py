DATE_FORMAT = "F j, Y"
TIME_FORMAT = "g:i a"
