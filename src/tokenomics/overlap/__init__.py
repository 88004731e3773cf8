"""Never twice: which of the records that several sources state of one provider are counted.

One response id is one call. Records of calls come before a provider's sums, of which only what
no log states is left, as *unlogged*. Of several sums of one time one is taken, of usage and of bills.
"""

from tokenomics.overlap.charges import charged_once
from tokenomics.overlap.counted import Authority, Counted, counted
from tokenomics.overlap.found import Overlap

__all__ = ["Authority", "Counted", "Overlap", "charged_once", "counted"]
