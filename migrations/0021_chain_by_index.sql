-- The check that a link's entry exists keeps its plan for as long as the connection lives. One that was made while the log was
-- short reads the whole log for every entry until the next ANALYZE: chaining many changes became slower with each of them.
alter function chain_changes(int) set plan_cache_mode = force_custom_plan;
