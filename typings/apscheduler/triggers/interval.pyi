from datetime import tzinfo

class IntervalTrigger:
    def __init__(self, *, days: int, timezone: tzinfo) -> None: ...
