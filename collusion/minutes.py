"""Times in arrays: whole minutes since 1970 in 32 bits, which last until the year 6053."""

#: Time that is unknown: the least 32-bit integer, as a plain number, which compiled code takes as it is.
NO_TIME = -(2**31)
#: Minutes, and seconds, of a day.
DAY, DAY_SECONDS = 24 * 60, 24 * 60 * 60
