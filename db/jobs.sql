-- Applied as daybook_worker, who owns the job queue: lets a verb add a job in its own transaction
-- without any right on the queue's tables.
create schema if not exists jobs;
create or replace function jobs.enqueue(task text, payload json, key text) returns void
language sql security definer set search_path = pg_catalog, graphile_worker as $$
  select graphile_worker.add_job(task, payload, job_key := key)
$$;
revoke all on schema jobs from public;
revoke all on function jobs.enqueue(text, json, text) from public;
grant usage on schema jobs to daybook_app;
grant execute on function jobs.enqueue(text, json, text) to daybook_app;
