"""textstat reads its word list once and leaves the file to the garbage collector; that warning is not ours."""

import gc
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import textstat

    textstat.flesch_kincaid_grade("A warm start.")
    gc.collect()
